"""Orders whose call never came: the provider is asked, and its answer settles by the same rule."""

import logging
from datetime import datetime

from chassis.context import Context
from chassis.ids import new_id
from chassis.moments import now
from chassis.store import Store
from chassis.timers import Again
from chassis.unit import Unit
from contracts.payments import OrderState
from payments.domain.orders import Order
from payments.domain.settlement import Outcome, expire, settle
from payments.providers.vnpay import query
from payments.providers.vnpay.client import QueryClient, SilentProviderError
from payments.providers.vnpay.merchant import Merchant
from payments.questions import next_after_silence, next_question
from payments.receiving import record
from payments.repository import Ledger

log = logging.getLogger(__name__)

AWAITING_WORD = frozenset({OrderState.CREATED, OrderState.CANCELLED})
"""Cancelled too: the person may still stand at the provider's page and pay."""


class Follower:
    """Follows one order up. Raises Again while there is something left to ask."""

    def __init__(self, store: Store, merchant: Merchant, client: QueryClient) -> None:
        self._store = store
        self._ledger = Ledger(store.database)
        self._merchant = merchant
        self._client = client

    def follow_up(self, order_id: str, context: Context) -> None:
        order = self._ledger.orders.get(order_id)
        if order.state not in AWAITING_WORD:
            return
        asked_at = now()
        try:
            outcome = self._ask(order, asked_at)
        except (SilentProviderError, query.UntrustworthyAnswerError) as error:
            log.warning("vnpay gave no usable answer", extra={"order_id": order_id, "reason": str(error)})
            self._wait_or_expire(order, next_after_silence(order, asked_at), context)
        else:
            self._conclude(order, outcome, asked_at, context)

    def _ask(self, order: Order, at: datetime) -> Outcome | None:
        bill = self._ledger.bills.get(order.bill_id)
        question = query.request(self._merchant, bill, order, new_id().replace("-", ""), at)
        return query.read(self._merchant, order, self._client.ask(question))

    def _conclude(self, order: Order, outcome: Outcome | None, at: datetime, context: Context) -> None:
        if outcome is None:
            self._wait_or_expire(order, next_question(order, at), context)
        else:
            self._store.transaction(context, lambda unit: self._settle(unit, order.order_id, outcome))

    def _wait_or_expire(self, order: Order, again_at: datetime | None, context: Context) -> None:
        if again_at is not None:
            raise Again(again_at)
        self._store.transaction(context, lambda unit: self._expire(unit, order.order_id))

    def _settle(self, unit: Unit, order_id: str, outcome: Outcome) -> None:
        order = self._ledger.orders.get(order_id, unit.session)
        bill = self._ledger.bills.get(order.bill_id, unit.session)
        change = settle(bill, order, outcome, unit.now)
        if change:
            record(unit, self._ledger, change)

    def _expire(self, unit: Unit, order_id: str) -> None:
        order = self._ledger.orders.get(order_id, unit.session)
        change = expire(self._ledger.bills.get(order.bill_id, unit.session), order)
        if change:
            record(unit, self._ledger, change)
