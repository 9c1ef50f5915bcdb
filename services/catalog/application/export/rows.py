"""Everything of the catalogue, page by page, and back again.

A part of the catalogue joins by an entry in `KINDS`: how it is read in the order of its keys, and how its rows are
written back. Rows are what the contract says of them, so that an export outlives a change of the documents.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from catalog.application.export.agencies_and_calendars import (
    read_calendars,
    write_agencies,
    write_calendars,
    write_competences,
    write_units,
)
from catalog.application.export.conditions import read_conditions, write_conditions
from catalog.application.versions.publisher import Publisher
from catalog.domain.access import require_keeper
from catalog.domain.calendars.composition import CalendarParts
from catalog.domain.provincial_fees import fee_row_key as fee_key
from catalog.repository.conditions import StoredCondition
from catalog.repository.versions import VersionRepository
from catalog.repository.whole_documents import WholeDocumentRepository
from chassis.core import pagination
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.base import Model
from contracts.catalog import (
    AdminUnit,
    Agency,
    Competence,
    ExportCatalogue,
    ExportedRow,
    ExportPage,
    ImportExported,
    ImportReport,
    ProcedureVersion,
    ProvincialFee,
    Regime,
)
from contracts.errors import ErrorCode, FieldError, ServiceError

M = TypeVar("M", bound=Model)
Read = Callable[[Store, str | None, int], Iterator[tuple[str, Model]]]
Write = Callable[[UnitOfWork, Sequence[Any]], int]
"""Writes rows of its model; tells how many were new or changed."""


@dataclass(frozen=True)
class ExportedPart(Generic[M]):
    """One part of the catalogue."""

    model: type[M]
    read: Read
    write: Write


def stored_as_is(collection: str, model: type[M], key: Callable[[M], str]) -> ExportedPart[M]:
    """A part that is kept one document a row under its key."""

    def read(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, Model]]:
        return WholeDocumentRepository(store.database, collection, model).page(after, limit)

    def write(uow: UnitOfWork, rows: Sequence[M]) -> int:
        kept = WholeDocumentRepository(uow.database, collection, model)
        news = kept.changed([(key(row), row) for row in rows], uow.session)
        kept.save(news, uow.session)
        return len(news)

    return ExportedPart(model, read, write)


def _read_versions(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, Model]]:
    return VersionRepository(store.database).exported(after, limit)


def _write_versions(uow: UnitOfWork, rows: Sequence[ProcedureVersion]) -> int:
    press = Publisher(uow)
    news = [row for row in rows if press.versions.get(row.code, row.version, uow.session) != row]
    press.save(news)
    return len(news)


PARTS: dict[str, ExportedPart[Any]] = {
    "versions": ExportedPart(ProcedureVersion, _read_versions, _write_versions),
    "regimes": stored_as_is("regimes", Regime, lambda regime: regime.regime_id),
    "calendars": ExportedPart(CalendarParts, read_calendars, write_calendars),
    "agencies": replace(stored_as_is("agencies", Agency, attrgetter("code")), write=write_agencies),
    "units": replace(stored_as_is("units", AdminUnit, attrgetter("unit_id")), write=write_units),
    "competences": replace(
        stored_as_is("competences", Competence, attrgetter("competence_id")), write=write_competences
    ),
    "provincial_fees": stored_as_is("provincial_fees", ProvincialFee, fee_key),
    "conditions": ExportedPart(StoredCondition, read_conditions, write_conditions),
}
"""In the order in which an empty catalogue is filled best."""


def export_catalogue(store: Store, request: ExportCatalogue, context: Context) -> ExportPage:
    require_keeper(context.actor)
    asked = {"kind": request.kind}
    after = None if request.cursor is None else pagination.decode_cursor(request.cursor, asked)[1]
    found = list(_part(request.kind, "/kind").read(store, after, request.limit + 1))
    shown = found[: request.limit]
    more = pagination.encode_cursor(shown[-1][0], shown[-1][0], asked) if len(found) > request.limit else None
    rows = (ExportedRow(kind=request.kind, content=row.model_dump(mode="json")) for _, row in shown)
    return ExportPage(items=tuple(rows), next_cursor=more)


def import_exported(store: Store, request: ImportExported, context: Context) -> ImportReport:
    """All rows or none. `updated` counts those that were new or changed."""
    require_keeper(context.actor)
    rows = _rows_by_kind(request.rows)

    def work(uow: UnitOfWork) -> ImportReport:
        written = sum(PARTS[kind].write(uow, group) for kind, group in rows.items())
        return ImportReport(loaded=0, updated=written, unchanged=len(request.rows) - written)

    return store.run_idempotent(contract.import_exported, request, context, work)


def _rows_by_kind(rows: Iterable[ExportedRow]) -> dict[str, list[Any]]:
    """Raises INVALID_REQUEST for a row that is not what its kind says."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for index, row in enumerate(rows):
        kind = _part(row.kind, f"/rows/{index}/kind")
        try:
            groups[row.kind].append(kind.model.model_validate(row.content))
        except ValidationError as error:
            raise _invalid(f"/rows/{index}/content", "content", str(error.errors()[0]["loc"])) from None
    return groups


def _part(name: str, pointer: str) -> ExportedPart[Any]:
    if name not in PARTS:
        raise _invalid(pointer, "unknown_kind", "This part of the catalogue cannot be exported.")
    return PARTS[name]


def _invalid(pointer: str, code: str, detail: str) -> ServiceError:
    return ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer=pointer, code=code, detail=detail),)
    )
