"""What an office must see to: opened and settled by events, listed, settled by an officer."""

from datetime import datetime
from typing import Any

from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.observability import metrics
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import notifications as contract
from contracts import topology
from contracts.base import Page
from contracts.events import AnyEvent
from contracts.notifications import CloseProblem, DeskProblem, ListProblems, ProblemKind
from notifications.domain import problems
from notifications.domain.problems import StoredProblem
from notifications.repository.problems import ProblemRepository


def count_from_zero(service: str) -> None:
    """Every kind is in the metrics from the start: an alert sees an increase only of what was there before."""
    for kind in ProblemKind:
        metrics.PROBLEMS.labels(service, kind.value)


def follow(store: Store, event: AnyEvent, context: Context) -> None:
    """Open and settle what the event says; an event that comes twice has one effect and is counted once."""
    if not _changes(store, event):
        return
    written: StoredProblem | None = None

    def work(uow: UnitOfWork) -> None:
        nonlocal written
        written = _write(uow, event)

    if store.handle_once(topology.NOTIFICATIONS_PROBLEMS, event, context, work) and written is not None:
        metrics.PROBLEMS.labels(store.service, written.kind.value).inc()


def list_problems(store: Store, request: ListProblems, context: Context) -> Page[DeskProblem]:
    """Newest first. Raises FORBIDDEN for all but officers and administrators."""
    visible = problems.visible_filter(context.actor, request.agency_code)
    criteria: dict[str, Any] = {
        name: value for name in ("kind", "dossier_id") if (value := getattr(request, name)) is not None
    }
    if request.open is not None:
        criteria["closed_at"] = None if request.open else {"$ne": None}
    sent = {**criteria, "agency_code": request.agency_code, "open": request.open}
    found = store.repository(ProblemRepository).newest(
        {**criteria, **visible}, position_of(request.cursor, sent, datetime), request.limit + 1
    )
    return page(
        Page[DeskProblem],
        found,
        request.limit,
        key=lambda problem: (problem.opened_at, problem.problem_id),
        filter=sent,
        view=lambda problem: problems.problem_view(problem, context.locale),
    )


def close_problem(store: Store, request: CloseProblem, context: Context) -> DeskProblem:
    """Raises NOT_FOUND, FORBIDDEN."""

    def work(uow: UnitOfWork) -> DeskProblem:
        repository = uow.repository(ProblemRepository)
        before = repository.get(request.problem_id)
        problems.require_settler(context.actor, before)
        after = problems.settle(before, context.actor, request.note, uow.now)
        if after is not before:
            repository.save(after)
        return problems.problem_view(after, context.locale)

    return store.run_idempotent(contract.close_problem, request, context, work)


def _changes(store: Store, event: AnyEvent) -> bool:
    """Most events settle something that was never open; they cost no transaction."""
    if problems.opened_by(event) is not None:
        return True
    repository = store.repository(ProblemRepository)
    return any(repository.finds(closing, event.occurred_at) for closing in problems.closed_by(event))


def _write(uow: UnitOfWork, event: AnyEvent) -> StoredProblem | None:
    """The problem that was opened; none where it is open already."""
    repository = uow.repository(ProblemRepository)
    for closing in problems.closed_by(event):
        repository.close(closing, event.occurred_at)
    opened = problems.opened_by(event)
    if opened is None or repository.is_open(opened):
        return None
    repository.add(opened)
    return opened
