"""Agencies (cơ quan) and administrative units (đơn vị hành chính): reading, writing, importing, tracing successors."""

from collections.abc import Sequence
from datetime import date

from catalog.application.agency_ends import with_ends_recorded
from catalog.application.changes import run_command
from catalog.domain import agencies as tree
from catalog.domain import units as unit_map
from catalog.domain.access import require_keeper
from catalog.repository.agencies import AgencyRepository
from catalog.repository.calendars import CalendarRepository
from catalog.repository.units import UnitRepository
from catalog.repository.write_locks import serialise_writers
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.base import Page
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
from contracts.text import fold_words
from contracts.time import local_day


def today() -> date:
    """The local day."""
    return local_day(utcnow())


def get_agency(store: Store, request: GetAgency, _: Context) -> Agency:
    """By any of its codes. Raises ServiceError(NOT_FOUND)."""
    agency = store.repository(AgencyRepository).get(request.code)
    if agency is None:
        raise not_found("agency")
    return agency


def list_agencies(store: Store, request: ListAgencies, _: Context) -> Page[Agency]:
    """By code. A `q` without a word or a code finds none. Raises INVALID_REQUEST for a cursor of another list."""
    selection = request.model_dump(mode="json", exclude={"limit", "cursor"})
    start = position_of(request.cursor, selection, str)
    query = tree.parse_agency_query(request.q) if request.q else None
    if query is not None and not query.searchable:
        return Page[Agency](items=())
    filters = {name: selection[name] for name in ("parent_code", "level") if selection[name] is not None}
    repository = store.repository(AgencyRepository)
    found = list(repository.page(filters, query, start and start[1], request.limit + 1))
    return page(
        Page[Agency],
        found,
        request.limit,
        key=lambda agency: (agency.code, agency.code),
        filter=selection,
    )


def save_agencies(store: Store, request: SaveAgencies, context: Context) -> ImportReport:
    """All of the batch or nothing. Raises ServiceError: FORBIDDEN, INVALID_REQUEST."""
    require_keeper(context.actor)
    return run_command(
        store, contract.save_agencies, request, context, lambda uow: _store_agencies(uow, request.agencies)
    )


def import_units(store: Store, request: ImportUnits, context: Context) -> ImportReport:
    """Units that cannot be stored are reported with their reasons; the rest is stored. Raises FORBIDDEN."""
    require_keeper(context.actor)
    return run_command(
        store, contract.import_units, request, context, lambda uow: _store_units(uow, request.units)
    )


def list_units(store: Store, request: ListUnits, _: Context) -> Page[AdminUnit]:
    """The units of a day by code. Raises ServiceError(INVALID_REQUEST) for a cursor of another list."""
    day = request.on or today()
    selection = request.model_dump(mode="json", exclude={"limit", "cursor"}) | {"on": day.isoformat()}
    start = position_of(request.cursor, selection, str)
    names = tuple(dict.fromkeys(fold_words(request.q)))
    if request.q and not names:
        return Page[AdminUnit](items=())
    filters = {name: selection[name] for name in ("kind", "parent_id") if selection[name] is not None}
    found = list(store.repository(UnitRepository).page(filters, names, day, start, request.limit + 1))
    return page(
        Page[AdminUnit], found, request.limit, key=lambda unit: (unit.code, unit.unit_id), filter=selection
    )


def get_unit(store: Store, request: GetUnit, _: Context) -> AdminUnit:
    """The unit that has a code on a day. Raises ServiceError(NOT_FOUND)."""
    unit = store.repository(UnitRepository).get(request.code, request.on or today())
    if unit is None:
        raise not_found("unit")
    return unit


def trace_unit(store: Store, request: TraceUnit, context: Context) -> UnitTrace:
    """What a unit of a past day has become. Raises ServiceError: NOT_FOUND, INVALID_REQUEST for a trace backwards."""
    to = request.to or today()
    if to < request.on:
        detail = "A unit is traced forward: this day is before the day of the unit."
        raise ServiceError(
            ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer="/to", code="backwards", detail=detail),)
        )
    unit = get_unit(store, GetUnit(code=request.code, on=request.on), context)
    return UnitTrace(unit=unit, became=tuple(_successors_on(store.repository(UnitRepository), unit, to)))


def import_report_of(
    saved: tuple[int, int], rows: Sequence[object], quarantined: Sequence[QuarantinedRow] = ()
) -> ImportReport:
    """`saved` counts the new and the changed ones among `rows`."""
    new, changed = saved
    return ImportReport(
        loaded=new,
        updated=changed,
        unchanged=len(rows) - new - changed,
        quarantined=tuple(quarantined),
    )


def _store_agencies(uow: UnitOfWork, batch: Sequence[Agency]) -> ImportReport:
    serialise_writers(uow, "agencies")
    agencies = uow.repository(AgencyRepository)
    stored = tree.StoredAgencies(
        parents=agencies.parents(),
        owners=agencies.owners({code for agency in batch for code in tree.canonical_codes(agency)}),
        calendar_ids=uow.repository(CalendarRepository).ids(),
    )
    if faults := tuple(tree.agency_faults(batch, stored)):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=faults)
    saved = with_ends_recorded(uow, batch, lambda: agencies.save_changed(batch))
    return import_report_of(saved, batch)


def _store_units(uow: UnitOfWork, batch: Sequence[AdminUnit]) -> ImportReport:
    serialise_writers(uow, "units")
    units = uow.repository(UnitRepository)
    same_code = units.of_codes({unit.code for unit in batch})
    existing_ids = units.existing_ids(unit_map.referenced_ids(batch))
    rejected = unit_map.rejection_reasons(batch, same_code, existing_ids)
    sound = [unit for unit in batch if unit.unit_id not in rejected]
    quarantined = [
        QuarantinedRow(ref=unit.unit_id, code=unit.code, reasons=rejected[unit.unit_id])
        for unit in batch
        if unit.unit_id in rejected
    ]
    return import_report_of(units.save_changed(sound), sound, quarantined)


def _successors_on(units: UnitRepository, unit: AdminUnit, day: date) -> list[AdminUnit]:
    """One round trip for each step of succession."""
    found: dict[str, AdminUnit] = {}
    seen = {unit.unit_id}
    frontier = [unit]
    while frontier:
        standing, successors = unit_map.follow(frontier, day)
        found |= {each.unit_id: each for each in standing}
        frontier = list(units.by_keys(successors - seen).values())
        seen |= successors
    return sorted(found.values(), key=lambda each: (each.code, each.unit_id))
