"""Working calendars: which one an agency works by, and writing weeks and decisions.

Composed calendars are kept as composed, so that reading one is one look. Every write composes anew those that
stand on what was written, in the same transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from catalog.domain.access import require_keeper
from catalog.domain.calendar_faults import (
    decision_faults,
    fault,
    has_hole,
    uncovered_days,
    week_faults,
)
from catalog.domain.calendars import NATIONAL, CalendarDecision, Week, compose, law_until, revised
from catalog.repository.agencies import Agencies
from catalog.repository.calendars import Calendars
from catalog.repository.turns import take_turn
from chassis.context import Context
from chassis.store import Store
from chassis.unit import Unit
from contracts import catalog as contract
from contracts.catalog import Agency, GetCalendar, ImportCalendarDecision, SetCalendar, WorkingCalendar
from contracts.errors import Code, FieldError, ServiceError, not_found


def get_calendar(store: Store, request: GetCalendar) -> WorkingCalendar:
    """Raises ServiceError: not_found, calendar_incomplete before the first seeding."""
    line = Agencies(store.database).with_those_above(request.agency_code)
    if not line:
        raise not_found("agency")
    return calendar_of(store, line)


def calendar_of(store: Store, line: Sequence[Agency]) -> WorkingCalendar:
    """Of an agency and those above it, nearest first: the first calendar of their own, else the national one."""
    own = [agency.calendar_id for agency in line if agency.calendar_id is not None]
    found = Calendars(store.database).first_of([*own, NATIONAL])
    if found is None:
        raise ServiceError(Code.CALENDAR_INCOMPLETE, calendar=NATIONAL)
    return found


def set_calendar(store: Store, request: SetCalendar, context: Context) -> WorkingCalendar:
    require_keeper(context.actor)
    return store.command(
        contract.set_calendar, request, context, lambda unit: _set_week(store, request, unit)
    )


def import_decision(store: Store, request: ImportCalendarDecision, context: Context) -> WorkingCalendar:
    require_keeper(context.actor)
    calendars = Calendars(store.database)
    return store.command(
        contract.import_calendar_decision, request, context, lambda unit: _decide(calendars, request, unit)
    )


class Composing:
    """Composes calendars from what is kept of them, within one transaction.

    Raises ServiceError: calendar_incomplete before the first seeding; invalid_request, blaming the field `blamed`,
    for a calendar that would have a hole.
    """

    def __init__(self, calendars: Calendars, unit: Unit, blamed: str = "") -> None:
        self.calendars = calendars
        self.unit = unit
        self.session = unit.session
        self.blamed = blamed

    def compute_law(self, until: date) -> None:
        """The law's own days anew; they never reach less far than they did."""
        kept = self.calendars.base(self.session)
        self.calendars.keep_base(
            law_until(until if kept is None else max(until, kept.covers_to)), self.session
        )

    def write_all(self) -> WorkingCalendar:
        """The national calendar, and with it all that stand on it."""
        self._take_turn()
        national = self._write(self.national())
        for week in self.calendars.weeks(self.session):
            self._write(self._own(national, week))
        return national

    def write(self, week: Week) -> WorkingCalendar:
        self._take_turn()
        return self._write(self._own(self.national(), week))

    def _take_turn(self) -> None:
        """A calendar made while a decision is imported would miss its days: neither sees what the other writes."""
        take_turn(self.unit.database, "calendars", self.session)

    def national(self) -> WorkingCalendar:
        base = self.calendars.base(self.session)
        if base is None:
            raise ServiceError(Code.CALENDAR_INCOMPLETE, calendar=NATIONAL)
        return compose(base, self.calendars.decisions(NATIONAL, self.session))

    def _own(self, national: WorkingCalendar, week: Week) -> WorkingCalendar:
        return compose(national, self.calendars.decisions(week.calendar_id, self.session), week)

    def _write(self, composed: WorkingCalendar) -> WorkingCalendar:
        _refuse([fault(self.blamed, "no_working_day")] if has_hole(composed) else [])
        kept = self.calendars.get(composed.calendar_id, self.session)
        written = revised(kept, composed)
        if written != kept:
            self.calendars.keep(written, self.session)
        return written


def _set_week(store: Store, request: SetCalendar, unit: Unit) -> WorkingCalendar:
    calendars, agencies = Calendars(store.database), Agencies(store.database)
    agency = agencies.get(request.agency_code)
    if agency is None:
        raise not_found("agency")
    week = Week.model_validate(
        request.model_dump(include={"calendar_id", "shifts", "weekdays"}) | {"agency_code": agency.code}
    )
    _check_owner(calendars.week(week.calendar_id, unit.session), week)
    _check_version(calendars.get(week.calendar_id, unit.session), request.expected_version)
    _refuse(week_faults(week))
    calendars.keep_week(week, unit.session)
    agencies.give_calendar(agency.code, week.calendar_id, unit.session)
    return Composing(calendars, unit, "/shifts").write(week)


def _decide(calendars: Calendars, request: ImportCalendarDecision, unit: Unit) -> WorkingCalendar:
    fields = request.model_dump(exclude={"command_id", "covers_to", "calendar_id"})
    decision = CalendarDecision(**fields, calendar_id=request.calendar_id or NATIONAL)
    _refuse(decision_faults(decision, request.covers_to))
    composing = Composing(calendars, unit, "/closed_days")
    if decision.calendar_id == NATIONAL:
        return _decide_for_all(composing, decision, request.covers_to)
    week = calendars.week(decision.calendar_id, unit.session)
    if week is None:
        raise not_found("calendar")
    _refuse([fault("/covers_to", "national_only")] if request.covers_to else [])
    _refuse(uncovered_days(decision, composing.national()))
    calendars.keep_decision(decision, unit.session)
    return composing.write(week)


def _decide_for_all(
    composing: Composing, decision: CalendarDecision, covers_to: date | None
) -> WorkingCalendar:
    if covers_to is not None:
        composing.compute_law(covers_to)
    _refuse(uncovered_days(decision, composing.national()))
    composing.calendars.keep_decision(decision, composing.session)
    return composing.write_all()


def _check_owner(kept: Week | None, week: Week) -> None:
    if week.calendar_id == NATIONAL or (kept is not None and kept.agency_code != week.agency_code):
        _refuse([fault("/calendar_id", "taken")])


def _check_version(kept: WorkingCalendar | None, expected: int) -> None:
    current = 0 if kept is None else kept.version
    if current != expected:
        raise ServiceError(Code.VERSION_STALE, current=current)


def _refuse(faults: Iterable[FieldError]) -> None:
    """Raises ServiceError(INVALID_REQUEST) when there are any."""
    if found := tuple(faults):
        raise ServiceError(Code.INVALID_REQUEST, errors=found)
