"""Sự cố hệ thống: interruptions of the electronic system as they are recorded, and what they did to time limits."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Identifier, Instant, Model, PageRequest, Query
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
    """By an administrator. The limits of open dossiers of interlinked groups move once it is over, and only when it was
    announced in time."""

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
