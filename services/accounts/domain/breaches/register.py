"""The register of one breach (sổ theo dõi vi phạm): only added to; what stands follows from its entries."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from accounts.domain.breaches.duties import duties, regime_of, regime_on
from contracts.accounts import (
    AmendBreach,
    Breach,
    BreachAct,
    BreachDutyKind,
    BreachEntry,
    BreachFacts,
    BreachState,
    CloseBreach,
    NoteBreachNotice,
    RecordBreach,
)
from contracts.base import is_expected
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field


def entry(number: int, act: BreachAct, at: datetime, by: str, **fields: object) -> BreachEntry:
    """With its hash."""
    made = BreachEntry.model_validate(
        {"number": number, "act": act, "at": at, "by": by, **fields}, extra="forbid"
    )
    return made.model_copy(update={"sha256": entry_hash(made)})


def entry_hash(made: BreachEntry) -> str:
    """SHA-256 of all but the hash itself, in hex."""
    stated = made.model_dump(mode="json", exclude={"sha256"}, exclude_none=True)
    text = json.dumps(stated, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def recorded(command: RecordBreach, agency_code: str | None, at: datetime, by: str) -> BreachEntry:
    """The first entry. Raises INVALID_REQUEST for a discovery that is still to come."""
    _check(command.facts, at)
    return entry(1, BreachAct.RECORDED, at, by, facts=command.facts, agency_code=agency_code)


def amended(breach: Breach, command: AmendBreach, at: datetime, by: str) -> BreachEntry:
    """Raises VERSION_STALE, BREACH_CLOSED, INVALID_REQUEST."""
    _require_open(breach, command.expected_version)
    _check(command.facts, at)
    return entry(breach.version + 1, BreachAct.AMENDED, at, by, facts=command.facts)


def notice_given(breach: Breach, command: NoteBreachNotice, at: datetime, by: str) -> BreachEntry:
    """Raises VERSION_STALE, BREACH_CLOSED, INVALID_REQUEST for what need not be told, or was told before or later."""
    _require_open(breach, command.expected_version)
    if all(each.duty is not command.duty for each in breach.duties):
        raise _wrong("/duty", "not_to_be_told")
    if command.given_at > at:
        raise _wrong("/given_at", "in_time_to_come")
    if command.given_at < breach.facts.discovered_at:
        raise _wrong("/given_at", "before_discovery")
    return entry(
        breach.version + 1,
        BreachAct.NOTICE_GIVEN,
        at,
        by,
        duty=command.duty,
        given_at=command.given_at,
        reference=command.reference,
    )


def persons_notified(
    breach: Breach, expected_version: int, at: datetime, by: str, *, count: int, text: str, all_told: bool
) -> BreachEntry:
    """Raises VERSION_STALE, BREACH_CLOSED. `count`: those who had not been told before."""
    _require_open(breach, expected_version)
    done = {"duty": BreachDutyKind.PERSONS_TOLD, "given_at": at} if all_told else {}
    return entry(breach.version + 1, BreachAct.PERSONS_TOLD, at, by, count=count, text=text, **done)


def closed(breach: Breach, command: CloseBreach, at: datetime, by: str) -> BreachEntry:
    """Raises VERSION_STALE, BREACH_CLOSED, BREACH_DUTY_OPEN while something is still to be told."""
    _require_open(breach, command.expected_version)
    if open_duties(breach):
        raise ServiceError(ErrorCode.BREACH_DUTY_OPEN)
    return entry(breach.version + 1, BreachAct.CLOSED, at, by, text=command.outcome)


def require_for_sheet(breach: Breach, expected_version: int) -> None:
    """Raises VERSION_STALE. A closed breach has a sheet too."""
    if not is_expected(expected_version, breach.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=breach.version)


def open_duties(breach: Breach) -> list[BreachDutyKind]:
    return [each.duty for each in breach.duties if each.done_at is None]


def fold(breach_id: str, entries: Iterable[BreachEntry]) -> Breach:
    """The breach as its entries make it, oldest first. Raises ValueError without any."""
    breach: Breach | None = None
    for each in entries:
        breach = applied(breach_id, breach, each)
    if breach is None:
        raise ValueError("a breach has at least one entry")
    return breach


def applied(breach_id: str, breach: Breach | None, each: BreachEntry) -> Breach:
    """One entry on. What was told first counts as its time; whoever tells again does not move it."""
    if breach is None:
        return _begun(breach_id, each)
    changes: dict[str, object] = {"version": each.number}
    facts = each.facts or breach.facts
    done = {duty.duty: duty.done_at for duty in breach.duties if duty.done_at is not None}
    if each.duty is not None and each.given_at is not None:
        done[each.duty] = min(each.given_at, done.get(each.duty, each.given_at))
    changes |= {"facts": facts, "duties": duties(facts, regime_of(breach.regime), done)}
    if each.count is not None:
        changes["told_persons"] = breach.told_persons + each.count
    if each.act is BreachAct.SHEET_MADE:
        changes |= {"sheet": each.sheet, "sheet_pending": False}
    if each.act is BreachAct.CLOSED:
        changes |= {"state": BreachState.CLOSED, "closed_at": each.at}
    return breach.model_copy(update=changes)


def _begun(breach_id: str, each: BreachEntry) -> Breach:
    if each.facts is None:
        raise ValueError("the first entry states the facts")
    regime = regime_on(each.facts.discovered_at)
    return Breach(
        breach_id=breach_id,
        version=each.number,
        agency_code=each.agency_code,
        state=BreachState.OPEN,
        regime=regime.regime_id,
        recorded_at=each.at,
        facts=each.facts,
        duties=duties(each.facts, regime, {}),
    )


def _check(facts: BreachFacts, at: datetime) -> None:
    if facts.discovered_at > at:
        raise _wrong("/facts/discovered_at", "in_time_to_come")
    if facts.occurred_at is not None and facts.occurred_at > facts.discovered_at:
        raise _wrong("/facts/occurred_at", "after_discovery")


def _require_open(breach: Breach, expected_version: int) -> None:
    if not is_expected(expected_version, breach.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=breach.version)
    if breach.state is BreachState.CLOSED:
        raise ServiceError(ErrorCode.BREACH_CLOSED)


def _wrong(pointer: str, code: str) -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field(pointer, code),))
