"""Seeding and importing: once, twice, changed, by the wrong person; in the test's process."""

from typing import Any

import pytest
from tests.support.catalog.national_rows import list_row
from tests.support.catalog.use_cases import ADMINISTRATOR, Catalogue, UseCase

from catalog.application import national_import, procedures, seeding
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts.base import Actor, ActorKind, Command
from contracts.catalog import (
    GetProcedure,
    ImportReport,
    ImportRow,
    ImportRows,
    ListQuarantine,
    Procedure,
    ProcedureSource,
    SeedStarter,
)
from contracts.errors import ErrorCode, ServiceError

CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="citizen-1")


def read(catalogue: Catalogue, code: str) -> Procedure:
    return catalogue.run(procedures.get_procedure, GetProcedure(code=code))


def test_seeding_again_changes_nothing(catalogue: Catalogue) -> None:
    before = read(catalogue, "1.004222")
    report = catalogue.seed()
    assert (report.loaded, report.updated, report.unchanged) == (0, 0, 11)
    assert read(catalogue, "1.004222") == before


def test_every_sample_row_is_loaded_or_quarantined_and_a_second_run_finds_nothing_new(
    catalogue: Catalogue,
) -> None:
    listed, detailed = catalogue.import_samples()
    assert (listed.rows, detailed.rows) == (19, 9)
    assert all(totals.accounted == totals.rows for totals in (listed, detailed))
    assert (listed.loaded, listed.updated, detailed.loaded, detailed.updated) == (0, 0, 0, 0)
    assert (len(listed.quarantined), len(detailed.quarantined)) == (8, 3)


def test_quarantined_rows_are_kept_by_name_with_every_reason(catalogue: Catalogue) -> None:
    reasons = catalogue.quarantine()
    assert reasons["catalog.jsonl:13"] == ("malformed_code: ' 1.900011' at code",)
    assert [reason.split(":")[0] for reason in reasons["1.900003.json"]] == [
        "unknown_submission_method",
        "unknown_processing_time_unit",
    ]
    assert reasons["catalog.jsonl:18"] == ("duplicate_code: 1.900001 is also catalog.jsonl:1",)


def test_a_quarantined_row_is_stored_as_it_came(catalogue: Catalogue) -> None:
    row = catalogue.database["quarantine"].find_one({"ref": "catalog.jsonl:5"})
    assert row is not None
    assert row["raw"].startswith('"{\\"id\\": ')


def test_a_detail_replaces_the_listed_procedure_and_never_the_typed_one(catalogue: Catalogue) -> None:
    assert read(catalogue, "1.900001").source == ProcedureSource.NATIONAL_DETAIL
    assert read(catalogue, "1.004222").name == "Đăng ký thường trú"


def test_a_quarantined_detail_leaves_the_procedure_findable(catalogue: Catalogue) -> None:
    assert read(catalogue, "1.900003").source == ProcedureSource.NATIONAL_LIST


def test_a_change_makes_a_new_version_a_new_etag_and_one_event(catalogue: Catalogue) -> None:
    code = "1.910001"
    assert catalogue.import_list(list_row(code=code, name="Tên đầu mẫu")).loaded == 1
    first = read(catalogue, code)
    assert catalogue.import_list(list_row(code=code, name="Tên đầu mẫu")).unchanged == 1
    assert read(catalogue, code) == first
    assert catalogue.import_list(list_row(code=code, name="Tên sau mẫu")).updated == 1
    second = read(catalogue, code)
    assert (first.version, second.version) == (1, 2)
    assert first.etag != second.etag
    entries = [(entry.version, entry.type) for entry in event_log.entries(catalogue.database, code)]
    public, moved = "catalog.procedure_published", "catalog.version_moved"
    assert entries == [(1, public), (2, public), (3, moved)]
    event_log.verify(catalogue.database, code, version=3)


def test_a_row_that_was_mended_at_its_source_leaves_the_quarantine(catalogue: Catalogue) -> None:
    catalogue.import_list(list_row(code="1.910002", state="GONE"), ref="mended.jsonl")
    assert "mended.jsonl:1" in catalogue.quarantine()
    assert catalogue.import_list(list_row(code="1.910002"), ref="newer.jsonl").loaded == 1
    assert "mended.jsonl:1" not in catalogue.quarantine()


def test_two_rows_of_one_run_cannot_both_be_the_procedure(catalogue: Catalogue) -> None:
    run_id = new_id()
    catalogue.import_list(list_row(code="1.910003", name="Dòng một mẫu"), run_id=run_id, ref="a.jsonl")
    report = catalogue.import_list(
        list_row(code="1.910003", name="Dòng hai mẫu"), run_id=run_id, ref="b.jsonl"
    )
    assert report.quarantined[0].reasons == ("duplicate_code: 1.910003 is also a.jsonl:1",)
    assert read(catalogue, "1.910003").name == "Dòng một mẫu"


def test_a_batch_sent_twice_has_one_effect_and_one_answer(catalogue: Catalogue) -> None:
    rows = (ImportRow(ref="once.jsonl:1", content=list_row(code="1.910004")),)
    request = ImportRows(command_id=new_id(), run_id=new_id(), kind="list", rows=rows)
    first = catalogue.run(national_import.import_rows, request, ADMINISTRATOR)
    assert catalogue.run(national_import.import_rows, request, ADMINISTRATOR) == first
    assert read(catalogue, "1.910004").version == 1


@pytest.mark.parametrize(
    ("use_case", "command"),
    [
        (seeding.seed_starter, SeedStarter(command_id="c-1")),
        (national_import.import_rows, ImportRows(command_id="c-2", run_id="r", kind="list", rows=())),
    ],
    ids=["seed", "import"],
)
def test_citizens_change_nothing(
    catalogue: Catalogue, use_case: UseCase[Any, ImportReport], command: Command
) -> None:
    with pytest.raises(ServiceError) as refused:
        catalogue.run(use_case, command, CITIZEN)
    assert refused.value.code == ErrorCode.FORBIDDEN


def test_citizens_do_not_see_the_quarantine(catalogue: Catalogue) -> None:
    with pytest.raises(ServiceError) as refused:
        catalogue.run(national_import.list_quarantine, ListQuarantine(), CITIZEN)
    assert refused.value.code == ErrorCode.FORBIDDEN
