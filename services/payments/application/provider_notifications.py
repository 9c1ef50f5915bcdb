"""What providers send: a notification is recorded once, in one transaction, by one rule; a return is only read."""

import logging

from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ServiceError, not_found
from contracts.payments import OrderState, PaymentReturn, ProviderAnswer, ProviderCall
from payments.application.settlement import record_settlement, record_wrong_amount
from payments.domain import orders, return_addresses
from payments.domain.settlement import settle
from payments.providers.base import InvalidSignature, NotificationResult, Provider, ProviderNotification
from payments.providers.registry import Providers, UnknownProvider
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository

log = logging.getLogger(__name__)


def receive_notification(
    store: Store, providers: Providers, call: ProviderCall, context: Context
) -> ProviderAnswer:
    """Always an answer that the provider understands. Raises NOT_FOUND for a provider that is switched off.

    May be repeated: the provider's own reference makes it idempotent.
    """
    provider = _provider(providers, call)
    try:
        notification = provider.read_notification(call)
        result = store.transaction(
            context.as_service(store.service), lambda uow: _record(uow, provider, notification)
        )
    except InvalidSignature:
        log.warning("notification without the provider's signature", extra={"provider": provider.name})
        result = NotificationResult.INVALID_SIGNATURE
    except ServiceError as error:
        log.warning("notification not recorded", extra={"provider": provider.name, "code": str(error.code)})
        result = NotificationResult.FAILED
    log.info("notification", extra={"provider": provider.name, "result": result.value})
    return provider.answer(result)


def read_return(store: Store, providers: Providers, call: ProviderCall) -> PaymentReturn:
    """The state of the order that a person comes back from; what their browser brings settles nothing."""
    provider = _provider(providers, call)
    try:
        returned = provider.read_return(call)
    except InvalidSignature:
        return PaymentReturn(signature_valid=False, provider_title=provider.title)
    order = store.repository(OrderRepository).find_by_txn_ref(provider.name, returned.txn_ref)
    if order is None:
        return PaymentReturn(signature_valid=True, locale=returned.locale, provider_title=provider.title)
    bill = store.repository(BillRepository).get(order.bill_id)
    verdict, message = orders.verdict_of(order), order.provider_message
    if verdict is None and returned.outcome is not None:
        verdict, message = returned.outcome.verdict, returned.outcome.message
    return PaymentReturn(
        signature_valid=True,
        order_id=order.order_id,
        state=order.state,
        dossier_id=bill.dossier_id,
        locale=returned.locale,
        provider_title=provider.title,
        verdict=verdict,
        provider_message=message,
        surplus=order.surplus,
        dossier_code=bill.dossier_code,
        submission_number=bill.submission_number,
        amount=order.amount,
        return_to=return_addresses.with_order(order.return_to, order.order_id) if order.return_to else None,
    )


def _record(uow: UnitOfWork, provider: Provider, notification: ProviderNotification) -> NotificationResult:
    """Checked in the order that providers document: order, then amount, then state."""
    order = uow.repository(OrderRepository).find_by_txn_ref(provider.name, notification.txn_ref)
    if order is None:
        return NotificationResult.ORDER_NOT_FOUND
    if notification.amount != order.amount:
        record_wrong_amount(uow, order, notification.amount)
        return NotificationResult.WRONG_AMOUNT
    if not notification.complete:
        return NotificationResult.FAILED
    if notification.outcome is None:
        return NotificationResult.PENDING
    bill = uow.repository(BillRepository).get(order.bill_id)
    settlement = settle(bill, order, notification.outcome, uow.now)
    if settlement is not None:
        record_settlement(uow, settlement, provider.schedule)
    if settlement is None and (notification.outcome.is_final or order.state is OrderState.PAID):
        return NotificationResult.ALREADY_RECORDED
    return NotificationResult.RECORDED if notification.outcome.is_final else NotificationResult.PENDING


def _provider(providers: Providers, call: ProviderCall) -> Provider:
    try:
        return providers.get(call.provider)
    except UnknownProvider:
        raise not_found("provider") from None
