"""What people read of cases of reconciliation, and how they close them."""

from datetime import datetime

from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import reconciliation as contract
from contracts.base import Page
from contracts.reconciliation import (
    CloseReconciliationCase,
    GetReconciliationCase,
    ListReconciliationCases,
    ReconciliationCase,
)
from payments.domain.reconciliation import access, cases
from payments.repository.reconciliation import ReconciliationCaseRepository


def list_cases(store: Store, request: ListReconciliationCases, context: Context) -> Page[ReconciliationCase]:
    """Those of the officer's own agency, all for an administrator; newest first."""
    narrowing = {"state": request.state, "outcome": request.outcome, "provider": request.provider}
    criteria = {name: str(value) for name, value in narrowing.items() if value}
    found = store.repository(ReconciliationCaseRepository).newest(
        {**criteria, **access.visible_filter(context.actor)},
        position_of(request.cursor, criteria, datetime),
        request.limit + 1,
    )
    return page(
        Page[ReconciliationCase],
        found,
        request.limit,
        key=lambda each: (each.opened_at, each.case_id),
        filter=criteria,
    )


def get_case(store: Store, request: GetReconciliationCase, context: Context) -> ReconciliationCase:
    """Raises NOT_FOUND, also for one that the caller may not see."""
    case = store.repository(ReconciliationCaseRepository).get(request.case_id)
    access.require_visible(context.actor, case)
    return case


def close_case(store: Store, request: CloseReconciliationCase, context: Context) -> ReconciliationCase:
    """Once per command. Raises NOT_FOUND, ILLEGAL_TRANSITION."""

    def work(uow: UnitOfWork) -> ReconciliationCase:
        repository = uow.repository(ReconciliationCaseRepository)
        case = repository.get(request.case_id)
        access.require_visible(context.actor, case)
        after = cases.decided(case, context.actor.account_id, request.note, uow.now)
        repository.save(after)
        return after

    return store.run_idempotent(contract.close_reconciliation_case, request, context, work)
