"""Orders whose call never came: the provider is asked, and its answer settles by the same rule."""

import logging
from datetime import datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.payments import OrderState
from payments.application.provider_notifications import record_settlement
from payments.domain.orders import Order
from payments.domain.polling_schedule import next_query, next_query_after_silence
from payments.domain.settlement import PaymentOutcome, expire, settle
from payments.providers.vnpay import query
from payments.providers.vnpay.client import ProviderUnreachableError, VnpayQueryClient
from payments.providers.vnpay.merchant import VnpayMerchant
from payments.repository.bills import Repositories

log = logging.getLogger(__name__)

AWAITING_OUTCOME = frozenset({OrderState.CREATED, OrderState.CANCELLED})
"""Cancelled too: the person may still stand at the provider's page and pay."""


class OrderPoller:
    """Follows one order up. Raises Again while there is something left to ask."""

    def __init__(self, store: Store, merchant: VnpayMerchant, client: VnpayQueryClient) -> None:
        self._store = store
        self._ledger = Repositories(store.database)
        self._merchant = merchant
        self._client = client

    def poll(self, order_id: str, context: Context) -> None:
        order = self._ledger.orders.get(order_id)
        if order.state not in AWAITING_OUTCOME:
            return
        asked_at = utcnow()
        try:
            outcome = self._ask(order, asked_at)
        except (ProviderUnreachableError, query.UntrustworthyAnswerError) as error:
            log.warning("vnpay gave no usable answer", extra={"order_id": order_id, "reason": str(error)})
            self._wait_or_expire(order, next_query_after_silence(order, asked_at), context)
        else:
            self._conclude(order, outcome, asked_at, context)

    def _ask(self, order: Order, at: datetime) -> PaymentOutcome | None:
        bill = self._ledger.bills.get(order.bill_id)
        question = query.request(self._merchant, bill, order, new_id().replace("-", ""), at)
        return query.read(self._merchant, order, self._client.post(question))

    def _conclude(self, order: Order, outcome: PaymentOutcome | None, at: datetime, context: Context) -> None:
        if outcome is None:
            self._wait_or_expire(order, next_query(order, at), context)
        else:
            self._store.transaction(context, lambda uow: self._settle(uow, order.order_id, outcome))

    def _wait_or_expire(self, order: Order, again_at: datetime | None, context: Context) -> None:
        if again_at is not None:
            raise RunAgainAt(again_at)
        self._store.transaction(context, lambda uow: self._expire(uow, order.order_id))

    def _settle(self, uow: UnitOfWork, order_id: str, outcome: PaymentOutcome) -> None:
        order = self._ledger.orders.get(order_id, uow.session)
        bill = self._ledger.bills.get(order.bill_id, uow.session)
        change = settle(bill, order, outcome, uow.now)
        if change:
            record_settlement(uow, self._ledger, change)

    def _expire(self, uow: UnitOfWork, order_id: str) -> None:
        order = self._ledger.orders.get(order_id, uow.session)
        change = expire(self._ledger.bills.get(order.bill_id, uow.session), order)
        if change:
            record_settlement(uow, self._ledger, change)
