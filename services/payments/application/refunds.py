"""Refunds are opened, decided by two persons, and listed; money goes back by `refund_sending`, or by the agency."""

from dataclasses import replace
from datetime import datetime

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.observability import metrics
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import payments as contract
from contracts.base import ActorKind, Page
from contracts.errors import not_found
from contracts.payments import REFUND_CHANGED, REFUNDED, Bill
from contracts.refunds import (
    ActOnRefund,
    GetRefund,
    ListRefunds,
    OpenRefund,
    Refund,
    RefundMethod,
    RefundState,
)
from payments.application.receipts.returned import cancel_returned
from payments.application.settlement import add_refund, set_timer
from payments.domain import access, bills, refunds
from payments.domain.ledger import entries
from payments.domain.orders import Order
from payments.domain.refunds import StoredRefund
from payments.providers.base import RefundingProvider
from payments.providers.registry import Providers, UnknownProvider
from payments.repository.bills import BillRepository
from payments.repository.ledger import LedgerRepository
from payments.repository.orders import OrderRepository
from payments.repository.refunds import RefundRepository


def get_refund(store: Store, request: GetRefund, context: Context) -> Refund:
    """Raises NOT_FOUND, also for a refund whose bill the caller may not see."""
    refund = store.repository(RefundRepository).get(request.refund_id)
    access.require_visible(context.actor, store.repository(BillRepository).get(refund.bill_id), "refund")
    return _view(refund, context)


def list_refunds(store: Store, request: ListRefunds, context: Context) -> Page[Refund]:
    """Those of bills that the caller may see, newest first."""
    criteria = {
        name: value for name, value in (("bill_id", request.bill_id), ("state", request.state)) if value
    }
    found = store.repository(RefundRepository).newest(
        {**criteria, **access.visible_filter(context.actor)},
        position_of(request.cursor, criteria, datetime),
        request.limit + 1,
    )
    return page(
        Page[Refund],
        found,
        request.limit,
        key=lambda refund: (refund.opened_at, refund.refund_id),
        filter=criteria,
        view=lambda refund: _view(refund, context),
    )


def open_refund(store: Store, request: OpenRefund, context: Context) -> Refund:
    """Raises NOT_FOUND, FORBIDDEN, INVALID_REQUEST."""

    def work(uow: UnitOfWork) -> Refund:
        bill = uow.repository(BillRepository).get(request.bill_id)
        access.require_visible(context.actor, bill)
        refunds.require_officer(context.actor, bill)
        order = uow.repository(OrderRepository).get(request.order_id)
        if order.bill_id != bill.bill_id:
            raise not_found("order")
        others = uow.repository(RefundRepository).of_bills([bill.bill_id])
        refund = refunds.of_part(bill, order, others, request.amount, request.reason, new_id(), uow.now)
        uow.repository(LedgerRepository).post(entries.refund_opened(bill, order, refund))
        add_refund(uow, bill, refund)
        _save_money(uow, bills.with_refund(bill, refund.amount), order, refund, refund.amount)
        return _view(refund, context)

    return store.run_idempotent(contract.open_refund, request, context, work)


def act_on_refund(store: Store, providers: Providers, request: ActOnRefund, context: Context) -> Refund:
    """Raises NOT_FOUND, FORBIDDEN, REFUND_NOT_POSSIBLE, REFUND_NOT_SEPARATED, INVALID_REQUEST."""

    def work(uow: UnitOfWork) -> Refund:
        refund = uow.repository(RefundRepository).get(request.refund_id)
        bill = uow.repository(BillRepository).get(refund.bill_id)
        access.require_visible(context.actor, bill, "refund")
        refunds.require_officer(context.actor, bill)
        order = uow.repository(OrderRepository).get(refund.order_id)
        pairs = uow.repository(BillRepository).separated_acts(bill.bill_id)
        refunds.require_decider(context.actor, refund, order, request.act, pairs)
        after = refunds.acted(
            refund, request, context.actor, uow.now, by_provider=can_refund(providers, order)
        )
        rest = refunds.rest_of(refund, after, new_id(), uow.now)
        if rest is not None:
            add_refund(uow, bill, rest)
        save_moved(uow, bill, order, refund, after)
        return _view(after, context)

    return store.run_idempotent(contract.act_on_refund, request, context, work)


def can_refund(providers: Providers, order: Order) -> bool:
    """Whether the provider that took the money can return it, and is switched on."""
    try:
        return isinstance(providers.get(order.provider), RefundingProvider)
    except UnknownProvider:
        return False


def save_moved(
    uow: UnitOfWork, bill: Bill, order: Order, before: StoredRefund, after: StoredRefund,
    next_at: datetime | None = None,
) -> None:  # fmt: skip
    """The refund one step on, with its entries, its event, its timer, and what bill and order say of their money."""
    uow.repository(RefundRepository).save(after)
    uow.repository(LedgerRepository).post(*entries.refund_steps(bill, order, after, before.version))
    approved = after.state is RefundState.APPROVED and after.method is RefundMethod.PROVIDER
    set_timer(uow, after, uow.now if approved else next_at)
    metrics.REFUNDS.labels("payments", after.state.value).inc()
    if after.state is RefundState.REFUNDED:
        cancel_returned(uow, bill.bill_id)
        _save_money(uow, bills.with_refunded(bill, after.amount), order, after, -after.amount)
    else:
        _save_money(uow, bills.next_version(bill), order, after, 0)


def _save_money(uow: UnitOfWork, bill: Bill, order: Order, refund: StoredRefund, due: int) -> None:
    uow.repository(BillRepository).save(bill)
    if due:
        order = order_with_due(order, due)
        uow.repository(OrderRepository).save(order)
    event = REFUNDED if refund.state is RefundState.REFUNDED else REFUND_CHANGED
    uow.record_event(event, bill.bill_id, bill.version, refunds.refund_event(bill, order, refund))


def order_with_due(order: Order, due: int) -> Order:
    """One version on: so much more of its money is to be returned, or less."""
    return replace(order, refund_due=max(0, order.refund_due + due), version=order.version + 1)


def _view(refund: StoredRefund, context: Context) -> Refund:
    for_officer = context.actor.kind is not ActorKind.CITIZEN
    return refunds.refund_view(refund, context.locale, for_officer=for_officer)
