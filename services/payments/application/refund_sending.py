"""An approved refund is sent to its provider and followed until its last word; a state that lasts too long ends."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.payments import Bill
from contracts.refunds import RefundMethod, RefundState
from payments.application.refunds import save_moved
from payments.domain import refunds
from payments.domain.orders import Order
from payments.domain.refund_outcome import RefundOutcome, RefundVerdict
from payments.domain.refund_outcome import recorded as with_outcome
from payments.domain.refunds import StoredRefund
from payments.providers.base import ProviderUnreachable, RefundingProvider, UntrustworthyAnswer
from payments.providers.registry import Providers
from payments.repository.bills import BillRepository
from payments.repository.orders import OrderRepository
from payments.repository.refunds import RefundRepository

log = logging.getLogger(__name__)

BEHIND_ANOTHER = timedelta(minutes=10)
"""How long a refund waits while another of the same order is at the provider, whose queries name the order alone."""
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=1)
Ask = Callable[[Bill, Order, StoredRefund], RefundOutcome]


def advance_refund(store: Store, providers: Providers, refund_id: str, context: Context) -> datetime | None:
    """One look at a refund; when to look again, None when its state may last.

    It is stored that the request goes out before it goes out, and after an interruption the provider is queried before the
    request is repeated under the same id: no money goes back twice. Raises UnknownProvider.
    """
    refund = store.repository(RefundRepository).get(refund_id)
    order = store.repository(OrderRepository).get(refund.order_id)
    if refund.state is RefundState.APPROVED and refund.method is RefundMethod.PROVIDER:
        provider = _refunding(providers, order)
        if any(each.state is RefundState.SENT for each in _others(store, refund)):
            return utcnow() + BEHIND_ANOTHER
        refund = store.transaction(context, lambda uow: _sent(uow, refund_id))
        if refund.state is RefundState.SENT:
            return _follow(store, provider.refund, refund, order, context)
    if refund.state is RefundState.SENT:
        provider = _refunding(providers, order)
        outcome = _ask(store, provider.query_refund, refund, order)
        if outcome is not None and outcome.verdict is RefundVerdict.NOT_KNOWN:
            return _follow(store, provider.refund, refund, order, context)
        return _record(store, refund_id, outcome, context)
    return store.transaction(context, lambda uow: _end_by_time(uow, refund_id))


def _refunding(providers: Providers, order: Order) -> RefundingProvider:
    provider = providers.get(order.provider)
    if not isinstance(provider, RefundingProvider):
        raise TypeError(f"{order.provider} returns no money")
    return provider


def _sent(uow: UnitOfWork, refund_id: str) -> StoredRefund:
    refund, bill, order = _read(uow, refund_id)
    if refund.state is not RefundState.APPROVED:
        return refund
    after = refunds.sent(refund, uow.now)
    save_moved(uow, bill, order, refund, after, uow.now + SHORTEST)
    return after


def _others(store: Store, refund: StoredRefund) -> list[StoredRefund]:
    """Those of the same order."""
    found = store.repository(RefundRepository).of_bills([refund.bill_id])
    return [each for each in found if each.order_id == refund.order_id and each.refund_id != refund.refund_id]


def _follow(store: Store, ask: Ask, refund: StoredRefund, order: Order, context: Context) -> datetime | None:
    return _record(store, refund.refund_id, _ask(store, ask, refund, order), context)


def _ask(store: Store, ask: Ask, refund: StoredRefund, order: Order) -> RefundOutcome | None:
    """None where the provider gave no usable answer: it may have taken the request all the same."""
    bill = store.repository(BillRepository).get(refund.bill_id)
    try:
        outcome = ask(bill, order, refund)
        named = outcome.reference
        if named and any(each.reference == named for each in _others(store, refund)):
            raise UntrustworthyAnswer("another refund of the order")
        return outcome
    except (ProviderUnreachable, UntrustworthyAnswer) as error:
        log.warning("no usable answer", extra={"refund_id": refund.refund_id, "reason": str(error)})
        return None


def _record(store: Store, refund_id: str, outcome: RefundOutcome | None, context: Context) -> datetime | None:
    return store.transaction(context, lambda uow: _settle(uow, refund_id, outcome))


def _settle(uow: UnitOfWork, refund_id: str, outcome: RefundOutcome | None) -> datetime | None:
    """The one place where a provider's word about a refund takes effect; a word that comes twice has it once."""
    refund, bill, order = _read(uow, refund_id)
    if outcome is not None:
        after = with_outcome(refund, outcome, uow.now)
        if after is not None:
            save_moved(uow, bill, order, refund, after)
            return None
    if refund.state is not RefundState.SENT:
        return refunds.next_look(refund)
    return _end_by_time(uow, refund_id) or _next(refund, uow.now)


def _end_by_time(uow: UnitOfWork, refund_id: str) -> datetime | None:
    """When its state ends, or will end; of one that is at the provider, when it is queried next."""
    refund, bill, order = _read(uow, refund_id)
    after = refunds.overdue(refund, uow.now)
    if after is not None:
        save_moved(uow, bill, order, refund, after)
        return refunds.next_look(after)
    if refund.state is RefundState.SENT:
        return _next(refund, uow.now)
    return refunds.next_look(refund)


def _next(refund: StoredRefund, at: datetime) -> datetime:
    """Again after as long as it is with the provider, a day at most."""
    return at + min(max(at - refund.since, SHORTEST), LONGEST)


def _read(uow: UnitOfWork, refund_id: str) -> tuple[StoredRefund, Bill, Order]:
    refund = uow.repository(RefundRepository).get(refund_id)
    return (
        refund,
        uow.repository(BillRepository).get(refund.bill_id),
        uow.repository(OrderRepository).get(refund.order_id),
    )
