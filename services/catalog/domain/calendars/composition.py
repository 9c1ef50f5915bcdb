"""Composition of working calendars (lịch làm việc): the law's days, an agency's own week, decisions on single days."""

from collections.abc import Iterable
from datetime import date, time

import holidays

from contracts.accounts import AgencyCode
from contracts.base import Model
from contracts.catalog import CalendarId, DayShifts, Shift, WeekdayShifts, WorkingCalendar
from contracts.printable import ShortText

WEEKEND = (5, 6)
DEFAULT_SHIFTS = (Shift(start=time(7), end=time(11, 30)), Shift(start=time(13, 30), end=time(17)))
NATIONAL = "vn"
FIRST_YEAR = 2018


class AgencyWeek(Model):
    """The usual week of an agency's own calendar."""

    calendar_id: CalendarId
    agency_code: AgencyCode
    shifts: tuple[Shift, ...]
    weekdays: tuple[WeekdayShifts, ...] = ()
    reception_weekdays: tuple[WeekdayShifts, ...] = ()


class CalendarDecision(Model):
    """A decision (quyết định, thông báo) on single days of one calendar."""

    calendar_id: CalendarId
    decision_number: ShortText
    decided_on: date
    closed_days: tuple[date, ...] = ()
    working_days: tuple[date, ...] = ()
    half_days: tuple[DayShifts, ...] = ()

    @property
    def days(self) -> list[date]:
        """Every day that the decision names."""
        return [*self.closed_days, *self.working_days, *(half.day for half in self.half_days)]


class CalendarParts(Model):
    """What one calendar is composed of. `base` is of the national calendar alone, `week` of all others."""

    calendar_id: CalendarId
    base: WorkingCalendar | None = None
    week: AgencyWeek | None = None
    decisions: tuple[CalendarDecision, ...] = ()


def national_calendar(first_year: int, last_year: int, version: int) -> WorkingCalendar:
    """The law's own days, computed from the public holidays (Bộ luật Lao động art 112) and yearly swaps.

    Whole years, both ends included. A year whose decision is not out yet holds the law's own days only.
    """
    years = range(first_year, last_year + 1)
    table = holidays.country_holidays("VN", years=years)
    swapped = [day for day in table.weekend_workdays if day.year in years]
    return WorkingCalendar(
        calendar_id=NATIONAL,
        version=version,
        covers_from=date(first_year, 1, 1),
        covers_to=date(last_year, 12, 31),
        shifts=DEFAULT_SHIFTS,
        weekend=WEEKEND,
        closed_days=tuple(sorted(table)),
        working_days=tuple(sorted(swapped)),
        decided_to=_end_of_last_year(swapped),
    )


def statutory_calendar_until(last: date) -> WorkingCalendar:
    """The law's own days up to a day."""
    whole = national_calendar(FIRST_YEAR, last.year, version=1)
    return whole.model_copy(
        update={
            "covers_to": last,
            "closed_days": tuple(day for day in whole.closed_days if day <= last),
            "working_days": tuple(day for day in whole.working_days if day <= last),
        }
    )


def compose(
    base: WorkingCalendar, decisions: Iterable[CalendarDecision], week: AgencyWeek | None = None
) -> WorkingCalendar:
    """A calendar: days of `base`, the usual week of `week`, and over both the decisions, older ones first.

    Of two decisions of one day, the greater number counts as the later.
    """
    composed = base if week is None else _with_week(base, week)
    for decision in sorted(decisions, key=lambda each: (each.decided_on, each.decision_number)):
        composed = _with_decision(composed, decision)
    return composed


def with_next_version(stored: WorkingCalendar | None, composed: WorkingCalendar) -> WorkingCalendar:
    """The composed calendar under the version of the stored one, or the next where something has changed."""
    if stored is None:
        return composed.model_copy(update={"version": 1})
    same = composed.model_copy(update={"version": stored.version})
    return same if same == stored else composed.model_copy(update={"version": stored.version + 1})


def shifts_on(calendar: WorkingCalendar, day: date) -> tuple[Shift, ...]:
    """The shifts of a day, none on a day off; the first part of the calendar that names the day decides."""
    for given in calendar.days:
        if given.day == day:
            return given.shifts
    if day in calendar.working_days:
        return calendar.shifts
    if day in calendar.closed_days:
        return ()
    for usual in calendar.weekdays:
        if usual.weekday == day.weekday():
            return usual.shifts
    return () if day.weekday() in calendar.weekend else calendar.shifts


def _end_of_last_year(days: Iterable[date]) -> date | None:
    """31 December of the last year that one of these days is in."""
    year = max((day.year for day in days), default=None)
    return None if year is None else date(year, 12, 31)


def _with_week(base: WorkingCalendar, week: AgencyWeek) -> WorkingCalendar:
    return base.model_copy(
        update={
            "calendar_id": week.calendar_id,
            "shifts": week.shifts,
            "weekdays": week.weekdays,
            "reception_weekdays": week.reception_weekdays,
        }
    )


def _with_decision(calendar: WorkingCalendar, decision: CalendarDecision) -> WorkingCalendar:
    """What earlier decisions state of the same days is replaced."""
    named = set(decision.days)
    closed = {*calendar.closed_days} - named | {*decision.closed_days}
    working = {*calendar.working_days} - named | {*decision.working_days}
    days = [*(given for given in calendar.days if given.day not in named), *decision.half_days]
    of_the_nation = named if calendar.calendar_id == NATIONAL else ()
    decided = [day for day in (calendar.decided_to, _end_of_last_year(of_the_nation)) if day is not None]
    return calendar.model_copy(
        update={
            "decided_to": max(decided, default=None),
            "closed_days": tuple(sorted(closed)),
            "working_days": tuple(sorted(working)),
            "days": tuple(sorted(days, key=lambda given: given.day)),
        }
    )
