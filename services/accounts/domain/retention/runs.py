"""A run of destruction (đợt tiêu hủy): counted, proposed by one person, approved by another, carried out part by part."""

from datetime import date, datetime

from accounts.domain.retention import schedules
from contracts.accounts import (
    Disposition,
    ProposeRetentionRun,
    RetentionCount,
    RetentionMinutes,
    RetentionRun,
    RetentionRunEvent,
    RetentionRunItem,
    RetentionRunState,
    RetentionSchedule,
)
from contracts.base import is_expected
from contracts.errors import ErrorCode, ServiceError
from contracts.retention import RetentionPart

UNDER_WAY = frozenset({RetentionRunState.SURVEYING, RetentionRunState.RUNNING})


def proposed(
    command: ProposeRetentionRun,
    schedule: RetentionSchedule,
    run_id: str,
    actor_id: str,
    as_of: date,
    at: datetime,
) -> RetentionRun:
    """Nothing is counted yet. A rule that keeps has no item."""
    items = tuple(
        RetentionRunItem(
            kind=rule.kind,
            service=schedules.KINDS[rule.kind].service,
            then=rule.then,
            legal_basis=rule.legal_basis,
            before=schedules.before(rule, as_of),
        )
        for rule in schedule.content.rules
        if rule.then is not Disposition.KEEP
    )
    return RetentionRun(
        run_id=run_id,
        version=1,
        state=RetentionRunState.SURVEYING,
        trial=command.trial,
        schedule_id=schedule.schedule_id,
        organisation=command.organisation,
        as_of=as_of,
        items=items,
        proposed_by=actor_id,
        proposed_at=at,
    )


def next_item(run: RetentionRun) -> RetentionRunItem | None:
    """The first one that is not done."""
    return next((each for each in run.items if not each.done), None)


def with_part(run: RetentionRun, item: RetentionRunItem, part: RetentionPart) -> RetentionRun:
    """One part more of an item is counted, or has gone."""
    first = item.parts == 0
    changes: dict[str, object] = {
        "parts": item.parts + 1,
        "done": part.next_cursor is None,
        "held": part.held + (0 if first else item.held),
        "waiting": part.waiting + (0 if first else item.waiting),
    }
    if run.state is RetentionRunState.RUNNING:
        changes["gone"] = item.gone + part.due
    else:
        changes["due"] = item.due + part.due
    after = item.model_copy(update=changes)
    return run.model_copy(
        update={"items": tuple(after if each.kind is item.kind else each for each in run.items)}
    )


def surveyed(run: RetentionRun) -> RetentionRun:
    """All is counted: a trial ends, else it waits for its approval."""
    state = RetentionRunState.SURVEYED if run.trial else RetentionRunState.PROPOSED
    return _next(run, state=state)


def approved(run: RetentionRun, expected_version: int, actor_id: str, at: datetime) -> RetentionRun:
    """It begins. Raises VERSION_STALE, RETENTION_SETTLED, SAME_PERSON for who proposed it."""
    _require_proposed(run, expected_version)
    if run.proposed_by == actor_id:
        raise ServiceError(ErrorCode.SAME_PERSON)
    items = tuple(each.model_copy(update={"parts": 0, "done": False}) for each in run.items)
    return _next(run, state=RetentionRunState.RUNNING, decided_by=actor_id, decided_at=at, items=items)


def rejected(
    run: RetentionRun, expected_version: int, reason: str, actor_id: str, at: datetime
) -> RetentionRun:
    """Raises VERSION_STALE, RETENTION_SETTLED."""
    _require_proposed(run, expected_version)
    return _next(run, state=RetentionRunState.REJECTED, decided_by=actor_id, decided_at=at, reason=reason)


def done(run: RetentionRun, minutes: RetentionMinutes, at: datetime) -> RetentionRun:
    return _next(run, state=RetentionRunState.DONE, minutes=minutes, done_at=at)


def event_of(run: RetentionRun, schedule_sha256: str) -> RetentionRunEvent:
    """Of the chained log: what would go, and once it is done what has gone."""
    running = run.state in (RetentionRunState.RUNNING, RetentionRunState.DONE)
    counts = tuple(
        RetentionCount(
            kind=each.kind, then=each.then, count=each.gone if running else each.due, held=each.held
        )
        for each in run.items
    )
    return RetentionRunEvent(
        run_id=run.run_id,
        state=run.state,
        schedule_id=run.schedule_id,
        schedule_sha256=schedule_sha256,
        proposed_by=run.proposed_by,
        decided_by=run.decided_by,
        counts=counts,
        minutes_sha256=None if run.minutes is None else run.minutes.sha256,
    )


def _require_proposed(run: RetentionRun, expected_version: int) -> None:
    if not is_expected(expected_version, run.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=run.version)
    if run.state is not RetentionRunState.PROPOSED:
        raise ServiceError(ErrorCode.RETENTION_SETTLED)


def _next(run: RetentionRun, **changes: object) -> RetentionRun:
    return run.model_copy(update={"version": run.version + 1, **changes})
