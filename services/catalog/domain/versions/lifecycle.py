"""The life of a version: dự thảo → trình → công bố → công khai → được thay thế, bị bãi bỏ.

Each move makes the version of the next revision. Which version is in force follows from the days alone: of the
public versions that have begun, the one that began last, unless it has been abolished by then.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from catalog.domain.versions.completeness import missing_parts
from catalog.domain.versions.guards import VersionGuard, guard_failed, invalid_field
from contracts.catalog import (
    Decision,
    ProcedureContent,
    ProcedureSource,
    ProcedureVersion,
    VersionState,
    VersionSummary,
)
from contracts.errors import FieldError
from contracts.time import local_day

Life = TypeVar("Life", ProcedureVersion, VersionSummary)

BEEN_PUBLIC = (VersionState.PUBLIC, VersionState.REPLACED, VersionState.ABOLISHED)


def new_draft(content: ProcedureContent, number: int, now: datetime) -> ProcedureVersion:
    """A first draft."""
    return ProcedureVersion(
        code=content.code,
        version=number,
        revision=1,
        state=VersionState.DRAFT,
        content=_decided(content),
        drafted_at=now,
    )


def imported_version(content: ProcedureContent, number: int, now: datetime) -> ProcedureVersion:
    """Public at once, with its source: it was decided and published elsewhere."""
    return ProcedureVersion(
        code=content.code,
        version=number,
        revision=1,
        state=VersionState.PUBLIC,
        content=content,
        drafted_at=now,
        publicised_at=now,
    )


def redraft(version: ProcedureVersion, content: ProcedureContent) -> ProcedureVersion:
    """Another content of a draft. Raises GUARD_FAILED for a version that is none."""
    _require(version, VersionState.DRAFT, "redraft")
    return _moved(version, content=_decided(content))


def propose(version: ProcedureVersion, decision: Decision, now: datetime) -> ProcedureVersion:
    """Raises GUARD_FAILED with every part that the law asks for and the content lacks."""
    _require(version, VersionState.DRAFT, "propose")
    _check_decision(decision, now)
    if missing := missing_parts(version.content):
        raise guard_failed("propose", VersionGuard.INCOMPLETE, *map(_missing, missing))
    content = version.content.model_copy(update={"decision_number": decision.number})
    return _moved(version, state=VersionState.PROPOSED, decision=decision, content=content, proposed_at=now)


def publish(version: ProcedureVersion, now: datetime) -> ProcedureVersion:
    """Công bố."""
    _require(version, VersionState.PROPOSED, "publish")
    return _moved(version, state=VersionState.PUBLISHED, published_at=now)


def publicise(version: ProcedureVersion, others: Iterable[Life], now: datetime) -> ProcedureVersion:
    """Công khai: from its first day on it is the one in force, so nothing that is public may stand in its way."""
    _require(version, VersionState.PUBLISHED, "publicise")
    public = _moved(version, state=VersionState.PUBLIC, publicised_at=now)
    first = begins_on(public)
    for other in others:
        if other.state is VersionState.PUBLIC and other.ended_on is not None and other.ended_on > first:
            raise guard_failed("publicise", VersionGuard.ABOLITION_DECIDED)
        if other.state in BEEN_PUBLIC and first < begins_on(other) <= local_day(now):
            raise guard_failed("publicise", VersionGuard.LATER_IN_FORCE)
    return public


def abolish(
    version: ProcedureVersion, decision: Decision, reason: str, others: Iterable[Life], now: datetime
) -> ProcedureVersion:
    """Its last day is set; the calendar takes it out of force. Nothing may come after it."""
    if version.ended_on is not None:
        raise guard_failed("abolish", VersionGuard.WRONG_STATE)
    _require(version, VersionState.PUBLIC, "abolish")
    _check_decision(decision, now)
    later = (other for other in others if other.state in BEEN_PUBLIC and _order(other) > _order(version))
    if any(later) or decision.effective_from < begins_on(version):
        raise guard_failed("abolish", VersionGuard.NOT_THE_LAST)
    return _moved(version, ended_on=decision.effective_from, abolished_by=decision, abolition_reason=reason)


def begins_on(version: Life) -> date:
    """The first local day in force, of a version that has been public.

    Without a decision: the day on which it was imported; the first version stands for all the time before.
    """
    if version.decision is not None:
        return version.decision.effective_from
    if version.version == 1 or version.publicised_at is None:
        return date.min
    return local_day(version.publicised_at)


def in_force(versions: Iterable[Life], day: date) -> Life | None:
    """The version in force on a day, or None."""
    begun_by_then = [v for v in versions if v.state in BEEN_PUBLIC and begins_on(v) <= day]
    newest = max(begun_by_then, key=_order, default=None)
    if newest is None or (newest.ended_on is not None and newest.ended_on <= day):
        return None
    return newest


def last_public(versions: Iterable[Life]) -> Life | None:
    """The version that has, or has had, the last word."""
    return max((v for v in versions if v.state in BEEN_PUBLIC), key=_order, default=None)


def ended_versions(versions: Sequence[Life], day: date) -> tuple[Life, ...]:
    """The public versions whose time is over on a day, as they are from then on: replaced or abolished."""
    begun_by_then = [v for v in versions if v.state in BEEN_PUBLIC and begins_on(v) <= day]
    ordered: list[Life] = sorted(begun_by_then, key=_order)
    ends = zip(ordered, [*map(begins_on, ordered), None][1:], strict=True)
    over = (_ended(v, successor_from, day) for v, successor_from in ends if v.state is VersionState.PUBLIC)
    return tuple(v for v in over if v is not None)


def next_roll_over(versions: Iterable[Life], day: date) -> date | None:
    """The next day after this one on which another version, or none, is in force."""
    public = [v for v in versions if v.state is VersionState.PUBLIC]
    days = [begins_on(v) for v in public] + [v.ended_on for v in public if v.ended_on is not None]
    return min((turn for turn in days if turn > day), default=None)


def _ended(version: Life, successor_from: date | None, day: date) -> Life | None:
    ended_on = version.ended_on
    if ended_on is not None and ended_on <= day and (successor_from is None or ended_on <= successor_from):
        return _moved(version, state=VersionState.ABOLISHED)
    if successor_from is not None:
        return _moved(version, state=VersionState.REPLACED, ended_on=successor_from)
    return None


def _order(version: Life) -> tuple[date, int]:
    return begins_on(version), version.version


def _moved(version: Life, **changes: Any) -> Life:
    return version.model_copy(update={"revision": version.revision + 1, **changes})


def _decided(content: ProcedureContent) -> ProcedureContent:
    return content.model_copy(update={"source": ProcedureSource.DECISION})


def _require(version: ProcedureVersion, state: VersionState, action: str) -> None:
    if version.state is not state:
        raise guard_failed(action, VersionGuard.WRONG_STATE)


def _check_decision(decision: Decision, now: datetime) -> None:
    if decision.decided_on > local_day(now):
        raise invalid_field("/decision/decided_on", "in_the_future", "The decision is not made yet.")
    if decision.effective_from < decision.decided_on:
        raise invalid_field(
            "/decision/effective_from", "too_early", "A decision takes effect on or after its day."
        )


def _missing(field: str) -> FieldError:
    return FieldError(pointer=f"/content/{field}", code="missing", detail="The law asks for this part.")
