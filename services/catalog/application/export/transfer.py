"""Export of the whole catalogue as rows, page by page, and import of such rows.

A part of the catalogue joins by an entry in `PARTS`. A row holds what the contract names of it, so that an export
outlives a change of the stored documents. Imported rows are written as they are: what one refers to may come in a
later batch, so nothing is checked against the rest.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from catalog.application.agency_ends import with_ends_recorded
from catalog.application.changes import run_command
from catalog.application.export.calendars import read_calendars, write_calendars
from catalog.application.export.conditions import read_conditions, write_conditions
from catalog.application.search.thesaurus import read_thesaurus, write_thesaurus
from catalog.application.versions.publisher import Publisher
from catalog.domain.access import require_keeper
from catalog.domain.calendars.composition import CalendarParts
from catalog.repository.agencies import AgencyRepository
from catalog.repository.competences import CompetenceRepository
from catalog.repository.conditions import StoredCondition
from catalog.repository.model_repository import ModelRepository
from catalog.repository.provincial_fees import ProvincialFeeRepository
from catalog.repository.questions import NationalRow, NationalRowRepository, QuestionRepository
from catalog.repository.regime_drafts import RegimeDraftRepository
from catalog.repository.regimes import AgencyTermsRepository, RegimeRepository
from catalog.repository.units import UnitRepository
from catalog.repository.versions import VersionRepository
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.base import Model
from contracts.catalog import (
    AdminUnit,
    Agency,
    AgencyTerms,
    CatalogueQuestion,
    Competence,
    ExportCatalogue,
    ExportedRow,
    ExportPage,
    ImportExported,
    ImportReport,
    ProcedureVersion,
    ProvincialFee,
    Regime,
    RegimeDraft,
    SearchThesaurusContent,
)
from contracts.errors import ErrorCode, FieldError, ServiceError

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class ExportedPart(Generic[M]):
    """One part of the catalogue.

    `read(store, after, limit)` gives keys and rows in the order of the keys; `write(uow, rows)` writes rows back and
    gives the number of those that were new or changed.
    """

    model: type[M]
    read: Callable[[Store, str | None, int], Iterator[tuple[str, M]]]
    write: Callable[[UnitOfWork, Sequence[M]], int]


def part_of(repository: type[ModelRepository[M]], model: type[M]) -> ExportedPart[M]:
    """A part that is one collection of one model."""
    return ExportedPart(
        model,
        lambda store, after, limit: store.repository(repository).exported(after, limit),
        lambda uow, rows: sum(uow.repository(repository).save_changed(rows)),
    )


def _read_versions(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, ProcedureVersion]]:
    return store.repository(VersionRepository).exported(after, limit)


def _write_versions(uow: UnitOfWork, rows: Sequence[ProcedureVersion]) -> int:
    publisher = Publisher(uow)
    changed = [row for row in rows if publisher.versions.get(row.code, row.version) != row]
    publisher.save(changed)
    return len(changed)


def _read_agencies(store: Store, after: str | None, limit: int) -> Iterator[tuple[str, Agency]]:
    return store.repository(AgencyRepository).exported(after, limit)


def _write_agencies(uow: UnitOfWork, rows: Sequence[Agency]) -> int:
    agencies = uow.repository(AgencyRepository)
    return with_ends_recorded(uow, rows, lambda: sum(agencies.save_changed(rows)))


PARTS: dict[str, ExportedPart[Any]] = {
    "versions": ExportedPart(ProcedureVersion, _read_versions, _write_versions),
    "regimes": part_of(RegimeRepository, Regime),
    "agency_terms": part_of(AgencyTermsRepository, AgencyTerms),
    "calendars": ExportedPart(CalendarParts, read_calendars, write_calendars),
    "agencies": ExportedPart(Agency, _read_agencies, _write_agencies),
    "units": part_of(UnitRepository, AdminUnit),
    "competences": part_of(CompetenceRepository, Competence),
    "provincial_fees": part_of(ProvincialFeeRepository, ProvincialFee),
    "conditions": ExportedPart(StoredCondition, read_conditions, write_conditions),
    "national_rows": part_of(NationalRowRepository, NationalRow),
    "questions": part_of(QuestionRepository, CatalogueQuestion),
    "regime_drafts": part_of(RegimeDraftRepository, RegimeDraft),
    "thesaurus": ExportedPart(SearchThesaurusContent, read_thesaurus, write_thesaurus),
}
"""In the order in which an empty catalogue is filled best."""


def export_catalogue(store: Store, request: ExportCatalogue, context: Context) -> ExportPage:
    """Raises ServiceError: FORBIDDEN, INVALID_REQUEST for an unknown kind or a cursor of another list."""
    require_keeper(context.actor)
    selection = {"kind": request.kind}
    start = position_of(request.cursor, selection, str)
    read = _part(request.kind, "/kind").read
    return page(
        ExportPage,
        list(read(store, start and start[1], request.limit + 1)),
        request.limit,
        key=lambda row: (row[0], row[0]),
        filter=selection,
        view=lambda row: ExportedRow(kind=request.kind, content=row[1].model_dump(mode="json")),
    )


def import_exported(store: Store, request: ImportExported, context: Context) -> ImportReport:
    """All rows or none. `updated` counts those that were new or changed. Raises FORBIDDEN, INVALID_REQUEST."""
    require_keeper(context.actor)
    rows = _rows_by_kind(request.rows)

    def work(uow: UnitOfWork) -> ImportReport:
        written = sum(PARTS[kind].write(uow, group) for kind, group in rows.items())
        return ImportReport(loaded=0, updated=written, unchanged=len(request.rows) - written)

    return run_command(store, contract.import_exported, request, context, work)


def _rows_by_kind(rows: Iterable[ExportedRow]) -> dict[str, list[Any]]:
    """Raises INVALID_REQUEST for a row that is not what its kind says."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for index, row in enumerate(rows):
        model = _part(row.kind, f"/rows/{index}/kind").model
        try:
            groups[row.kind].append(model.model_validate(row.content, extra="ignore"))
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
