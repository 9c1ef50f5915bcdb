"""Lines of a provider's file are recorded once each; money that we had not recorded is confirmed by the same transition."""

import logging
from collections.abc import Iterator
from datetime import date

from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.payments import Bill, OrderState
from contracts.reconciliation import (
    CaseState,
    FindMissingTheirs,
    FoundMissingTheirs,
    ReconciledLines,
    ReconcileLines,
    RecordedLine,
    StatementLine,
    StatementOutcome,
)
from contracts.time import end_of_day, start_of_day
from payments.application.settlement import record_settlement, record_wrong_amount
from payments.domain.orders import Order
from payments.domain.reconciliation import cases, comparison
from payments.domain.reconciliation.access import require_reconciler
from payments.domain.reconciliation.comparison import StoredLine
from payments.domain.settlement import settle
from payments.providers.base import Provider
from payments.providers.registry import Providers, UnknownProvider
from payments.repository.bills import BillRepository
from payments.repository.reconciliation import (
    ReconciliationCaseRepository,
    StatementLineRepository,
    StatementOrderRepository,
)

log = logging.getLogger(__name__)


def reconcile_lines(
    store: Store, providers: Providers, request: ReconcileLines, context: Context
) -> ReconciledLines:
    """What matches in one transaction, every other line in one of its own: a part that is broken off is handed in again.

    Raises FORBIDDEN, and NOT_FOUND for a provider that is switched off.
    """
    require_reconciler(context.actor)
    provider = _provider(providers, request.provider)
    found = store.transaction(context, lambda uow: dict(_record_matching(uow, request)))
    for position, line in enumerate(request.lines):
        if position not in found:
            found[position] = _record_alone(store, provider, request.day, line, context)
    return ReconciledLines(lines=tuple(found[position] for position in range(len(request.lines))))


def find_missing_theirs(
    store: Store, providers: Providers, request: FindMissingTheirs, context: Context
) -> FoundMissingTheirs:
    """One part. A case is opened once, and closes by itself when a later file has its line. Raises as `reconcile_lines`."""
    require_reconciler(context.actor)
    _provider(providers, request.provider)
    return store.transaction(context, lambda uow: _find_missing(uow, request))


def _record_matching(uow: UnitOfWork, request: ReconcileLines) -> Iterator[tuple[int, RecordedLine]]:
    """By their place in the part: those that are recorded already, and those that match and end no case."""
    repository, provider = uow.repository(StatementLineRepository), request.provider
    seen = repository.of_ids(comparison.line_id(provider, line) for line in request.lines)
    orders = uow.repository(StatementOrderRepository).of_txn_refs(
        provider, (line.txn_ref for line in request.lines)
    )
    order_ids = [order.order_id for order in orders.values()]
    settled = {line.settles for line in repository.of_orders(order_ids) if line.settles}
    waiting = uow.repository(ReconciliationCaseRepository).of_ids(map(cases.missing_theirs_id, order_ids))
    added: list[StoredLine] = []
    for position, line in enumerate(request.lines):
        key = comparison.line_id(provider, line)
        if key in seen:
            if comparison.is_same(seen[key], line):
                yield position, _recorded(seen[key], line, repeated=True)
            continue
        order = orders.get(line.txn_ref)
        if order is None or cases.missing_theirs_id(order.order_id) in waiting:
            continue
        outcome = comparison.compare(line, order, is_settled=order.order_id in settled)
        if outcome is StatementOutcome.MATCHED:
            seen[key] = _stored(key, provider, request.day, line, outcome, order)
            settled.add(order.order_id)
            added.append(seen[key])
            yield position, _recorded(seen[key], line)
    repository.add(added, uow.now)


def _record_alone(
    store: Store, provider: Provider, day: date, line: StatementLine, context: Context
) -> RecordedLine:
    recorded = store.transaction(context, lambda uow: _record(uow, provider, day, line))
    if recorded.outcome is not StatementOutcome.MATCHED:
        fields = {"provider": provider.name, "row": line.row, "outcome": recorded.outcome.value}
        log.warning("a line of a provider's file does not match", extra=fields)
    return recorded


def _record(uow: UnitOfWork, provider: Provider, day: date, line: StatementLine) -> RecordedLine:
    lines, key = uow.repository(StatementLineRepository), comparison.line_id(provider.name, line)
    other_key = comparison.contradicting_id(provider.name, line)
    seen = lines.of_ids((key, other_key))
    for stored in seen.values():
        if comparison.is_same(stored, line):
            return _recorded(stored, line, repeated=True)
    order = uow.repository(StatementOrderRepository).find_by_txn_ref(provider.name, line.txn_ref)
    is_settled = order is not None and any(each.settles for each in lines.of_orders([order.order_id]))
    outcome = comparison.compare(line, order, is_settled=is_settled, number_taken=bool(seen))
    line_id = other_key if seen else key
    bill = None if order is None else _bill_of(uow, order)
    found = None if order is None or bill is None else (order, bill)
    if order is not None and not seen:
        _close_missing_theirs(uow, order)
    if outcome is StatementOutcome.MATCHED:
        stored = _stored(line_id, provider.name, day, line, outcome, order)
        lines.add([stored], uow.now)
        return _recorded(stored, line)
    case = cases.case_of_line(line_id, provider.name, day, line, outcome, found, uow.now)
    confirmed = found is not None and _take_effect(uow, provider, line, found[0], outcome)
    uow.repository(ReconciliationCaseRepository).add(
        cases.confirmed_late(case, uow.now) if confirmed else case
    )
    stored = _stored(line_id, provider.name, day, line, outcome, order, case.case_id, confirmed=confirmed)
    lines.add([stored], uow.now)
    return _recorded(stored, line)


def _take_effect(
    uow: UnitOfWork, provider: Provider, line: StatementLine, order: Order, outcome: StatementOutcome
) -> bool:
    """Whether the order is paid by it. Another amount is recorded as a callback's would be."""
    if outcome is StatementOutcome.MISSING_OURS:
        return _confirm_late(uow, provider, line, order)
    if outcome is StatementOutcome.AMOUNT_MISMATCH and order.state is not OrderState.PAID:
        record_wrong_amount(uow, order, line.amount)
    return False


def _confirm_late(uow: UnitOfWork, provider: Provider, line: StatementLine, order: Order) -> bool:
    """As the provider's callback would have done it."""
    bill = uow.repository(BillRepository).get(order.bill_id)
    settlement = settle(bill, order, comparison.late_outcome(line), uow.now)
    if settlement is None:
        return False
    record_settlement(uow, settlement, provider.schedule)
    return True


def _close_missing_theirs(uow: UnitOfWork, order: Order) -> None:
    """The line that was missed has come."""
    repository = uow.repository(ReconciliationCaseRepository)
    case_id = cases.missing_theirs_id(order.order_id)
    case = repository.of_ids([case_id]).get(case_id)
    if case is not None and case.state is CaseState.OPEN:
        repository.save(cases.found_later(case, uow.now))


def _find_missing(uow: UnitOfWork, request: FindMissingTheirs) -> FoundMissingTheirs:
    orders = uow.repository(StatementOrderRepository).paid_between(
        request.provider,
        start_of_day(request.day),
        end_of_day(request.day),
        request.cursor,
        request.limit,
    )
    ids = [order.order_id for order in orders]
    named = {line.order_id for line in uow.repository(StatementLineRepository).of_orders(ids)}
    repository = uow.repository(ReconciliationCaseRepository)
    known = repository.of_ids(map(cases.missing_theirs_id, ids))
    case_ids = []
    for order in orders:
        case_id = cases.missing_theirs_id(order.order_id)
        case = known.get(case_id)
        if order.order_id in named or (case is not None and case.state is CaseState.CLOSED):
            continue
        case_ids.append(case_id)
        if case is None:
            bill = _bill_of(uow, order)
            repository.add(cases.missing_theirs(order, bill, request.day, uow.now))
    return FoundMissingTheirs(
        checked=len(orders),
        case_ids=tuple(case_ids),
        next_cursor=ids[-1] if len(ids) == request.limit else None,
    )


def _bill_of(uow: UnitOfWork, order: Order) -> Bill | None:
    """None where it is gone, so that one order without a bill does not stop the file."""
    try:
        return uow.repository(BillRepository).get(order.bill_id)
    except ServiceError as error:
        if error.code is not ErrorCode.NOT_FOUND:
            raise
        return None


def _stored(
    line_id: str, provider: str, day: date, line: StatementLine, outcome: StatementOutcome, order: Order | None,
    case_id: str | None = None, *, confirmed: bool = False,
) -> StoredLine:  # fmt: skip
    settles = confirmed or outcome is StatementOutcome.MATCHED
    return StoredLine(
        line_id=line_id,
        provider=provider,
        day=day,
        row=line.row,
        transaction_no=line.transaction_no,
        txn_ref=line.txn_ref,
        amount=line.amount,
        outcome=outcome,
        fee=line.fee,
        bank=line.bank,
        order_id=order.order_id if order else None,
        settles=order.order_id if order and settles else None,
        case_id=case_id,
        confirmed=confirmed,
    )


def _recorded(stored: StoredLine, line: StatementLine, *, repeated: bool = False) -> RecordedLine:
    return RecordedLine(
        row=line.row,
        outcome=stored.outcome,
        case_id=stored.case_id,
        confirmed=stored.confirmed,
        repeated=repeated,
    )


def _provider(providers: Providers, name: str) -> Provider:
    try:
        return providers.get(name)
    except UnknownProvider:
        raise not_found("provider") from None
