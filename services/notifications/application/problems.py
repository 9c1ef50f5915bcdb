"""What an office must see to: opened and settled by events, listed, settled by an officer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.observability import metrics
from chassis.runtime.service import ReceivedEvent
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import notifications as contract
from contracts import topology
from contracts.base import Page
from contracts.events import AnyEvent, Subscription
from contracts.notifications import CloseProblem, DeskProblem, ListProblems, ProblemKind
from notifications.domain import problems
from notifications.domain.problems import StoredProblem
from notifications.repository.problems import ProblemRepository


def count_from_zero(service: str) -> None:
    """Every kind is in the metrics from the start: an alert sees an increase only of what was there before."""
    for kind in ProblemKind:
        metrics.PROBLEMS.labels(service, kind.value)


def follow(
    store: Store,
    received: Sequence[ReceivedEvent],
    subscription: Subscription = topology.NOTIFICATIONS_PROBLEMS,
) -> None:
    """Open and settle what the events say; an event that comes twice has one effect and is counted once."""
    changing = _changing(store, [each.event for each in received])
    opened: list[StoredProblem] = []

    def work(uow: UnitOfWork, new: Sequence[ReceivedEvent]) -> None:
        opened.clear()
        for event, _ in new:
            opened.extend(_write(uow, event))

    if changing:
        those = [each for each in received if each.event.event_id in changing]
        store.handle_batch_once(subscription, those, work)
    for problem in opened:
        metrics.PROBLEMS.labels(store.service, problem.kind.value).inc()


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
    """Raises FORBIDDEN, NOT_FOUND."""
    problems.require_reader(context.actor)

    def work(uow: UnitOfWork) -> DeskProblem:
        repository = uow.repository(ProblemRepository)
        before = repository.get(request.problem_id)
        problems.require_settler(context.actor, before)
        after = problems.settle(before, context.actor, request.note, uow.now)
        if after is not before:
            repository.save(after)
        return problems.problem_view(after, context.locale)

    return store.run_idempotent(contract.close_problem, request, context, work)


def _changing(store: Store, events: Sequence[AnyEvent]) -> frozenset[str]:
    """The ids of the events that open or may settle something.

    Most settle what was never open: they cost no transaction, and one request together. One that settles what another of
    these opens is among them.
    """
    opening = {event.event_id: problem for event in events if (problem := problems.opened_by(event))}
    closings = {event.event_id: problems.closed_by(event) for event in events}
    settled_subjects = {closing.subject for settled in closings.values() for closing in settled}
    repository = store.repository(ProblemRepository)
    subjects = repository.open_subjects(settled_subjects) | {problem.subject for problem in opening.values()}
    settling = {
        event_id
        for event_id, settled in closings.items()
        if any(closing.is_about(subject) for closing in settled for subject in subjects)
    }
    return frozenset(opening) | settling


def _write(uow: UnitOfWork, event: AnyEvent) -> list[StoredProblem]:
    """The problem that was opened; none where it is open already."""
    repository = uow.repository(ProblemRepository)
    for closing in problems.closed_by(event):
        repository.close(closing, event.occurred_at)
    opened = problems.opened_by(event)
    if opened is None or repository.is_open(opened):
        return []
    repository.add(opened)
    return [opened]
