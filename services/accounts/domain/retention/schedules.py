"""Schedules of retention (bảng thời hạn lưu giữ): drafted, enacted for a day, in force until another one is."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from contracts.accounts import (
    Disposition,
    DraftRetentionSchedule,
    EnactRetentionSchedule,
    RedraftRetentionSchedule,
    RetentionMoment,
    RetentionRule,
    RetentionSchedule,
    RetentionScheduleContent,
    RetentionScheduleState,
)
from contracts.base import is_expected
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field
from contracts.retention import RecordKind
from contracts.time import add_months, local_day, start_of_day


@dataclass(frozen=True)
class KindOfRecord:
    """Who has records of a kind, from when their period runs, what may become of them, and how long the law keeps them."""

    service: str
    moment: RetentionMoment
    dispositions: frozenset[Disposition]
    least_months: int = 1


_DESTROYED = frozenset({Disposition.DESTROY, Disposition.KEEP})
KINDS = {
    RecordKind.DOSSIERS: KindOfRecord(
        "dossiers", RetentionMoment.ENDED, frozenset({Disposition.ANONYMISE, Disposition.KEEP})
    ),
    RecordKind.BILLS: KindOfRecord("payments", RetentionMoment.OPENED, _DESTROYED, 120),
    RecordKind.MESSAGES: KindOfRecord("notifications", RetentionMoment.CREATED, _DESTROYED),
    RecordKind.UPLOADS: KindOfRecord("records", RetentionMoment.CREATED, _DESTROYED),
    RecordKind.SYNCED_DOSSIERS: KindOfRecord("sync", RetentionMoment.LAST_EVENT, _DESTROYED),
    RecordKind.DATA_REQUESTS: KindOfRecord("accounts", RetentionMoment.ENDED, _DESTROYED),
}
"""A dossier's log is only added to, so its personal data go by their key alone (ADR 76). Accounting vouchers are kept for
ten years (Luật Kế toán 88/2015/QH13 art 41, NĐ 174/2016/NĐ-CP art 13)."""


def drafted(
    command: DraftRetentionSchedule, schedule_id: str, actor_id: str, at: datetime
) -> RetentionSchedule:
    """Raises INVALID_REQUEST."""
    check(command.content)
    return RetentionSchedule(
        schedule_id=schedule_id,
        version=1,
        state=RetentionScheduleState.DRAFT,
        content=command.content,
        changed_by=actor_id,
        changed_at=at,
    )


def redrafted(
    schedule: RetentionSchedule, command: RedraftRetentionSchedule, actor_id: str, at: datetime
) -> RetentionSchedule:
    """Raises VERSION_STALE, RETENTION_SETTLED of an enacted one, INVALID_REQUEST."""
    _require_draft(schedule, command.expected_version)
    check(command.content)
    return _next(schedule, actor_id, at, content=command.content)


def enacted(
    schedule: RetentionSchedule, command: EnactRetentionSchedule, actor_id: str, at: datetime
) -> RetentionSchedule:
    """Raises VERSION_STALE, RETENTION_SETTLED, INVALID_REQUEST for a day that has passed."""
    _require_draft(schedule, command.expected_version)
    if command.effective_from < local_day(at):
        raise wrong("/effective_from", "day_has_passed")
    return _next(
        schedule,
        actor_id,
        at,
        state=RetentionScheduleState.ENACTED,
        effective_from=command.effective_from,
        decision=command.decision,
    )


def in_force(schedules: Iterable[RetentionSchedule], day: date) -> RetentionSchedule | None:
    """The enacted one that began last by this day; of two of one day the one that was enacted later."""
    begun = [each for each in schedules if each.effective_from is not None and each.effective_from <= day]
    return max(begun, key=lambda each: (each.effective_from, each.changed_at), default=None)


def before(rule: RetentionRule, as_of: date) -> datetime:
    """Records whose period began before this moment are over on a local day: the day that many months later has passed."""
    return start_of_day(add_months(as_of, -rule.months))


def content_hash(content: RetentionScheduleContent) -> str:
    """SHA-256 of what a schedule says, in hex."""
    stated = content.model_dump(mode="json")
    text = json.dumps(stated, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(content: RetentionScheduleContent) -> None:
    """Raises INVALID_REQUEST for a rule that its kind does not take."""
    seen = set()
    for number, rule in enumerate(content.rules):
        kind, place = KINDS[rule.kind], f"/content/rules/{number}"
        if rule.kind in seen:
            raise wrong(f"{place}/kind", "kind_twice")
        seen.add(rule.kind)
        if rule.moment is not kind.moment:
            raise wrong(f"{place}/moment", "moment_of_another_kind")
        if rule.then not in kind.dispositions:
            raise wrong(f"{place}/then", "disposition_of_another_kind")
        if rule.months < kind.least_months and rule.then is not Disposition.KEEP:
            raise wrong(f"{place}/months", "shorter_than_the_law")


def wrong(pointer: str, code: str) -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field(pointer, code),))


def _require_draft(schedule: RetentionSchedule, expected_version: int) -> None:
    if not is_expected(expected_version, schedule.version):
        raise ServiceError(ErrorCode.VERSION_STALE, current=schedule.version)
    if schedule.state is not RetentionScheduleState.DRAFT:
        raise ServiceError(ErrorCode.RETENTION_SETTLED)


def _next(schedule: RetentionSchedule, actor_id: str, at: datetime, **changes: object) -> RetentionSchedule:
    update = {"version": schedule.version + 1, "changed_by": actor_id, "changed_at": at, **changes}
    return schedule.model_copy(update=update)
