"""The table of contents of payments."""

import logging

from chassis.runtime.service import (
    Context,
    Mongo,
    ProcessScoped,
    Service,
    SettingsDependency,
    Timer,
    event_handler,
    rpc,
    timer_handler,
)
from contracts import dossiers, payments, topology
from contracts.base import Page
from contracts.errors import ServiceError
from contracts.events import AnyEvent
from payments.application import billing, order_creation, order_polling, provider_notifications, queries
from payments.application.order_view import order_view
from payments.domain.polling_schedule import QUERY_ORDER_TIMER
from payments.providers.vnpay import ipn, signing
from payments.providers.vnpay.client import VnpayQueryClient
from payments.repository.bills import Repositories, create_indexes
from payments.settings import PaymentsSettings

log = logging.getLogger(__name__)


class PaymentsService(Service):
    name = "payments"

    settings = SettingsDependency(PaymentsSettings)
    merchant = ProcessScoped(PaymentsSettings, lambda settings: settings.merchant)
    provider = ProcessScoped(
        PaymentsSettings,
        lambda settings: VnpayQueryClient(str(settings.vnpay_api_url), settings.vnpay_timeout_s),
    )
    store = Mongo(indexes=create_indexes)

    @rpc(payments.get_bill)
    def get_bill(self, request: payments.GetBill, context: Context) -> payments.Bill:
        return queries.get_bill(self.ledger, request, context.actor)

    @rpc(payments.list_bills)
    def list_bills(self, request: payments.ListBills, context: Context) -> Page[payments.Bill]:
        return queries.list_bills(self.ledger, request, context.actor)

    @rpc(payments.get_order)
    def get_order(self, request: payments.GetOrder, context: Context) -> payments.PaymentOrder:
        return order_view(queries.get_order(self.ledger, request, context.actor))

    @rpc(payments.create_order)
    def create_order(self, request: payments.CreateOrder, context: Context) -> payments.PaymentOrder:
        ledger, lifetime = self.ledger, self.settings.order_lifetime
        return self.store.run_idempotent(
            payments.create_order,
            request,
            context,
            lambda uow: order_view(
                order_creation.create_order(uow, ledger, self.merchant, lifetime, request)
            ),
        )

    @rpc(payments.receive_vnpay_ipn)
    def receive_vnpay_ipn(self, request: payments.ProviderCall, context: Context) -> payments.IpnAnswer:
        """Always an answer that VNPAY understands: 99 makes it call again."""
        if not signing.is_genuine(request.params, self.merchant.secret):
            return ipn.WRONG_SIGNATURE
        ledger, notice = self.ledger, ipn.read(request.params)
        try:
            return self.store.transaction(
                context.as_service(self.name),
                lambda uow: provider_notifications.apply_notification(uow, ledger, notice),
            )
        except ServiceError as error:
            log.warning("ipn not recorded", extra={"code": str(error.code)})
            return ipn.UNKNOWN

    @rpc(payments.read_vnpay_return)
    def read_vnpay_return(self, request: payments.ProviderCall, context: Context) -> payments.PaymentReturn:  # noqa: ARG002  the signature is the caller's right
        if not signing.is_genuine(request.params, self.merchant.secret):
            return payments.PaymentReturn(signature_valid=False)
        return provider_notifications.payment_return(self.ledger, ipn.read(request.params))

    @event_handler(topology.PAYMENTS_FEES)
    def on_fee(self, event: AnyEvent, context: Context) -> None:
        work = billing.open_bill if event.type == dossiers.FEE_DUE.name else billing.cancel_bills
        ledger = self.ledger
        self.store.handle_once(topology.PAYMENTS_FEES, event, context, lambda uow: work(uow, ledger, event))

    @timer_handler(QUERY_ORDER_TIMER)
    def query_order(self, timer: Timer, context: Context) -> None:
        order_polling.OrderPoller(self.store, self.merchant, self.provider).poll(timer.key, context)

    @property
    def ledger(self) -> Repositories:
        return Repositories(self.store.database)
