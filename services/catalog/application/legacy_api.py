"""The four calls of the portal's contract of 2018 that the catalogue answers (LayThuTuc, LayDanhSachTTHC, code lists)."""

from collections.abc import Callable
from itertools import islice

from catalog.application.procedures import procedure_on
from catalog.application.search.replica import SearchReplica
from catalog.domain.legacy_api.rows import LegacyRow, agency_row, field_row, listed_row, procedure_row
from catalog.repository.agencies import AgencyRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.catalog import LegacyApiAnswer, QueryLegacyApi
from contracts.time import local_day

PAGE = 1000
RowsAndTotal = tuple[list[LegacyRow], int]


def ask_old_contract(
    store: Store, replica: SearchReplica, request: QueryLegacyApi, _: Context
) -> LegacyApiAnswer:
    """An unknown or malformed code, and a page after the last, are answered with no rows."""
    answers: dict[str, Callable[[], RowsAndTotal]] = {
        "LayThuTuc": lambda: _procedure(store, request.code),
        "LayDanhSachTTHC": lambda: _procedures(store, replica, request.page),
        "LayDanhMucCoQuan": lambda: _agencies(store, request.page),
        "LayDanhMucLinhVuc": lambda: _fields(store, replica, request.page),
    }
    rows, total = answers[request.service]()
    return LegacyApiAnswer(result=tuple(rows), total=total)


def _procedure(store: Store, code: str) -> RowsAndTotal:
    today = local_day(utcnow())
    procedure = procedure_on(store, code, today)
    rows = [] if procedure is None else [procedure_row(procedure, today)]
    return rows, len(rows)


def _procedures(store: Store, replica: SearchReplica, page: int) -> RowsAndTotal:
    index = replica.current_index(store)
    entries = index.listed(_offset(page), PAGE)
    return [listed_row(entry.summary) for entry in entries], len(index)


def _agencies(store: Store, page: int) -> RowsAndTotal:
    agencies = store.repository(AgencyRepository)
    return [agency_row(agency) for agency in agencies.numbered_page(_offset(page), PAGE)], agencies.count()


def _fields(store: Store, replica: SearchReplica, page: int) -> RowsAndTotal:
    """One row for each field that a public procedure is in."""
    fields = sorted(replica.current_index(store).fields(), key=lambda field: field.code)
    return [field_row(field) for field in islice(fields, _offset(page), page * PAGE)], len(fields)


def _offset(page: int) -> int:
    return (page - 1) * PAGE
