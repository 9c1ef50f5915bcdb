"""The use cases of payments in the test's own process, over a real database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.integration.payments.examples import (
    SECRET,
    TMN_CODE,
    citizen,
    fee_payload,
    ipn_params,
    new_dossier_id,
    payer_of,
    withdrawal_payload,
)
from tests.integration.payments.quickpay import QuickpayProvider, QuickpaySettings
from tests.integration.payments.quickpay_server import QuickpayServer
from tests.support.events import make_event
from tests.support.stores import fresh_store

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import event_log
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from contracts.base import Actor
from contracts.dossiers import FEE_DUE, WITHDRAWN
from contracts.events import AnyEvent
from contracts.payments import (
    Bill,
    CreateOrder,
    GetBill,
    GetOrder,
    ListBills,
    ListOrders,
    PaymentOrder,
    ProviderAnswer,
    ProviderCall,
)
from devstack.servers.mongo_address import MongoAddress
from payments.application import billing, order_creation, order_polling, provider_notifications, queries
from payments.providers.registry import Providers
from payments.providers.vnpay.provider import VnpayProvider, VnpaySettings
from payments.repository.indexes import create_indexes

VNPAY_SETTINGS: dict[str, Any] = {
    "vnpay_tmn_code": TMN_CODE,
    "vnpay_hash_secret": SECRET,
    "vnpay_pay_url": "http://127.0.0.1:9/pay",
    "vnpay_api_url": "http://127.0.0.1:9/query",
    "vnpay_return_url": "http://portal.example.vn/return",
}


@dataclass(frozen=True)
class PaymentsApplication:
    """The use cases with two providers: VNPAY, which cannot be reached, and one with a real server."""

    store: Store
    providers: Providers
    quickpay: QuickpayServer

    def follow(self, *events: AnyEvent) -> None:
        """Events about fees that have come together."""
        billing.follow_fees(self.store, [ReceivedEvent(event, Context.new()) for event in events])

    def follow_results(self, *events: AnyEvent) -> None:
        billing.follow_results(self.store, [ReceivedEvent(event, Context.new()) for event in events])

    def fee_due(self, dossier_id: str) -> AnyEvent:
        event = make_event(FEE_DUE, dossier_id, fee_payload(dossier_id))
        self.follow(event)
        return event

    def withdraw(self, dossier_id: str) -> None:
        self.follow(make_event(WITHDRAWN, dossier_id, withdrawal_payload(dossier_id)))

    def bills(self, dossier_id: str) -> list[Bill]:
        request = ListBills(dossier_id=dossier_id)
        return list(queries.list_bills(self.store, request, Context.new(payer_of(dossier_id))).items)

    def new_bill(self) -> Bill:
        """Of a dossier of its own."""
        dossier_id = new_dossier_id()
        self.fee_due(dossier_id)
        (bill,) = self.bills(dossier_id)
        return bill

    def bill(self, bill: Bill, actor: Actor | None = None) -> Bill:
        """As stored now, for its payer or another."""
        context = Context.new(actor or citizen(bill.payer_id))
        return queries.get_bill(self.store, GetBill(bill_id=bill.bill_id), context)

    def create_order(
        self, bill: Bill, provider: str = "vnpay", command_id: str = "", actor: Actor | None = None
    ) -> PaymentOrder:
        request = CreateOrder(
            command_id=command_id or new_id(),
            bill_id=bill.bill_id,
            provider=provider,
            client_ip="203.0.113.7",
        )
        context = Context.new(actor or citizen(bill.payer_id))
        return order_creation.create_order(self.store, self.providers, request, context)

    def second_order(self, bill: Bill, provider: str = "vnpay") -> PaymentOrder:
        """Beside those that there are: their time to pay is over, and money may still come for them."""
        now = utcnow()
        self.store.database.orders.update_many({"bill_id": bill.bill_id}, {"$set": {"expires_at": now}})
        return self.create_order(bill, provider)

    def orders(self, bill: Bill, actor: Actor | None = None) -> list[PaymentOrder]:
        """Those of the bill, newest first, for its payer or another."""
        context = Context.new(actor or citizen(bill.payer_id))
        return list(queries.list_orders(self.store, ListOrders(bill_id=bill.bill_id), context).items)

    def poll(self, order: PaymentOrder) -> datetime | None:
        return order_polling.poll_order(self.store, self.providers, order.order_id, Context.new())

    def age(self, order: PaymentOrder, by: timedelta) -> None:
        """Move the order into the past."""
        times = {"created_at": order.created_at - by, "expires_at": order.expires_at - by}
        self.store.database.orders.update_one({"_id": order.order_id}, {"$set": times})

    def payloads(self, bill: Bill, event_type: str) -> list[dict[str, Any]]:
        """What the events of this type about the bill and its orders published, oldest first."""
        found = self.store.database.events.find({"aggregate_id": bill.bill_id, "type": event_type}).sort(
            "seq"
        )
        return [entry["payload"] for entry in found]

    def order(self, bill: Bill, order: PaymentOrder, actor: Actor | None = None) -> PaymentOrder:
        """As stored now, for its payer or another."""
        context = Context.new(actor or citizen(bill.payer_id))
        return queries.get_order(self.store, GetOrder(order_id=order.order_id), context)

    def notify(self, call: ProviderCall) -> ProviderAnswer:
        return provider_notifications.receive_notification(self.store, self.providers, call, Context.new())

    def ipn(self, order: PaymentOrder, **changed: str) -> str:
        """VNPAY's call that the order was paid, but for the changes; the RspCode of the answer."""
        return self.raw_ipn(ipn_params(order, **changed))

    def raw_ipn(self, params: dict[str, str]) -> str:
        answer = self.notify(ProviderCall(provider="vnpay", params=params))
        assert (answer.status, answer.headers) == (200, {"content-type": "application/json"})
        return answer.body.split('"')[3]

    def event_types(self, bill: Bill) -> list[str]:
        """The events of the bill and its orders, oldest first; their chain is whole."""
        event_log.verify(self.store.database, bill.bill_id)
        return [entry.type for entry in event_log.entries(self.store.database, bill.bill_id)]


@pytest.fixture(scope="package")
def store(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "payments", create_indexes) as opened:
        yield opened


@pytest.fixture
def application(store: Store) -> Iterator[PaymentsApplication]:
    """Bills do not disturb each other, so the database is that of all tests; the second provider's server is new."""
    with QuickpayServer() as quickpay:
        providers = Providers(
            [
                VnpayProvider(VnpaySettings(**VNPAY_SETTINGS)),
                QuickpayProvider(QuickpaySettings(quickpay_url=quickpay.url, quickpay_timeout_s=5)),
            ]
        )
        yield PaymentsApplication(store, providers, quickpay)
