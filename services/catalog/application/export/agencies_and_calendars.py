"""Agencies, units, rules of competence and calendars as rows of an export, and back again.

Rows are written as they are: what one leans on may come in a later batch, so nothing is checked against the rest.
"""

from collections.abc import Iterator, Sequence

from catalog.application.calendars import CalendarComposer
from catalog.domain.calendars.composition import NATIONAL, CalendarParts
from catalog.repository.agencies import AgencyRepository
from catalog.repository.calendars import CalendarRepository
from catalog.repository.competences import CompetenceRepository
from catalog.repository.units import UnitRepository
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Model
from contracts.catalog import AdminUnit, Agency, Competence


def write_agencies(uow: UnitOfWork, rows: Sequence[Agency]) -> int:
    agencies = AgencyRepository(uow.database)
    kept = agencies.of_codes([row.code for row in rows], uow.session)
    news = [row for row in rows if kept.get(row.code) != row]
    agencies.save(news, uow.session)
    return len(news)


def write_units(uow: UnitOfWork, rows: Sequence[AdminUnit]) -> int:
    units = UnitRepository(uow.database)
    kept = {row.unit_id: row for row in units.of_ids([row.unit_id for row in rows], uow.session)}
    news = [row for row in rows if kept.get(row.unit_id) != row]
    units.save(news, uow.session)
    return len(news)


def write_competences(uow: UnitOfWork, rows: Sequence[Competence]) -> int:
    rules = CompetenceRepository(uow.database)
    kept = rules.of_ids([row.competence_id for row in rows], uow.session)
    news = [row for row in rows if kept.get(row.competence_id) != row]
    rules.save(news, uow.session)
    return len(news)


def read_calendars(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, Model]]:
    """The national calendar first: the others stand on it."""
    calendars = CalendarRepository(store.database)
    keyed = sorted((_sort_key(calendar_id), calendar_id) for calendar_id in calendars.ids())
    following = [entry for entry in keyed if after is None or entry[0] > after]
    for key, calendar_id in following[:limit]:
        yield key, calendars.parts(calendar_id)


def write_calendars(uow: UnitOfWork, rows: Sequence[CalendarParts]) -> int:
    """The parts are written and all calendars composed anew; versions count where days change."""
    calendars = CalendarRepository(uow.database)
    news = [row for row in rows if calendars.parts(row.calendar_id, uow.session) != row]
    for row in news:
        calendars.save_parts(row, uow.session)
    if news:
        CalendarComposer(calendars, uow).write_all()
    return len(news)


def _sort_key(calendar_id: str) -> str:
    return f"{'0' if calendar_id == NATIONAL else '1'} {calendar_id}"
