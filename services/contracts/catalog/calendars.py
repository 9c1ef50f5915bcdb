"""Working calendars (lịch làm việc): one per agency where it differs from the one above it."""

from datetime import time
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from contracts.accounts import AgencyCode
from contracts.base import Body, Command, Day, Model, Query
from contracts.printable import ShortText

CalendarId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]


def _whole_minutes(value: time) -> time:
    if value.tzinfo is not None or value.second or value.microsecond:
        raise ValueError("a time of day in whole minutes, without a zone")
    return value


LocalTime = Annotated[
    time,
    AfterValidator(_whole_minutes),
    WithJsonSchema(
        {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:00)?$", "examples": ["07:30"]}
    ),
]
"""Giờ, phút: local time of day, 07:30 or 07:30:00."""


class Shift(Model):
    """A stretch of working time within a day; its end is after its start."""

    start: LocalTime
    """Start, local time of day."""
    end: LocalTime
    """End, local time of day."""


class WeekdayShifts(Model):
    """The shifts of one day of the week (0 Monday … 6 Sunday) where they are not the usual ones: a Saturday morning."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    """Day of the week: 0 Monday to 6 Sunday."""
    shifts: tuple[Shift, ...]
    """Shifts of that day of the week."""


class DayShifts(Model):
    """The shifts of one date, whatever else the calendar says: a half day before a holiday; none: closed."""

    day: Day
    """The date (local day of Viet Nam)."""
    shifts: tuple[Shift, ...]
    """Shifts of that date; none: closed."""


class WorkingCalendar(Model):
    """Lịch làm việc, valid from `covers_from` to `covers_to` inclusive; outside it nothing may be computed.

    `closed_days` are public holidays and days off in exchange, whatever weekday they fall on; `working_days` are days
    off worked in exchange, with the usual shifts. The first of these that speaks of a date decides: `days`,
    `working_days`, `closed_days`, `weekdays` (which may give a weekend day its shifts), `weekend`, `shifts`. A working
    day as a measure of time (`minutes_a_day`) is what the usual `shifts` hold: 8 hours. What the desk is open for beside
    them stands in `reception_weekdays`: a time limit that begins there counts from the next shift.
    """

    calendar_id: CalendarId
    """Id of the working calendar (lịch làm việc)."""
    version: int
    """Version, which counts its changes: the ETag."""
    covers_from: Day
    """First day that the calendar speaks of (local day of Viet Nam)."""
    covers_to: Day
    """Last day that the calendar speaks of, inclusive (local day of Viet Nam)."""
    shifts: tuple[Shift, ...]
    """The usual shifts of a working day."""
    weekend: tuple[int, ...] = (5, 6)
    """Days of the weekend: 0 Monday to 6 Sunday."""
    closed_days: tuple[Day, ...] = ()
    """Public holidays and days off in exchange (ngày nghỉ) (local day of Viet Nam)."""
    working_days: tuple[Day, ...] = ()
    """Days off that are worked in exchange (ngày làm bù) (local day of Viet Nam)."""
    weekdays: tuple[WeekdayShifts, ...] = ()
    """Days of the week with shifts of their own."""
    days: tuple[DayShifts, ...] = ()
    """Dates with shifts of their own."""
    reception_weekdays: tuple[WeekdayShifts, ...] = ()
    """Days of the week with shifts in which dossiers are received (tiếp nhận hồ sơ) and no time limit counts."""
    decided_to: Day | None = None
    """End of the last year with a known decision on swapped days; later ones may change (local day of Viet Nam)."""


class GetCalendar(Query):
    """Query for a working calendar (lịch làm việc).

    The calendar that an agency works by: its own, or that of the nearest agency above it, or the national one.
    """

    agency_code: AgencyCode | None = None
    """Code of the agency (mã định danh cơ quan); left out: the national one."""


class SetCalendarBody(Body):
    """The usual week of an agency's own calendar (lịch làm việc).

    By an administrator: the usual week of an agency's own calendar. Days off and swaps come from the national one.

    The agency works by it from now on. `expected_version` is that of the calendar of this id, 0 for a new one.
    Errors: not_found (agency), version_stale, invalid_request for shifts that overlap or run backwards, a calendar
    without a working day for a month, and the calendar of another agency.
    """

    calendar_id: CalendarId
    """Id of the agency's own calendar."""
    shifts: Annotated[tuple[Shift, ...], Field(min_length=1, max_length=4)]
    """The usual shifts of a working day."""
    weekdays: Annotated[tuple[WeekdayShifts, ...], Field(max_length=7)] = ()
    """Days of the week with shifts of their own."""
    reception_weekdays: Annotated[tuple[WeekdayShifts, ...], Field(max_length=7)] = ()
    """Days of the week with shifts in which dossiers are received (tiếp nhận hồ sơ) and no time limit counts."""


class SetCalendar(SetCalendarBody, Command):
    """Command to give an agency a working calendar of its own, by an administrator."""

    agency_code: AgencyCode
    """Code of the agency (mã định danh cơ quan)."""
    expected_version: Annotated[int, Field(ge=0)]
    """Version that the caller has seen; 0 for a new calendar."""


class ImportCalendarDecisionBody(Body):
    """A decision on days off and swapped days (quyết định nghỉ lễ, làm bù).

    By an administrator: the yearly decision on days off and swapped days, or one that changes single days.

    `calendar_id` None: the national calendar, and with it every calendar that stands on it. The days given take
    the place of the same days in the law and in earlier decisions; what is set for single days in an agency's
    own calendar takes precedence. A decision imported again under its number takes the place of itself.
    `covers_to` makes the national calendar reach further, with the law's own days.
    Answers with the calendar that the decision was for, which counts a version only when its days changed.
    """

    decision_number: ShortText
    """Number of the decision (số quyết định)."""
    decided_on: Day
    """When it was decided (ngày quyết định) (local day of Viet Nam)."""
    calendar_id: CalendarId | None = None
    """Calendar that the decision is for; none: the national one."""
    closed_days: Annotated[tuple[Day, ...], Field(max_length=60)] = ()
    """Days off (ngày nghỉ) (local day of Viet Nam)."""
    working_days: Annotated[tuple[Day, ...], Field(max_length=20)] = ()
    """Days worked in exchange (ngày làm bù) (local day of Viet Nam)."""
    half_days: Annotated[tuple[DayShifts, ...], Field(max_length=60)] = ()
    """Dates with shifts of their own."""
    covers_to: Day | None = None
    """Makes the national calendar reach to this day (local day of Viet Nam)."""


class ImportCalendarDecision(ImportCalendarDecisionBody, Command):
    """Command to import a decision on days off and swapped days, by an administrator."""
