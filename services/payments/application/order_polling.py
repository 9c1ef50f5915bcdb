"""Orders whose notification has not come: the provider is queried, and its answer settles them by the same rule."""

import logging
from datetime import datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.payments import ProviderVerdict
from payments.application.settlement import record_settlement, record_wrong_amount
from payments.domain.orders import Order
from payments.domain.outcome import PaymentOutcome
from payments.domain.settlement import expire, settle
from payments.providers.base import OtherAmount, Provider, ProviderUnreachable, UntrustworthyAnswer
from payments.providers.registry import Providers
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository

log = logging.getLogger(__name__)


def poll_order(store: Store, providers: Providers, order_id: str, context: Context) -> datetime | None:
    """Query the provider once and settle or expire the order; when to do it again, None when it is over.

    Raises UnknownProvider for an order of a provider that is switched off.
    """
    order = store.repository(OrderRepository).get(order_id)
    if not order.is_awaited:
        return None
    provider, queried_at = providers.get(order.provider), utcnow()
    try:
        outcome = provider.query(store.repository(BillRepository).get(order.bill_id), order)
    except (ProviderUnreachable, UntrustworthyAnswer) as error:
        log.warning("no usable answer", extra={"order_id": order_id, "reason": str(error)})
        if isinstance(error, OtherAmount):
            received = error.received
            store.transaction(context, lambda uow: _record_amount(uow, order_id, received))
        outcome, next_query = None, provider.schedule.next_query_after_silence(order, queried_at)
    else:
        next_query = _next_query(provider, order, outcome, queried_at)
    if next_query is None or _is_news(outcome):
        store.transaction(context, lambda uow: _record(uow, provider, order_id, outcome, next_query is None))
    return next_query


def _next_query(
    provider: Provider, order: Order, outcome: PaymentOutcome | None, at: datetime
) -> datetime | None:
    """None after the last word, and when the time to wait for one is over."""
    if outcome is not None and outcome.is_final:
        return None
    verdict = ProviderVerdict.HELD if order.is_held else (outcome or order).verdict
    return provider.schedule.next_query(order, at, verdict)


def _is_news(outcome: PaymentOutcome | None) -> bool:
    """A query says of every payment that its person has not finished; what the payer must know is that it is held."""
    return outcome is not None and outcome.verdict is ProviderVerdict.HELD


def _record(
    uow: UnitOfWork, provider: Provider, order_id: str, outcome: PaymentOutcome | None, is_over: bool
) -> None:
    """The outcome; where there is no last word when the queries are over, the expiry."""
    order = uow.repository(OrderRepository).get(order_id)
    bill = uow.repository(BillRepository).get(order.bill_id)
    is_final = outcome is not None and outcome.is_final
    expires = is_over and not is_final
    settlement = expire(bill, order) if expires or outcome is None else settle(bill, order, outcome, uow.now)
    if settlement is not None:
        record_settlement(uow, settlement, provider.schedule)


def _record_amount(uow: UnitOfWork, order_id: str, received: int | None) -> None:
    record_wrong_amount(uow, uow.repository(OrderRepository).get(order_id), received)
