"""Business conditions in the test's process: who may write, versions, the log, lists and totals."""

from typing import Any

import pytest
from tests.support.catalog.use_cases import Catalogue

from catalog.application import conditions
from catalog.application.export import transfer
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.catalog import (
    BusinessCondition,
    ComplianceCost,
    ConditionContent,
    ConditionStatus,
    ConditionTotals,
    DecideCondition,
    ExportCatalogue,
    ExportedRow,
    GetCondition,
    ImportExported,
    ImportReport,
    ListConditions,
    RecordCondition,
    TotalConditions,
)
from contracts.errors import ErrorCode, ServiceError

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-1")
COST = ComplianceCost(hours=10, hourly_income=50_000, fees=500_000, subjects=100)
HALF = ComplianceCost(hours=10, hourly_income=50_000, subjects=100)


def officer(agency: str, role: OfficerRole = OfficerRole.CATALOGUE) -> Actor:
    return Actor(kind=ActorKind.OFFICER, account_id=f"of-{agency}", agency_code=agency, roles=(role,))


def content(ministry: str, **changes: Any) -> ConditionContent:
    fields: dict[str, Any] = {
        "text": "Có kho chứa rộng ít nhất 100 m²",
        "sector": "Kinh doanh mẫu",
        "ministry_code": ministry,
        "legal_basis": "Nghị định mẫu, điều 7",
        "procedure_codes": ("1.001193",),
        "cost_before": COST,
    }
    return ConditionContent(**fields | changes)


def record(
    catalogue: Catalogue, ministry: str, actor: Actor = ADMINISTRATOR, **changes: Any
) -> BusinessCondition:
    request = RecordCondition(command_id=new_id(), content=content(ministry, **changes))
    return catalogue.run(conditions.record_condition, request, actor)


def decide(
    catalogue: Catalogue,
    condition: BusinessCondition,
    status: ConditionStatus,
    actor: Actor = ADMINISTRATOR,
    **changes: Any,
) -> BusinessCondition:
    fields: dict[str, Any] = {
        "command_id": new_id(),
        "condition_id": condition.condition_id,
        "expected_version": condition.version,
        "status": status,
        "decision": "163/QĐ-TTg",
        "decided_on": "2026-08-03",
    }
    return catalogue.run(conditions.decide_condition, DecideCondition(**fields | changes), actor)


def totals(catalogue: Catalogue, ministry: str, **request: Any) -> ConditionTotals | None:
    found = catalogue.run(conditions.total_conditions, TotalConditions(**request)).ministries
    return next((one for one in found if one.ministry_code == ministry), None)


def refused(catalogue: Catalogue, actor: Actor, ministry: str = "G01") -> ErrorCode:
    with pytest.raises(ServiceError) as error:
        record(catalogue, ministry, actor)
    return error.value.code


def test_totals_say_what_was_cut_simplified_and_kept(catalogue: Catalogue) -> None:
    first, second, _ = (record(catalogue, "G17") for _ in range(3))
    decide(catalogue, first, ConditionStatus.CUT)
    decide(catalogue, second, ConditionStatus.SIMPLIFIED, simplified_text="Có kho chứa", cost_after=HALF)
    assert totals(catalogue, "G17") == ConditionTotals(
        ministry_code="G17",
        conditions=3,
        cut=1,
        simplified=1,
        kept=1,
        yearly_cost_before=300_000_000,
        yearly_cost_after=150_000_000,
    )
    assert totals(catalogue, "G17", on="2020-01-01") is None


def test_its_history_is_a_chain_that_tells_each_version(catalogue: Catalogue) -> None:
    condition = record(catalogue, "G19")
    cut = decide(catalogue, condition, ConditionStatus.CUT)
    entries = event_log.entries(catalogue.database, condition.condition_id)
    assert [(entry.version, entry.type) for entry in entries] == [
        (1, "catalog.condition_recorded"),
        (2, "catalog.condition_decided"),
    ]
    event_log.verify(catalogue.database, condition.condition_id, version=2)
    assert BusinessCondition.model_validate(entries[-1].private["condition"]) == cut


def test_a_correction_keeps_the_decision(catalogue: Catalogue) -> None:
    cut = decide(catalogue, record(catalogue, "G20"), ConditionStatus.CUT)
    request = RecordCondition(
        command_id=new_id(),
        condition_id=cut.condition_id,
        expected_version=2,
        content=content("G20", text="Có kho"),
    )
    changed = catalogue.run(conditions.record_condition, request, ADMINISTRATOR)
    read = catalogue.run(conditions.get_condition, GetCondition(condition_id=cut.condition_id))
    assert read == changed
    assert (changed.version, changed.text, changed.status) == (3, "Có kho", ConditionStatus.CUT)


def test_who_has_seen_an_older_version_decides_nothing(catalogue: Catalogue) -> None:
    condition = record(catalogue, "G21")
    decide(catalogue, condition, ConditionStatus.CUT)
    with pytest.raises(ServiceError) as stale:
        decide(catalogue, condition, ConditionStatus.KEPT)
    assert (stale.value.code, stale.value.params) == (ErrorCode.VERSION_STALE, {"current": 2})


def test_a_command_sent_twice_records_one_condition(catalogue: Catalogue) -> None:
    request = RecordCondition(command_id=new_id(), content=content("G22"))
    first = catalogue.run(conditions.record_condition, request, ADMINISTRATOR)
    assert catalogue.run(conditions.record_condition, request, ADMINISTRATOR) == first
    found = catalogue.run(conditions.list_conditions, ListConditions(ministry_code="000.00.00.G22"))
    assert found.items == (first,)


@pytest.mark.parametrize("agency", ["G01", "G01.26", "000.00.16.G01"])
def test_an_officer_of_the_catalogue_writes_for_the_own_ministry(catalogue: Catalogue, agency: str) -> None:
    condition = record(catalogue, "G01", officer(agency))
    assert decide(catalogue, condition, ConditionStatus.CUT, officer(agency)).status == ConditionStatus.CUT


@pytest.mark.parametrize(
    "actor",
    [
        ANONYMOUS,
        Actor(kind=ActorKind.CITIZEN, account_id="c"),
        officer("G15"),
        officer("G01", OfficerRole.LEADER),
    ],
    ids=["nobody", "citizen", "another ministry", "another role"],
)
def test_others_read_and_do_not_write(catalogue: Catalogue, actor: Actor) -> None:
    condition = record(catalogue, "G01")
    assert refused(catalogue, actor) == ErrorCode.FORBIDDEN
    with pytest.raises(ServiceError) as error:
        decide(catalogue, condition, ConditionStatus.CUT, actor)
    assert error.value.code == ErrorCode.FORBIDDEN
    read = catalogue.run(conditions.get_condition, GetCondition(condition_id=condition.condition_id), actor)
    assert read == condition


def test_a_ministry_does_not_take_over_a_condition_of_another(catalogue: Catalogue) -> None:
    condition = record(catalogue, "G01")
    request = RecordCondition(
        command_id=new_id(),
        condition_id=condition.condition_id,
        expected_version=1,
        content=content("G15"),
    )
    with pytest.raises(ServiceError) as error:
        catalogue.run(conditions.record_condition, request, officer("G15"))
    assert error.value.code == ErrorCode.FORBIDDEN


def test_a_procedure_that_is_not_there_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(ServiceError) as error:
        record(catalogue, "G01", procedure_codes=("1.001193", "1.999999"))
    (wrong,) = error.value.errors
    assert (wrong.pointer, wrong.code) == ("/content/procedure_codes/1", "unknown_procedure")


def test_lists_narrow_and_go_on_by_cursor(catalogue: Catalogue) -> None:
    made = [record(catalogue, "G08", procedure_codes=("1.004222",)) for _ in range(5)]
    decide(catalogue, made[0], ConditionStatus.CUT)
    seen: list[str] = []
    cursor = None
    while True:
        request = ListConditions(procedure_code="1.004222", status="kept", limit=2, cursor=cursor)
        page = catalogue.run(conditions.list_conditions, request)
        seen += [condition.condition_id for condition in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert seen == [condition.condition_id for condition in made[1:]]


def test_an_exported_condition_comes_back_with_its_decisions(catalogue: Catalogue) -> None:
    simplified = decide(
        catalogue,
        record(catalogue, "G02"),
        ConditionStatus.SIMPLIFIED,
        simplified_text="Có kho chứa",
        cost_after=HALF,
    )
    cut = decide(catalogue, simplified, ConditionStatus.CUT, decided_on="2026-09-01")
    exported = catalogue.run(
        transfer.export_catalogue, ExportCatalogue(kind="conditions", limit=100), ADMINISTRATOR
    )
    rows = tuple(r for r in exported.items if r.content["condition"]["condition_id"] == cut.condition_id)
    assert brought_back(catalogue, rows).unchanged == 1
    catalogue.database["conditions"].delete_one({"_id": cut.condition_id})
    assert brought_back(catalogue, rows).updated == 1
    read = catalogue.run(conditions.get_condition, GetCondition(condition_id=cut.condition_id))
    assert read == cut.model_copy(update={"version": 4})
    assert decide(catalogue, read, ConditionStatus.KEPT, decided_on="2026-09-02").version == 5
    event_log.verify(catalogue.database, cut.condition_id, version=5)


def brought_back(catalogue: Catalogue, rows: tuple[ExportedRow, ...]) -> ImportReport:
    request = ImportExported(command_id=new_id(), rows=rows)
    return catalogue.run(transfer.import_exported, request, ADMINISTRATOR)


def test_an_unknown_condition_is_not_found(catalogue: Catalogue) -> None:
    with pytest.raises(ServiceError) as missing:
        catalogue.run(conditions.get_condition, GetCondition(condition_id="nichts"))
    assert missing.value.code == ErrorCode.NOT_FOUND
