"""Tạm ngừng có kế hoạch: what is recorded of an interruption before it begins (NĐ 224/2026/NĐ-CP art 13)."""

from datetime import date, datetime

from contracts.catalog import WorkingCalendar
from contracts.dossiers import OutageKind, RecordOutageBody
from contracts.working_time import local
from dossiers.domain.clock.outage import announced_until
from dossiers.domain.model.refusals import invalid_field


def last_day_to_announce(request: RecordOutageBody, calendar: WorkingCalendar) -> date | None:
    """Seven working days before a planned one; None for a fault. Raises CALENDAR_INCOMPLETE."""
    return announced_until(request.started_at, calendar) if request.kind is OutageKind.PLANNED else None


def check_plan(request: RecordOutageBody, now: datetime, calendar: WorkingCalendar) -> None:
    """A fault has happened; a planned one that has not begun is announced in time, with the expected restoration.

    What has begun is recorded as it was, and moves nothing when it was announced too late. Raises INVALID_REQUEST,
    CALENDAR_INCOMPLETE.
    """
    last = last_day_to_announce(request, calendar)
    if last is None:
        _check_fault(request, now)
        return
    if request.expected_end_at is not None and request.expected_end_at <= request.started_at:
        raise invalid_field("/expected_end_at", "backwards", "The expected end is before the beginning.")
    if request.started_at <= now:
        return
    if request.expected_end_at is None:
        raise invalid_field("/expected_end_at", "required", "Say when it is expected to work again.")
    if request.announcement is None:
        raise invalid_field("/announcement", "required", f"Announce it by {last:%d/%m/%Y}.")
    if request.force_majeure is None and local(request.announcement.announced_at).date() > last:
        detail = f"It had to be announced by {last:%d/%m/%Y}; force majeure is given as a reason."
        raise invalid_field("/announcement/announced_at", "announced_late", detail)


def _check_fault(request: RecordOutageBody, now: datetime) -> None:
    for name in ("force_majeure", "expected_end_at"):
        if getattr(request, name) is not None:
            raise invalid_field(f"/{name}", "not_expected", "It belongs to a planned one.")
    if request.started_at > now:
        raise invalid_field("/started_at", "not_yet", "A fault that has not begun is not recorded.")
