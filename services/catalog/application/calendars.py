"""Working calendars: which one an agency works by, and writing weeks and decisions.

Composed calendars are kept as composed, so that reading one is one look. Every write composes anew those that
stand on what was written, in the same transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from catalog.domain.access import require_keeper
from catalog.domain.calendars.composition import (
    NATIONAL,
    AgencyWeek,
    CalendarDecision,
    compose,
    statutory_calendar_until,
    with_next_version,
)
from catalog.domain.calendars.validation import (
    calendar_fault,
    decision_faults,
    has_gap,
    uncovered_days,
    week_faults,
)
from catalog.repository.agencies import AgencyRepository
from catalog.repository.calendars import CalendarRepository
from catalog.repository.write_locks import serialise_writers
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import Agency, GetCalendar, ImportCalendarDecision, SetCalendar, WorkingCalendar
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found


def get_calendar(store: Store, request: GetCalendar, _: Context) -> WorkingCalendar:
    """Raises ServiceError: not_found, calendar_incomplete before the first seeding."""
    line = AgencyRepository(store.database).with_those_above(request.agency_code)
    if not line:
        raise not_found("agency")
    return calendar_of(store, line)


def calendar_of(store: Store, line: Sequence[Agency]) -> WorkingCalendar:
    """Of an agency and those above it, nearest first: the first calendar of their own, else the national one."""
    own = [agency.calendar_id for agency in line if agency.calendar_id is not None]
    found = CalendarRepository(store.database).first_of([*own, NATIONAL])
    if found is None:
        raise ServiceError(ErrorCode.CALENDAR_INCOMPLETE, calendar=NATIONAL)
    return found


def set_calendar(store: Store, request: SetCalendar, context: Context) -> WorkingCalendar:
    require_keeper(context.actor)
    return store.run_idempotent(
        contract.set_calendar, request, context, lambda uow: _store_week(store, request, uow)
    )


def import_calendar_decision(
    store: Store, request: ImportCalendarDecision, context: Context
) -> WorkingCalendar:
    require_keeper(context.actor)
    calendars = CalendarRepository(store.database)
    return store.run_idempotent(
        contract.import_calendar_decision,
        request,
        context,
        lambda uow: _apply_decision(calendars, request, uow),
    )


class CalendarComposer:
    """Composes calendars from what is kept of them, within one transaction.

    Raises ServiceError: calendar_incomplete before the first seeding; invalid_request, blaming the field `blamed`,
    for a calendar that would have a hole.
    """

    def __init__(self, calendars: CalendarRepository, uow: UnitOfWork, blamed: str = "") -> None:
        self.calendars = calendars
        self.unit = uow
        self.session = uow.session
        self.blamed = blamed

    def recompute_statutory_days(self, until: date) -> None:
        """The law's own days anew; they never reach less far than they did."""
        kept = self.calendars.base(self.session)
        self.calendars.save_base(
            statutory_calendar_until(until if kept is None else max(until, kept.covers_to)), self.session
        )

    def write_all(self) -> WorkingCalendar:
        """The national calendar, and with it all that stand on it."""
        self._take_turn()
        national = self._write(self.national())
        for week in self.calendars.weeks(self.session):
            self._write(self._own(national, week))
        return national

    def write(self, week: AgencyWeek) -> WorkingCalendar:
        self._take_turn()
        return self._write(self._own(self.national(), week))

    def _take_turn(self) -> None:
        """A calendar made while a decision is imported would miss its days: neither sees what the other writes."""
        serialise_writers(self.unit.database, "calendars", self.session)

    def national(self) -> WorkingCalendar:
        base = self.calendars.base(self.session)
        if base is None:
            raise ServiceError(ErrorCode.CALENDAR_INCOMPLETE, calendar=NATIONAL)
        return compose(base, self.calendars.decisions(NATIONAL, self.session))

    def _own(self, national: WorkingCalendar, week: AgencyWeek) -> WorkingCalendar:
        return compose(national, self.calendars.decisions(week.calendar_id, self.session), week)

    def _write(self, composed: WorkingCalendar) -> WorkingCalendar:
        _raise_if_any([calendar_fault(self.blamed, "no_working_day")] if has_gap(composed) else [])
        kept = self.calendars.get(composed.calendar_id, self.session)
        written = with_next_version(kept, composed)
        if written != kept:
            self.calendars.save(written, self.session)
        return written


def _store_week(store: Store, request: SetCalendar, uow: UnitOfWork) -> WorkingCalendar:
    calendars, agencies = CalendarRepository(store.database), AgencyRepository(store.database)
    agency = agencies.get(request.agency_code)
    if agency is None:
        raise not_found("agency")
    week = AgencyWeek.model_validate(
        request.model_dump(include={"calendar_id", "shifts", "weekdays"}) | {"agency_code": agency.code}
    )
    _check_owner(calendars.week(week.calendar_id, uow.session), week)
    _check_version(calendars.get(week.calendar_id, uow.session), request.expected_version)
    _raise_if_any(week_faults(week))
    calendars.save_week(week, uow.session)
    agencies.give_calendar(agency.code, week.calendar_id, uow.session)
    return CalendarComposer(calendars, uow, "/shifts").write(week)


def _apply_decision(
    calendars: CalendarRepository, request: ImportCalendarDecision, uow: UnitOfWork
) -> WorkingCalendar:
    fields = request.model_dump(exclude={"command_id", "covers_to", "calendar_id"})
    decision = CalendarDecision(**fields, calendar_id=request.calendar_id or NATIONAL)
    _raise_if_any(decision_faults(decision, request.covers_to))
    composing = CalendarComposer(calendars, uow, "/closed_days")
    if decision.calendar_id == NATIONAL:
        return _apply_national_decision(composing, decision, request.covers_to)
    week = calendars.week(decision.calendar_id, uow.session)
    if week is None:
        raise not_found("calendar")
    _raise_if_any([calendar_fault("/covers_to", "national_only")] if request.covers_to else [])
    _raise_if_any(uncovered_days(decision, composing.national()))
    calendars.save_decision(decision, uow.session)
    return composing.write(week)


def _apply_national_decision(
    composing: CalendarComposer, decision: CalendarDecision, covers_to: date | None
) -> WorkingCalendar:
    if covers_to is not None:
        composing.recompute_statutory_days(covers_to)
    _raise_if_any(uncovered_days(decision, composing.national()))
    composing.calendars.save_decision(decision, composing.session)
    return composing.write_all()


def _check_owner(kept: AgencyWeek | None, week: AgencyWeek) -> None:
    if week.calendar_id == NATIONAL or (kept is not None and kept.agency_code != week.agency_code):
        _raise_if_any([calendar_fault("/calendar_id", "taken")])


def _check_version(kept: WorkingCalendar | None, expected: int) -> None:
    current = 0 if kept is None else kept.version
    if current != expected:
        raise ServiceError(ErrorCode.VERSION_STALE, current=current)


def _raise_if_any(faults: Iterable[FieldError]) -> None:
    """Raises ServiceError(INVALID_REQUEST) when there are any."""
    if found := tuple(faults):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=found)
