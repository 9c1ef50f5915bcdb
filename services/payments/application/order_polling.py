"""Orders whose notification has not come: the provider is queried, and its answer settles them by the same rule."""

import logging
from datetime import datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from payments.application.settlement import record_settlement
from payments.domain.orders import AWAITING_OUTCOME
from payments.domain.settlement import PaymentOutcome, expire, settle
from payments.providers.base import ProviderUnreachable, UntrustworthyAnswer
from payments.providers.registry import Providers
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository

log = logging.getLogger(__name__)


def poll_order(store: Store, providers: Providers, order_id: str, context: Context) -> datetime | None:
    """Query the provider once and settle or expire the order; when to do it again, None when it is over.

    Raises UnknownProvider for an order of a provider that is switched off.
    """
    order = store.repository(OrderRepository).get(order_id)
    if order.state not in AWAITING_OUTCOME:
        return None
    provider, queried_at = providers.get(order.provider), utcnow()
    try:
        outcome = provider.query(store.repository(BillRepository).get(order.bill_id), order)
    except (ProviderUnreachable, UntrustworthyAnswer) as error:
        log.warning("no usable answer", extra={"order_id": order_id, "reason": str(error)})
        outcome, next_query = None, provider.schedule.next_query_after_silence(order, queried_at)
    else:
        next_query = provider.schedule.next_query(order, queried_at)
    if outcome is None and next_query is not None:
        return next_query
    store.transaction(context, lambda uow: _end(uow, order_id, outcome))
    return None


def _end(uow: UnitOfWork, order_id: str, outcome: PaymentOutcome | None) -> None:
    """By the outcome, or by expiry where there is none."""
    order = uow.repository(OrderRepository).get(order_id)
    bill = uow.repository(BillRepository).get(order.bill_id)
    settlement = settle(bill, order, outcome, uow.now) if outcome else expire(bill, order)
    if settlement is not None:
        record_settlement(uow, settlement)
