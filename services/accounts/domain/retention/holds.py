"""Holds (tạm dừng tiêu hủy): whose records stay for a while, whatever the schedule says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.domain.retention.schedules import wrong
from contracts.accounts import LiftRetentionHold, MakeRetentionHold, RetentionHold
from contracts.base import is_expected
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day


@dataclass(frozen=True)
class HeldRecords:
    """Accounts, and dossiers by id or code, whose records are held on one day."""

    accounts: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()


def made(command: MakeRetentionHold, hold_id: str, actor_id: str, at: datetime) -> RetentionHold:
    """Of a person or of a dossier. Raises INVALID_REQUEST for both or none, and a day that has passed."""
    if (command.account_id is None) == (command.dossier is None):
        raise wrong("/account_id", "one_of_two")
    if command.until is not None and command.until < local_day(at):
        raise wrong("/until", "day_has_passed")
    return RetentionHold(
        hold_id=hold_id,
        version=1,
        account_id=command.account_id,
        dossier=command.dossier,
        authority=command.authority,
        reason=command.reason,
        until=command.until,
        made_by=actor_id,
        made_at=at,
    )


def lifted(hold: RetentionHold, command: LiftRetentionHold, actor_id: str, at: datetime) -> RetentionHold:
    """Raises VERSION_STALE, RETENTION_SETTLED where it was lifted before."""
    if not is_expected(command.expected_version, hold.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=hold.version)
    if hold.lifted_at is not None:
        raise ServiceError(ErrorCode.RETENTION_SETTLED)
    changes = {
        "version": hold.version + 1,
        "lifted_by": actor_id,
        "lifted_at": at,
        "lift_reason": command.reason,
    }
    return hold.model_copy(update=changes)


def is_in_force(hold: RetentionHold, day: date) -> bool:
    """Its last day counts."""
    return hold.lifted_at is None and (hold.until is None or day <= hold.until)


def held_records(holds: Iterable[RetentionHold], day: date) -> HeldRecords:
    """What those that are in force hold, each once."""
    found = [each for each in holds if is_in_force(each, day)]
    return HeldRecords(
        accounts=tuple(sorted({each.account_id for each in found if each.account_id})),
        dossiers=tuple(sorted({each.dossier for each in found if each.dossier})),
    )
