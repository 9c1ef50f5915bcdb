"""Sự cố hệ thống: interruptions of the electronic system as they are recorded, and what they did to time limits."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Identifier, Instant, Model, PageRequest, Query
from contracts.printable import LongText, ShortText


class OutageKind(StrEnum):
    """What interrupted the system (loại gián đoạn)."""

    FAULT = "fault"  # sự cố
    PLANNED = "planned"  # tạm ngừng có kế hoạch (NĐ 224/2026 art 13)


class OutageEffect(StrEnum):
    """What an outage does to time limits (hệ quả đối với thời hạn)."""

    LASTS = "lasts"  # not over yet: what it moves is known when it is
    MOVES = "moves"  # announced in time: the time goes on from the restoration (NĐ 301/2026 art 3.4)
    NOT_ANNOUNCED = "not_announced"
    ANNOUNCED_LATE = "announced_late"  # planned, announced less than seven working days before
    ANNOUNCED_AFTER_END = "announced_after_end"


class Announcement(Model):
    """The announcement of an outage by the owner of the system (thông báo sự cố)."""

    announced_at: Instant
    """When it was announced (UTC)."""
    place: ShortText
    """Where it was announced (nơi thông báo)."""


class RecordOutageBody(Body):
    """By an administrator. Limits of open dossiers move once it is over, and only when it was announced in time: those of
    interlinked groups, and all others where their regime says so.

    A planned one that has not begun needs its announcement seven working days before, unless force majeure, and the expected
    restoration (NĐ 224/2026 art 13).
    """

    kind: OutageKind
    """A fault, or planned."""
    system_name: ShortText
    """Name of the system that did not work (tên hệ thống)."""
    description: LongText
    """What happened (nội dung sự cố)."""
    agency_codes: Annotated[tuple[AgencyCode, ...], Field(max_length=10)] = ()
    """Codes of the agencies that worked with it (mã định danh cơ quan); none: all."""
    started_at: Instant
    """When it began (UTC)."""
    announcement: Announcement | None = None
    """Its announcement; none: it has not been announced."""
    expected_end_at: Instant | None = None
    """When the system is expected to work again, of a planned one (thời gian dự kiến khôi phục) (UTC)."""
    force_majeure: LongText | None = None
    """Why a planned one could not be announced seven working days before (trường hợp bất khả kháng)."""
    ended_at: Instant | None = None
    """When the system worked again (UTC); none: it lasts."""


class RecordOutage(RecordOutageBody, Command):
    """Command to record an outage. Errors: forbidden, invalid_request, calendar_incomplete."""


class EndOutageBody(Body):
    """By an administrator: the system works again."""

    ended_at: Instant
    """When the system worked again (UTC)."""
    announcement: Announcement | None = None
    """Its announcement, where it was recorded without one."""


class EndOutage(EndOutageBody, Command):
    """Command to record the end of an outage, once. Errors: forbidden, not_found, invalid_request, calendar_incomplete."""

    outage_id: Identifier
    """Id of the outage."""


class RecordedOutage(Model):
    """An outage as it is recorded, and how far its effect on dossiers is (sự cố hệ thống)."""

    outage_id: Identifier
    """Id of the outage."""
    kind: OutageKind
    """A fault, or planned."""
    system_name: str
    """Name of the system that did not work (tên hệ thống)."""
    description: str
    """What happened (nội dung sự cố)."""
    agency_codes: tuple[str, ...] = ()
    """Codes of the agencies that worked with it; none: all."""
    started_at: Instant
    """When it began (UTC)."""
    announcement: Announcement | None = None
    """Its announcement; none: it was not announced."""
    announce_by: Day | None = None
    """Last day to announce a planned one (local day of Viet Nam); none: a fault, or recorded by an earlier release."""
    expected_end_at: Instant | None = None
    """When the system was expected to work again, of a planned one (UTC)."""
    force_majeure: str | None = None
    """Why a planned one could not be announced in time (bất khả kháng)."""
    ended_at: Instant | None = None
    """When the system worked again (UTC); none: it lasts."""
    recorded_at: Instant
    """When it was recorded (UTC)."""
    recorded_by: str
    """Account of the administrator who recorded it."""
    ended_by: str | None = None
    """Account of the administrator who recorded its end."""
    effect: OutageEffect
    """What it does to time limits."""
    examined: int = 0
    """How many open dossiers were looked at so far."""
    moved: int = 0
    """Of how many the due date moved."""
    incomplete: int = 0
    """Of how many the new date lies beyond the working calendar, so that it could not be counted."""
    finished_at: Instant | None = None
    """When all were looked at (UTC); none: it goes on, or there is nothing to move."""


class GetOutage(Query):
    """Query for an outage. Errors: forbidden, not_found."""

    outage_id: Identifier
    """Id of the outage."""


class ListOutages(PageRequest):
    """Query for the outages, the newest first."""
