"""Validation of calendars: impossible shifts, days named twice or not covered, a month without work."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from catalog.domain.calendars.composition import AgencyWeek, CalendarDecision
from contracts.catalog import Shift, WeekdayShifts, WorkingCalendar
from contracts.errors import FieldError
from contracts.field_error_messages import wrong_field

ONE_DAY = timedelta(days=1)
LONGEST_GAP = timedelta(days=31)
"""Tết takes nine to ten days; more than a month without a working day is a mistake."""
MAX_REACH = timedelta(days=5 * 366)
"""How far after its own day a decision may make a calendar reach."""


def week_faults(week: AgencyWeek) -> Iterator[FieldError]:
    """The faults of an agency's week."""
    yield from _shift_faults("/shifts", week.shifts)
    yield from _weekday_faults("/weekdays", week.weekdays)
    yield from _weekday_faults("/reception_weekdays", week.reception_weekdays)


def _weekday_faults(pointer: str, weekdays: Sequence[WeekdayShifts]) -> Iterator[FieldError]:
    times = Counter(usual.weekday for usual in weekdays)
    for number, usual in enumerate(weekdays):
        if times[usual.weekday] > 1:
            yield wrong_field(f"{pointer}/{number}/weekday", "repeated")
        yield from _shift_faults(f"{pointer}/{number}/shifts", usual.shifts)


def decision_faults(decision: CalendarDecision, covers_to: date | None) -> Iterator[FieldError]:
    """The faults of a decision by itself."""
    if covers_to is not None and covers_to - decision.decided_on > MAX_REACH:
        yield wrong_field("/covers_to", "too_far")
    times = Counter(decision.days)
    for pointer, day in _named_days(decision):
        if times[day] > 1:
            yield wrong_field(pointer, "repeated")
    for number, half in enumerate(decision.half_days):
        yield from _shift_faults(f"/half_days/{number}/shifts", half.shifts)


def uncovered_days(decision: CalendarDecision, calendar: WorkingCalendar) -> Iterator[FieldError]:
    """A fault for each day that the calendar does not reach."""
    for pointer, day in _named_days(decision):
        if not calendar.covers_from <= day <= calendar.covers_to:
            yield wrong_field(pointer, "not_covered")


def has_gap(calendar: WorkingCalendar) -> bool:
    """Whether more than a month passes without a working day, or there is no working day at all."""
    is_worked = _working_day_lookup(calendar)
    last = calendar.covers_from - ONE_DAY
    day = calendar.covers_from
    while day <= calendar.covers_to:
        if is_worked(day):
            last = day
        elif day - last > LONGEST_GAP:
            return True
        day += ONE_DAY
    return last < calendar.covers_from


def _working_day_lookup(calendar: WorkingCalendar) -> Callable[[date], bool]:
    """Whether a day has shifts, as `shifts_on` decides it, prepared for every day of many years."""
    by_day = dict.fromkeys(calendar.closed_days, False)
    by_day |= dict.fromkeys(calendar.working_days, bool(calendar.shifts))
    by_day |= {given.day: bool(given.shifts) for given in calendar.days}
    by_weekday = {weekday: weekday not in calendar.weekend and bool(calendar.shifts) for weekday in range(7)}
    by_weekday |= {usual.weekday: bool(usual.shifts) for usual in calendar.weekdays}
    return lambda day: by_day.get(day, by_weekday[day.weekday()])


def _shift_faults(pointer: str, shifts: Sequence[Shift]) -> Iterator[FieldError]:
    if any(shift.end <= shift.start for shift in shifts):
        yield wrong_field(pointer, "backwards")
    ordered = sorted(shifts, key=lambda shift: shift.start)
    if any(later.start < earlier.end for earlier, later in pairwise(ordered)):
        yield wrong_field(pointer, "overlap")


def _named_days(decision: CalendarDecision) -> Iterator[tuple[str, date]]:
    for number, day in enumerate(decision.closed_days):
        yield f"/closed_days/{number}", day
    for number, day in enumerate(decision.working_days):
        yield f"/working_days/{number}", day
    for number, half in enumerate(decision.half_days):
        yield f"/half_days/{number}/day", half.day
