"""Agencies and administrative units: reading, writing, importing, tracing."""

from collections.abc import Sequence
from datetime import date

from catalog.domain import agencies as tree
from catalog.domain import units as map_of
from catalog.domain.access import require_keeper
from catalog.domain.folding import words
from catalog.domain.regimes import local_day
from catalog.paging import after, page
from catalog.repository.agencies import Agencies
from catalog.repository.calendars import Calendars
from catalog.repository.turns import take_turn
from catalog.repository.units import Units
from chassis.context import Context
from chassis.moments import now
from chassis.store import Store
from chassis.unit import Unit
from contracts import catalog as contract
from contracts.base import Model, Page
from contracts.catalog import (
    AdminUnit,
    Agency,
    GetAgency,
    GetUnit,
    ImportReport,
    ImportUnits,
    ListAgencies,
    ListUnits,
    Quarantined,
    SaveAgencies,
    TraceUnit,
    UnitTrace,
)
from contracts.errors import Code, FieldError, ServiceError, not_found


def today() -> date:
    return local_day(now())


def get_agency(store: Store, request: GetAgency) -> Agency:
    agency = Agencies(store.database).get(request.code)
    if agency is None:
        raise not_found("agency")
    return agency


def list_agencies(store: Store, request: ListAgencies) -> Page[Agency]:
    asked = request.model_dump(mode="json", exclude={"limit", "cursor"})
    start = after(request.cursor, asked)
    question = tree.read(request.q) if request.q else None
    if question is not None and not question.findable:
        return Page[Agency](items=())
    filters = {name: asked[name] for name in ("parent_code", "level") if asked[name] is not None}
    found = Agencies(store.database).list(filters, question, start and start[1], request.limit + 1)
    placed = [((agency.code, agency.code), agency) for agency in found]
    return page(Page[Agency], placed, request.limit, asked)


def save_agencies(store: Store, request: SaveAgencies, context: Context) -> ImportReport:
    """All of the batch or nothing. Raises ServiceError: forbidden, invalid_request."""
    require_keeper(context.actor)
    return store.command(
        contract.save_agencies, request, context, lambda unit: keep_agencies(store, request.agencies, unit)
    )


def keep_agencies(store: Store, batch: Sequence[Agency], unit: Unit) -> ImportReport:
    agencies = Agencies(store.database)
    take_turn(store.database, "agencies", unit.session)
    known = tree.Known(
        parents=agencies.parents(unit.session),
        owners=agencies.owners({key for agency in batch for key in tree.keys(agency)}, unit.session),
        calendar_ids=Calendars(store.database).ids(unit.session),
    )
    if faults := tuple(tree.faults(batch, known)):
        raise ServiceError(Code.INVALID_REQUEST, errors=faults)
    before = agencies.of_codes([agency.code for agency in batch], unit.session)
    agencies.keep([agency for agency in batch if before.get(agency.code) != agency], unit.session)
    return tally(batch, [before.get(agency.code) for agency in batch])


def import_units(store: Store, request: ImportUnits, context: Context) -> ImportReport:
    """What cannot be kept is named with its reasons; the rest is kept."""
    require_keeper(context.actor)
    return store.command(
        contract.import_units, request, context, lambda unit: keep_units(store, request.units, unit)
    )


def keep_units(store: Store, batch: Sequence[AdminUnit], unit: Unit) -> ImportReport:
    units = Units(store.database)
    take_turn(store.database, "units", unit.session)
    same_code = units.of_codes({row.code for row in batch}, unit.session)
    set_aside = map_of.judge(batch, same_code, units.known(map_of.leans_on(batch), unit.session))
    sound = [row for row in batch if row.unit_id not in set_aside]
    before = {row.unit_id: row for row in units.of_ids([row.unit_id for row in sound], unit.session)}
    units.keep([row for row in sound if before.get(row.unit_id) != row], unit.session)
    held = [
        Quarantined(ref=row.unit_id, code=row.code, reasons=set_aside[row.unit_id])
        for row in batch
        if row.unit_id in set_aside
    ]
    return tally(sound, [before.get(row.unit_id) for row in sound], held)


def list_units(store: Store, request: ListUnits) -> Page[AdminUnit]:
    day = request.on or today()
    asked = request.model_dump(mode="json", exclude={"limit", "cursor"}) | {"on": day.isoformat()}
    start = after(request.cursor, asked)
    named = tuple(dict.fromkeys(words(request.q)))
    if request.q and not named:
        return Page[AdminUnit](items=())
    filters = {name: asked[name] for name in ("kind", "parent_id") if asked[name] is not None}
    found = Units(store.database).list(filters, named, day, start, request.limit + 1)
    return page(Page[AdminUnit], [((row.code, row.unit_id), row) for row in found], request.limit, asked)


def get_unit(store: Store, request: GetUnit) -> AdminUnit:
    unit = Units(store.database).get(request.code, request.on or today())
    if unit is None:
        raise not_found("unit")
    return unit


def trace_unit(store: Store, request: TraceUnit) -> UnitTrace:
    """Raises ServiceError: not_found, invalid_request for a trace into the past."""
    to = request.to or today()
    if to < request.on:
        detail = "A unit is traced forward: this day is before the day of the unit."
        raise ServiceError(
            Code.INVALID_REQUEST, errors=(FieldError(pointer="/to", code="backwards", detail=detail),)
        )
    unit = get_unit(store, GetUnit(code=request.code, on=request.on))
    return UnitTrace(unit=unit, became=tuple(_became(Units(store.database), unit, to)))


def _became(units: Units, unit: AdminUnit, day: date) -> list[AdminUnit]:
    """One round of the database for each step of succession."""
    found: dict[str, AdminUnit] = {}
    seen = {unit.unit_id}
    frontier = [unit]
    while frontier:
        standing, onward = map_of.follow(frontier, day)
        found |= {row.unit_id: row for row in standing}
        frontier = units.of_ids(onward - seen)
        seen |= onward
    return sorted(found.values(), key=lambda row: (row.code, row.unit_id))


def tally(
    batch: Sequence[Model], before: Sequence[Model | None], quarantined: Sequence[Quarantined] = ()
) -> ImportReport:
    """`before` is what was kept of each, or None."""
    new = sum(kept is None for kept in before)
    same = sum(kept == row for row, kept in zip(batch, before, strict=True))
    return ImportReport(
        loaded=new, updated=len(batch) - new - same, unchanged=same, quarantined=tuple(quarantined)
    )
