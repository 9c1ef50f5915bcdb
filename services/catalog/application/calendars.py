"""Working calendars (lịch làm việc): which one an agency works by, and writing weeks and decisions.

Calendars are stored as composed. Every write composes again all calendars that build on what was written, in the
same transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from catalog.application.changes import run_command
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
    decision_faults,
    has_gap,
    uncovered_days,
    week_faults,
)
from catalog.repository.agencies import AgencyRepository
from catalog.repository.calendars import (
    AgencyWeekRepository,
    CalendarBaseRepository,
    CalendarDecisionRepository,
    CalendarRepository,
)
from catalog.repository.write_locks import serialise_writers
from chassis.core.context import Context
from chassis.observability import metrics
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import Agency, GetCalendar, ImportCalendarDecision, SetCalendar, WorkingCalendar
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found
from contracts.field_error_messages import wrong_field
from contracts.time import VIETNAM


def get_calendar(store: Store, request: GetCalendar, _: Context) -> WorkingCalendar:
    """Raises ServiceError: NOT_FOUND for the agency, CALENDAR_INCOMPLETE before the first seeding."""
    if request.agency_code is None:
        return calendar_of(store, ())
    chain = store.repository(AgencyRepository).with_ancestors(request.agency_code)
    if not chain:
        raise not_found("agency")
    return calendar_of(store, chain)


def calendar_of(store: Store, chain: Sequence[Agency]) -> WorkingCalendar:
    """Of an agency and its ancestors, nearest first: the first calendar of their own, else the national one."""
    own = [agency.calendar_id for agency in chain if agency.calendar_id is not None]
    found = store.repository(CalendarRepository).first_of([*own, NATIONAL])
    if found is None:
        raise ServiceError(ErrorCode.CALENDAR_INCOMPLETE, calendar=NATIONAL)
    if found.decided_to is not None:
        end = datetime.combine(found.decided_to + timedelta(days=1), time(), VIETNAM)
        metrics.CALENDAR_DECIDED_TO.labels("catalog").set(end.timestamp())
    return found


def set_calendar(store: Store, request: SetCalendar, context: Context) -> WorkingCalendar:
    """Raises ServiceError: FORBIDDEN, NOT_FOUND, VERSION_STALE, INVALID_REQUEST."""
    require_keeper(context.actor)
    return run_command(store, contract.set_calendar, request, context, lambda uow: _store_week(uow, request))


def import_calendar_decision(
    store: Store, request: ImportCalendarDecision, context: Context
) -> WorkingCalendar:
    """Raises ServiceError: FORBIDDEN, NOT_FOUND, INVALID_REQUEST."""
    require_keeper(context.actor)
    return run_command(
        store, contract.import_calendar_decision, request, context, lambda uow: _apply_decision(uow, request)
    )


class CalendarComposer:
    """Composes calendars from their stored parts, within one transaction.

    Raises ServiceError: CALENDAR_INCOMPLETE before the first seeding; INVALID_REQUEST at `pointer`, a JSON pointer
    into the request, for a calendar that would have a gap.
    """

    def __init__(self, uow: UnitOfWork, pointer: str = "") -> None:
        self.uow = uow
        self.pointer = pointer
        self.calendars = uow.repository(CalendarRepository)
        self.bases = uow.repository(CalendarBaseRepository)
        self.weeks = uow.repository(AgencyWeekRepository)
        self.decisions = uow.repository(CalendarDecisionRepository)

    def recompute_statutory_days(self, until: date) -> None:
        """Compute the law's own days again, up to `until` or as far as they reached before."""
        stored = self.bases.get()
        last = until if stored is None else max(until, stored.covers_to)
        self.bases.save([statutory_calendar_until(last)])

    def write_all(self) -> WorkingCalendar:
        """The national calendar, written with all that build on it."""
        self._serialise()
        national = self._write(self.national())
        for week in self.weeks.all():
            self._write(self._own(national, week))
        return national

    def write(self, week: AgencyWeek) -> WorkingCalendar:
        """The calendar of a week, written."""
        self._serialise()
        return self._write(self._own(self.national(), week))

    def national(self) -> WorkingCalendar:
        """The national calendar as it follows from its parts."""
        base = self.bases.get()
        if base is None:
            raise ServiceError(ErrorCode.CALENDAR_INCOMPLETE, calendar=NATIONAL)
        return compose(base, self.decisions.of_calendar(NATIONAL))

    def _serialise(self) -> None:
        """A calendar made while a decision is imported would miss its days: neither sees what the other writes."""
        serialise_writers(self.uow, "calendars")

    def _own(self, national: WorkingCalendar, week: AgencyWeek) -> WorkingCalendar:
        return compose(national, self.decisions.of_calendar(week.calendar_id), week)

    def _write(self, composed: WorkingCalendar) -> WorkingCalendar:
        _raise_if_any([wrong_field(self.pointer, "no_working_day")] if has_gap(composed) else [])
        stored = self.calendars.get(composed.calendar_id)
        written = with_next_version(stored, composed)
        if written != stored:
            self.calendars.save([written])
        return written


def _store_week(uow: UnitOfWork, request: SetCalendar) -> WorkingCalendar:
    agencies = uow.repository(AgencyRepository)
    agency = agencies.get(request.agency_code)
    if agency is None:
        raise not_found("agency")
    week = AgencyWeek(
        calendar_id=request.calendar_id,
        agency_code=agency.code,
        shifts=request.shifts,
        weekdays=request.weekdays,
        reception_weekdays=request.reception_weekdays,
    )
    composer = CalendarComposer(uow, "/shifts")
    _check_owner(composer.weeks.get(week.calendar_id), week)
    _check_version(composer.calendars.get(week.calendar_id), request.expected_version)
    _raise_if_any(week_faults(week))
    composer.weeks.save([week])
    agencies.set_calendar(agency.code, week.calendar_id)
    return composer.write(week)


def _apply_decision(uow: UnitOfWork, request: ImportCalendarDecision) -> WorkingCalendar:
    fields = {name: getattr(request, name) for name in CalendarDecision.model_fields}
    decision = CalendarDecision(**{**fields, "calendar_id": request.calendar_id or NATIONAL})
    _raise_if_any(decision_faults(decision, request.covers_to))
    composer = CalendarComposer(uow, "/closed_days")
    if decision.calendar_id == NATIONAL:
        return _apply_national_decision(composer, decision, request.covers_to)
    week = composer.weeks.get(decision.calendar_id)
    if week is None:
        raise not_found("calendar")
    _raise_if_any([wrong_field("/covers_to", "national_only")] if request.covers_to else [])
    _raise_if_any(uncovered_days(decision, composer.national()))
    composer.decisions.save([decision])
    return composer.write(week)


def _apply_national_decision(
    composer: CalendarComposer, decision: CalendarDecision, covers_to: date | None
) -> WorkingCalendar:
    if covers_to is not None:
        composer.recompute_statutory_days(covers_to)
    _raise_if_any(uncovered_days(decision, composer.national()))
    composer.decisions.save([decision])
    return composer.write_all()


def _check_owner(stored: AgencyWeek | None, week: AgencyWeek) -> None:
    if week.calendar_id == NATIONAL or (stored is not None and stored.agency_code != week.agency_code):
        _raise_if_any([wrong_field("/calendar_id", "taken")])


def _check_version(stored: WorkingCalendar | None, expected: int) -> None:
    current = 0 if stored is None else stored.version
    if current != expected:
        raise ServiceError(ErrorCode.VERSION_STALE, current=current)


def _raise_if_any(faults: Iterable[FieldError]) -> None:
    """Raises ServiceError(INVALID_REQUEST) when there are any."""
    if found := tuple(faults):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=found)
