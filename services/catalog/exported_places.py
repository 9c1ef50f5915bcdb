"""Agencies, units, rules of competence and calendars as rows of an export, and back again.

Rows are written as they are: what one leans on may come in a later batch, so nothing is checked against the rest.
"""

from collections.abc import Iterator, Sequence

from catalog.calendars import Composing
from catalog.domain.calendars import NATIONAL, CalendarParts
from catalog.repository.agencies import Agencies
from catalog.repository.calendars import Calendars
from catalog.repository.competences import Competences
from catalog.repository.units import Units
from chassis.store import Store
from chassis.unit import Unit
from contracts.base import Model
from contracts.catalog import AdminUnit, Agency, Competence


def write_agencies(unit: Unit, rows: Sequence[Agency]) -> int:
    agencies = Agencies(unit.database)
    kept = agencies.of_codes([row.code for row in rows], unit.session)
    news = [row for row in rows if kept.get(row.code) != row]
    agencies.keep(news, unit.session)
    return len(news)


def write_units(unit: Unit, rows: Sequence[AdminUnit]) -> int:
    units = Units(unit.database)
    kept = {row.unit_id: row for row in units.of_ids([row.unit_id for row in rows], unit.session)}
    news = [row for row in rows if kept.get(row.unit_id) != row]
    units.keep(news, unit.session)
    return len(news)


def write_competences(unit: Unit, rows: Sequence[Competence]) -> int:
    rules = Competences(unit.database)
    kept = rules.of_ids([row.competence_id for row in rows], unit.session)
    news = [row for row in rows if kept.get(row.competence_id) != row]
    rules.keep(news, unit.session)
    return len(news)


def read_calendars(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, Model]]:
    """The national calendar first: the others stand on it."""
    calendars = Calendars(store.database)
    keyed = sorted((_place(calendar_id), calendar_id) for calendar_id in calendars.ids())
    following = [entry for entry in keyed if after is None or entry[0] > after]
    for key, calendar_id in following[:limit]:
        yield key, calendars.parts(calendar_id)


def write_calendars(unit: Unit, rows: Sequence[CalendarParts]) -> int:
    """The parts are written and all calendars composed anew; versions count where days change."""
    calendars = Calendars(unit.database)
    news = [row for row in rows if calendars.parts(row.calendar_id, unit.session) != row]
    for row in news:
        calendars.keep_parts(row, unit.session)
    if news:
        Composing(calendars, unit).write_all()
    return len(news)


def _place(calendar_id: str) -> str:
    return f"{'0' if calendar_id == NATIONAL else '1'} {calendar_id}"
