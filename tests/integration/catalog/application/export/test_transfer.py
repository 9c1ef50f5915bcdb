"""Export of one catalogue and its import into an empty one; refusals."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.support.catalog.use_cases import ADMINISTRATOR, OFFICER, OPERATOR, Catalogue, made_public, today
from tests.support.catalog.versions import content
from tests.support.stores import OpenStore

from catalog.application import procedures, provincial_fees
from catalog.application.export import transfer
from catalog.application.search import queries
from catalog.repository import create_indexes
from chassis.core.ids import new_id
from cli.catalogue.export_file import send_export, write_export
from contracts.base import ANONYMOUS, Actor
from contracts.catalog import (
    ExportCatalogue,
    ExportedRow,
    ExportPage,
    Fee,
    FeeKind,
    GetProcedure,
    ImportExported,
    ImportReport,
    ProvincialFee,
    SaveProvincialFees,
    SearchProcedures,
)
from contracts.errors import ErrorCode, ServiceError

KINDS = ("versions", "regimes", "calendars", "agencies", "units", "provincial_fees")


def export_page(catalogue: Catalogue, request: ExportCatalogue, actor: Actor = OPERATOR) -> ExportPage:
    return catalogue.run(transfer.export_catalogue, request, actor)


def import_rows(catalogue: Catalogue, request: ImportExported) -> ImportReport:
    return catalogue.run(transfer.import_exported, request, OPERATOR)


def exported(catalogue: Catalogue, kind: Any) -> list[ExportedRow]:
    """All pages, seven rows each."""
    rows: list[ExportedRow] = []
    cursor = None
    while True:
        page = export_page(catalogue, ExportCatalogue(kind=kind, limit=7, cursor=cursor))
        rows.extend(page.items)
        if (cursor := page.next_cursor) is None:
            return rows


def test_an_empty_catalogue_becomes_the_one_that_was_exported(
    catalogue: Catalogue, open_store: OpenStore, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    assert dict(write_export(lambda request: export_page(catalogue, request), first))["versions"] >= 20
    other = Catalogue(open_store("catalog", create_indexes))
    assert all(sent == new for sent, new in send_export(lambda request: import_rows(other, request), first))
    dict(write_export(lambda request: export_page(other, request), second))
    assert second.read_bytes() == first.read_bytes()
    assert other.count().procedures == catalogue.count().procedures
    one, search = GetProcedure(code="2.000986"), SearchProcedures(q="khai sinh")
    assert other.run(procedures.get_procedure, one) == catalogue.run(procedures.get_procedure, one)
    assert other.run_indexed(queries.search_procedures, search) == catalogue.run_indexed(
        queries.search_procedures, search
    )


@pytest.fixture(scope="module")
def catalogue_with_fees(catalogue: Catalogue) -> Catalogue:
    """With a row in the fee table of a province."""
    fee = Fee(code="F-1", name="Lệ phí mẫu", legal_kind="le_phi", kind=FeeKind.FIXED, amount=8_000)
    row = ProvincialFee(fee=fee, province_code="H26", resolution="NQ mẫu", valid_from=date(2026, 1, 1))
    request = SaveProvincialFees(command_id=new_id(), fees=(row,))
    catalogue.run(provincial_fees.save_provincial_fees, request, ADMINISTRATOR)
    return catalogue


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_written_back_changes_nothing(catalogue_with_fees: Catalogue, kind: str) -> None:
    catalogue = catalogue_with_fees
    rows = exported(catalogue, kind)
    assert rows
    report = import_rows(catalogue, ImportExported(command_id=new_id(), rows=tuple(rows[:200])))
    assert (report.updated, report.unchanged) == (0, min(len(rows), 200))


def test_what_was_lost_comes_back_from_an_export(catalogue: Catalogue) -> None:
    code = "1.920009"
    made_public(catalogue, content(code=code), today())
    before = catalogue.run(procedures.get_procedure, GetProcedure(code=code))
    rows = [row for row in exported(catalogue, "versions") if row.content["code"] == code]
    catalogue.database["versions"].delete_many({"code": code})
    catalogue.database["procedures"].delete_one({"_id": code})
    report = import_rows(catalogue, ImportExported(command_id=new_id(), rows=tuple(rows)))
    assert report.updated == 1
    assert catalogue.run(procedures.get_procedure, GetProcedure(code=code)) == before


def test_fields_of_a_later_release_in_a_row_are_ignored(catalogue: Catalogue) -> None:
    row = exported(catalogue, "agencies")[0]
    newer = row.model_copy(update={"content": {**row.content, "field_of_a_later_release": [1]}})
    report = import_rows(catalogue, ImportExported(command_id=new_id(), rows=(newer,)))
    assert (report.updated, report.unchanged) == (0, 1)


@pytest.mark.parametrize("actor", [OFFICER, ANONYMOUS])
def test_everything_is_for_operators(catalogue: Catalogue, actor: Actor) -> None:
    with pytest.raises(ServiceError) as refused:
        export_page(catalogue, ExportCatalogue(kind="regimes"), actor)
    assert refused.value.code == ErrorCode.FORBIDDEN


def test_a_row_that_is_not_what_it_says_is_refused(catalogue: Catalogue) -> None:
    row = ExportedRow(kind="agencies", content={"code": "H26"})
    with pytest.raises(ServiceError) as refused:
        import_rows(catalogue, ImportExported(command_id=new_id(), rows=(row,)))
    assert refused.value.code == ErrorCode.INVALID_REQUEST
