"""Agencies and administrative units: reading, writing, importing, tracing."""

from collections.abc import Sequence
from datetime import date

from catalog.application.paging import after, page
from catalog.domain import agencies as tree
from catalog.domain import units as map_of
from catalog.domain.access import require_keeper
from catalog.domain.regimes import local_day
from catalog.domain.search.folding import words
from catalog.repository.agencies import AgencyRepository
from catalog.repository.calendars import CalendarRepository
from catalog.repository.units import UnitRepository
from catalog.repository.write_locks import serialise_writers
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
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
    QuarantinedRow,
    SaveAgencies,
    TraceUnit,
    UnitTrace,
)
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found


def today() -> date:
    return local_day(utcnow())


def get_agency(store: Store, request: GetAgency, _: Context) -> Agency:
    agency = AgencyRepository(store.database).get(request.code)
    if agency is None:
        raise not_found("agency")
    return agency


def list_agencies(store: Store, request: ListAgencies, _: Context) -> Page[Agency]:
    asked = request.model_dump(mode="json", exclude={"limit", "cursor"})
    start = after(request.cursor, asked)
    question = tree.parse_agency_query(request.q) if request.q else None
    if question is not None and not question.searchable:
        return Page[Agency](items=())
    filters = {name: asked[name] for name in ("parent_code", "level") if asked[name] is not None}
    found = AgencyRepository(store.database).page(filters, question, start and start[1], request.limit + 1)
    placed = [((agency.code, agency.code), agency) for agency in found]
    return page(Page[Agency], placed, request.limit, asked)


def save_agencies(store: Store, request: SaveAgencies, context: Context) -> ImportReport:
    """All of the batch or nothing. Raises ServiceError: forbidden, invalid_request."""
    require_keeper(context.actor)
    return store.run_idempotent(
        contract.save_agencies, request, context, lambda uow: store_agencies(store, request.agencies, uow)
    )


def store_agencies(store: Store, batch: Sequence[Agency], uow: UnitOfWork) -> ImportReport:
    agencies = AgencyRepository(store.database)
    serialise_writers(store.database, "agencies", uow.session)
    known = tree.StoredAgencies(
        parents=agencies.parents(uow.session),
        owners=agencies.owners(
            {key for agency in batch for key in tree.canonical_codes(agency)}, uow.session
        ),
        calendar_ids=CalendarRepository(store.database).ids(uow.session),
    )
    if faults := tuple(tree.agency_faults(batch, known)):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=faults)
    before = agencies.of_codes([agency.code for agency in batch], uow.session)
    agencies.save([agency for agency in batch if before.get(agency.code) != agency], uow.session)
    return tally(batch, [before.get(agency.code) for agency in batch])


def import_units(store: Store, request: ImportUnits, context: Context) -> ImportReport:
    """What cannot be kept is named with its reasons; the rest is kept."""
    require_keeper(context.actor)
    return store.run_idempotent(
        contract.import_units, request, context, lambda uow: store_units(store, request.units, uow)
    )


def store_units(store: Store, batch: Sequence[AdminUnit], uow: UnitOfWork) -> ImportReport:
    units = UnitRepository(store.database)
    serialise_writers(store.database, "units", uow.session)
    same_code = units.of_codes({row.code for row in batch}, uow.session)
    set_aside = map_of.rejection_reasons(
        batch, same_code, units.existing_ids(map_of.referenced_ids(batch), uow.session)
    )
    sound = [row for row in batch if row.unit_id not in set_aside]
    before = {row.unit_id: row for row in units.of_ids([row.unit_id for row in sound], uow.session)}
    units.save([row for row in sound if before.get(row.unit_id) != row], uow.session)
    held = [
        QuarantinedRow(ref=row.unit_id, code=row.code, reasons=set_aside[row.unit_id])
        for row in batch
        if row.unit_id in set_aside
    ]
    return tally(sound, [before.get(row.unit_id) for row in sound], held)


def list_units(store: Store, request: ListUnits, _: Context) -> Page[AdminUnit]:
    day = request.on or today()
    asked = request.model_dump(mode="json", exclude={"limit", "cursor"}) | {"on": day.isoformat()}
    start = after(request.cursor, asked)
    named = tuple(dict.fromkeys(words(request.q)))
    if request.q and not named:
        return Page[AdminUnit](items=())
    filters = {name: asked[name] for name in ("kind", "parent_id") if asked[name] is not None}
    found = UnitRepository(store.database).page(filters, named, day, start, request.limit + 1)
    return page(Page[AdminUnit], [((row.code, row.unit_id), row) for row in found], request.limit, asked)


def get_unit(store: Store, request: GetUnit, _: Context) -> AdminUnit:
    unit = UnitRepository(store.database).get(request.code, request.on or today())
    if unit is None:
        raise not_found("unit")
    return unit


def trace_unit(store: Store, request: TraceUnit, context: Context) -> UnitTrace:
    """Raises ServiceError: not_found, invalid_request for a trace into the past."""
    to = request.to or today()
    if to < request.on:
        detail = "A unit is traced forward: this day is before the day of the unit."
        raise ServiceError(
            ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer="/to", code="backwards", detail=detail),)
        )
    unit = get_unit(store, GetUnit(code=request.code, on=request.on), context)
    return UnitTrace(unit=unit, became=tuple(_successors_on(UnitRepository(store.database), unit, to)))


def _successors_on(units: UnitRepository, unit: AdminUnit, day: date) -> list[AdminUnit]:
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
    batch: Sequence[Model], before: Sequence[Model | None], quarantined: Sequence[QuarantinedRow] = ()
) -> ImportReport:
    """`before` is what was kept of each, or None."""
    new = sum(kept is None for kept in before)
    same = sum(kept == row for row, kept in zip(batch, before, strict=True))
    return ImportReport(
        loaded=new, updated=len(batch) - new - same, unchanged=same, quarantined=tuple(quarantined)
    )
