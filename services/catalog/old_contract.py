"""Answering the four questions that the portal's old contract has for the catalogue."""

from collections.abc import Callable
from itertools import islice

from catalog.domain.old_contract import Row, agency_row, field_row, listed_row, procedure_row
from catalog.domain.regimes import local_day
from catalog.finder import Finder
from catalog.in_force import procedure_on
from catalog.repository.agency_list import AgencyList
from catalog.repository.searchable import Searchable
from chassis.moments import now
from chassis.store import Store
from contracts.catalog import AskOldContract, OldContractAnswer

PAGE = 1000
Found = tuple[list[Row], int]


def ask(store: Store, finder: Finder, request: AskOldContract) -> OldContractAnswer:
    """An unknown or malformed code, and a page after the last, are answered with no rows."""
    answers: dict[str, Callable[[], Found]] = {
        "LayThuTuc": lambda: _procedure(store, request.code),
        "LayDanhSachTTHC": lambda: _procedures(store, finder, request.page),
        "LayDanhMucCoQuan": lambda: _agencies(store, request.page),
        "LayDanhMucLinhVuc": lambda: _fields(store, finder, request.page),
    }
    rows, total = answers[request.service]()
    return OldContractAnswer(result=tuple(rows), total=total)


def _procedure(store: Store, code: str) -> Found:
    today = local_day(now())
    procedure = procedure_on(store, code, today)
    rows = [] if procedure is None else [procedure_row(procedure, today)]
    return rows, len(rows)


def _procedures(store: Store, finder: Finder, page: int) -> Found:
    index = finder.current(Searchable(store.database))
    entries = index.listed(_skipped(page), PAGE)
    return [listed_row(entry.summary) for entry in entries], len(index)


def _agencies(store: Store, page: int) -> Found:
    agencies = AgencyList(store.database)
    return [agency_row(agency) for agency in agencies.part(_skipped(page), PAGE)], agencies.count()


def _fields(store: Store, finder: Finder, page: int) -> Found:
    """One row for each field that a public procedure is in."""
    fields = sorted(finder.current(Searchable(store.database)).fields(), key=lambda field: field.code)
    return [field_row(field) for field in islice(fields, _skipped(page), page * PAGE)], len(fields)


def _skipped(page: int) -> int:
    return (page - 1) * PAGE
