"""The catalogue service as a process: dependencies, wire, replicas and timers. Decisions are tested in process."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.integration.catalog.conftest import RunningCatalogue
from tests.support.catalog.national_rows import list_row
from tests.support.catalog.use_cases import ADMINISTRATOR, OFFICER, decision_of, today
from tests.support.catalog.versions import content

from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import catalog as contract
from contracts.base import Actor, ActorKind, Method
from contracts.catalog import (
    DraftVersion,
    GetFilingRules,
    GetProcedure,
    ImportReport,
    ImportRow,
    ImportRows,
    ProcedureContent,
    ProcedureVersion,
    ProposeVersion,
    PubliciseVersion,
    PublishVersion,
    QueryLegacyApi,
    SearchProcedures,
    SeedStarter,
    SuggestProcedures,
    VersionState,
)
from contracts.errors import ErrorCode, ServiceError
from devstack.waiting import wait_until

CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="citizen-1")


@pytest.fixture(scope="module")
def catalogue(running_catalogue: RunningCatalogue) -> RunningCatalogue:
    running_catalogue.remote.seed()
    return running_catalogue


def import_list(catalogue: RunningCatalogue, *rows: dict[str, Any]) -> ImportReport:
    raw = tuple(ImportRow(ref=f"made.jsonl:{number}", content=row) for number, row in enumerate(rows))
    request = ImportRows(command_id=new_id(), run_id=new_id(), kind="list", rows=raw)
    return catalogue.call(contract.import_rows, request, ADMINISTRATOR)


def found(catalogue: RunningCatalogue, q: str) -> list[str]:
    page = catalogue.call(contract.search_procedures, SearchProcedures(q=q))
    return [summary.code for summary in page.items]


def made_public(catalogue: RunningCatalogue, what: ProcedureContent, **days: int) -> ProcedureVersion:
    request = DraftVersion(command_id=new_id(), content=what)
    version = catalogue.call(contract.draft_version, request, OFFICER)
    decision = decision_of(today() + timedelta(**days))
    moves: tuple[tuple[Method[Any, ProcedureVersion], type[Any], dict[str, Any]], ...] = (
        (contract.propose_version, ProposeVersion, {"decision": decision}),
        (contract.publish_version, PublishVersion, {}),
        (contract.publicise_version, PubliciseVersion, {}),
    )
    for method, command, fields in moves:
        names = {"code": version.code, "version": version.version, "expected_revision": version.revision}
        version = catalogue.call(method, command(command_id=new_id(), **names, **fields), OFFICER)
    return version


def test_a_seeded_procedure_and_its_rules_are_read(catalogue: RunningCatalogue) -> None:
    assert catalogue.call(contract.get_procedure, GetProcedure(code="1.004222")).name == "Đăng ký thường trú"
    request = GetFilingRules(
        procedure_code="1.004222", agency_code="G01.26.31.05", at=datetime(2026, 11, 21, 3, tzinfo=UTC)
    )
    assert catalogue.call(contract.get_filing_rules, request).regime.regime_id == "nd-118-2025-309-2026"


def test_the_index_answers_searches_suggestions_and_the_contract_of_2018(
    catalogue: RunningCatalogue,
) -> None:
    assert "1.001193" in found(catalogue, "khai sinh")
    suggested = catalogue.call(contract.suggest_procedures, SuggestProcedures(q="đăng ký khai si"))
    assert suggested.suggestions
    request = QueryLegacyApi(service="LayDanhSachTTHC")
    assert catalogue.call(contract.ask_old_contract, request).total == catalogue.remote.count().procedures


def test_a_refusal_crosses_the_wire(catalogue: RunningCatalogue) -> None:
    with pytest.raises(ServiceError) as refused:
        catalogue.call(contract.seed_starter, SeedStarter(command_id="c-1"), CITIZEN)
    assert refused.value.code == ErrorCode.FORBIDDEN


def test_a_command_sent_twice_has_one_effect_and_one_answer(catalogue: RunningCatalogue) -> None:
    rows = (ImportRow(ref="once.jsonl:1", content=list_row(code="1.910004")),)
    request = ImportRows(command_id=new_id(), run_id=new_id(), kind="list", rows=rows)
    first = catalogue.call(contract.import_rows, request, ADMINISTRATOR)
    assert catalogue.call(contract.import_rows, request, ADMINISTRATOR) == first
    assert catalogue.call(contract.get_procedure, GetProcedure(code="1.910004")).version == 1


def test_a_guard_speaks_the_caller_s_language(catalogue: RunningCatalogue) -> None:
    version = catalogue.call(
        contract.draft_version, DraftVersion(command_id=new_id(), content=content(code="1.920011")), OFFICER
    )
    request = PublishVersion(
        command_id=new_id(), code=version.code, version=1, expected_revision=version.revision
    )
    context = Context.new(actor=OFFICER, timeout_s=10, locale="en")
    with pytest.raises(ServiceError) as refused:
        catalogue.caller.call(contract.publish_version, request, context, 10)
    assert refused.value.params["reason"] == "the version is not in the state for it"


def test_every_replica_notices_what_another_published(catalogue: RunningCatalogue, tmp_path: Path) -> None:
    with catalogue.replica(tmp_path / "second.log"):
        for number in range(3):
            import_list(catalogue, list_row(code=f"1.94000{number}", name=f"Bản sao {'abc'[number]}ghi"))
            for _ in range(4):
                assert found(catalogue, f"{'abc'[number]}ghi") == [f"1.94000{number}"]


def test_the_timer_closes_what_is_over_and_shows_what_is_in_force(catalogue: RunningCatalogue) -> None:
    """The day is moved, not the clock: yesterday's decision is written as if its timer had not run yet."""
    code = "1.920002"
    made_public(catalogue, content(code=code), days=0)
    made_public(catalogue, content(code=code, name="Tên mới"), days=1)
    versions, current = catalogue.database["versions"], catalogue.database["procedures"]
    versions.update_one({"_id": f"{code}@000002"}, {"$set": {"decision.effective_from": today().isoformat()}})
    current.update_one({"_id": code}, {"$set": {"turns_on": today().isoformat()}})
    catalogue.database["timers"].update_one({"key": code}, {"$set": {"due_at": datetime.now(UTC)}})
    wait_until(lambda: current.count_documents({"_id": code, "version": 2}) == 1, what="the timer has run")
    old = versions.find_one({"_id": f"{code}@000001"})
    assert old is not None
    assert (old["state"], old["ended_on"]) == (VersionState.REPLACED, today().isoformat())
