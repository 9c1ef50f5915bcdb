"""The life of versions, fee tables, export and import; on a running service."""

import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.integration.catalog.conftest import Catalogue
from tests.support.catalog_versions import content

from catalog.domain.regimes import local_day
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts import catalog as contract
from contracts.base import ANONYMOUS, Actor, ActorKind, Method, OfficerRole
from contracts.catalog import (
    AbolishProcedure,
    CompareVersions,
    Decision,
    DraftVersion,
    ExportCatalogue,
    ExportedRow,
    Fee,
    FeeKind,
    GetFilingRules,
    GetProcedure,
    GetPublicationFigures,
    GetVersion,
    ImportExported,
    ListProvincialFees,
    ListVersions,
    Procedure,
    ProcedureContent,
    ProcedureVersion,
    ProposeVersion,
    ProvincialFee,
    PubliciseVersion,
    PublishVersion,
    SaveProvincialFees,
    VersionState,
)
from contracts.errors import ErrorCode, ServiceError

OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
OFFICER = Actor(kind=ActorKind.OFFICER, account_id="o-1", agency_code="G15", roles=(OfficerRole.CATALOGUE,))
PROVINCE = Actor(
    kind=ActorKind.OFFICER, account_id="o-2", agency_code="H26.15", roles=(OfficerRole.CATALOGUE,)
)
POLICE = Actor(kind=ActorKind.OFFICER, account_id="o-3", agency_code="G01", roles=(OfficerRole.CATALOGUE,))
BIRTH = "1.001193"


def today() -> date:
    return local_day(datetime.now(UTC))


def ruling(effective_from: date) -> Decision:
    decided_on = min(effective_from, today())
    return Decision(number="77/QĐ-MAU", decided_on=decided_on, effective_from=effective_from)


def draft(
    catalogue: Catalogue, what: ProcedureContent, actor: Actor = OFFICER, **named: Any
) -> ProcedureVersion:
    request = DraftVersion(command_id=new_id(), content=what, **named)
    return catalogue.call(contract.draft_version, request, actor)


def move(
    catalogue: Catalogue,
    method: Method[Any, ProcedureVersion],
    on: ProcedureVersion,
    actor: Actor = OFFICER,
    **more: Any,
) -> ProcedureVersion:
    request = method.request(
        command_id=new_id(), code=on.code, version=on.version, expected_revision=on.revision, **more
    )
    return catalogue.call(method, request, actor)


def made_public(catalogue: Catalogue, what: ProcedureContent, effective_from: date) -> ProcedureVersion:
    version = draft(catalogue, what)
    version = move(catalogue, contract.propose_version, version, decision=ruling(effective_from))
    version = move(catalogue, contract.publish_version, version)
    return move(catalogue, contract.publicise_version, version)


def read(catalogue: Catalogue, code: str, on: date | None = None) -> Procedure:
    return catalogue.call(contract.get_procedure, GetProcedure(code=code, on=on))


def refusal(catalogue: Catalogue, method: Method[Any, Any], request: Any, actor: Actor) -> ErrorCode:
    with pytest.raises(ServiceError) as refused:
        catalogue.call(method, request, actor)
    return refused.value.code


def test_a_new_version_takes_the_place_of_the_one_in_force(catalogue: Catalogue) -> None:
    before = read(catalogue, "1.000656")
    renamed = ProcedureContent(
        **{name: getattr(before, name) for name in ProcedureContent.model_fields}
    ).model_copy(
        update={"name": "Đăng ký khai tử, tên mới", "sequence": ("Nộp",), "agencies": ("UBND cấp xã",)}
    )
    walked = made_public(catalogue, renamed, today())
    after = read(catalogue, "1.000656")
    assert (walked.state, walked.revision, after.version) == (VersionState.PUBLIC, 4, before.version + 1)
    assert (after.name, after.effective_from, after.state) == (renamed.name, today(), VersionState.PUBLIC)
    versions = catalogue.call(contract.list_versions, ListVersions(code="1.000656"), ANONYMOUS).items
    assert [(v.version, v.state, v.ended_on) for v in versions] == [
        (2, VersionState.PUBLIC, None),
        (1, VersionState.REPLACED, today()),
    ]
    event_log.verify(catalogue.database, "1.000656", version=6)


def test_a_version_of_tomorrow_rules_from_tomorrow(catalogue: Catalogue) -> None:
    code, tomorrow = "1.920001", today() + timedelta(days=1)
    made_public(catalogue, content(code=code), today())
    made_public(catalogue, content(code=code, name="Tên của ngày mai"), tomorrow)
    assert read(catalogue, code).version == 1
    assert (read(catalogue, code, tomorrow).version, read(catalogue, code, tomorrow).name) == (
        2,
        "Tên của ngày mai",
    )
    rules = GetFilingRules(
        procedure_code=code, agency_code="H26.31.05", at=datetime.now(UTC) + timedelta(days=1)
    )
    assert catalogue.call(contract.get_filing_rules, rules).procedure.version == 2
    timer = catalogue.database["timers"].find_one({"kind": "catalog.turn", "key": code})
    assert timer is not None
    assert local_day(timer["due_at"]) == tomorrow


def test_the_timer_turns_what_is_over_and_what_is_in_force(catalogue: Catalogue) -> None:
    """The day is moved, not the clock: yesterday's decision is written as if its timer had not run yet."""
    code, tomorrow = "1.920002", today() + timedelta(days=1)
    made_public(catalogue, content(code=code), today())
    made_public(catalogue, content(code=code, name="Tên mới"), tomorrow)
    rows, shown = catalogue.database["versions"], catalogue.database["procedures"]
    rows.update_one({"_id": f"{code}@000002"}, {"$set": {"decision.effective_from": today().isoformat()}})
    shown.update_one({"_id": code}, {"$set": {"turns_on": today().isoformat()}})
    assert read(catalogue, code).version == 2, "read by the days, before the timer has run"
    catalogue.database["timers"].update_one({"key": code}, {"$set": {"due_at": datetime.now(UTC)}})
    deadline = time.monotonic() + 15
    while (found := shown.find_one({"_id": code})) and found["version"] != 2:
        assert time.monotonic() < deadline, "the timer has not run"
        time.sleep(0.05)
    old = catalogue.call(contract.get_version, GetVersion(code=code, version=1))
    assert (old.state, old.ended_on) == (VersionState.REPLACED, today())


def test_an_abolished_procedure_cannot_be_read_found_or_filed(catalogue: Catalogue) -> None:
    code = "1.920003"
    version = made_public(catalogue, content(code=code), today())
    over = move(catalogue, contract.abolish_procedure, version, decision=ruling(today()), reason="Hết căn cứ")
    assert (over.state, over.ended_on) == (VersionState.ABOLISHED, today())
    assert (
        refusal(catalogue, contract.get_procedure, GetProcedure(code=code), ANONYMOUS) == ErrorCode.NOT_FOUND
    )
    rules = GetFilingRules(procedure_code=code, agency_code="H26.31.05", at=datetime.now(UTC))
    assert refusal(catalogue, contract.get_filing_rules, rules, ANONYMOUS) == ErrorCode.NOT_FOUND
    shown = catalogue.call(contract.get_version, GetVersion(code=code, version=1), ANONYMOUS)
    assert shown.abolition_reason == "Hết căn cứ"


def test_drafts_are_seen_by_those_who_keep_the_catalogue(catalogue: Catalogue) -> None:
    code = "1.920004"
    version = draft(catalogue, content(code=code))
    wanted = GetVersion(code=code, version=version.version)
    assert catalogue.call(contract.get_version, wanted, POLICE) == version
    assert refusal(catalogue, contract.get_version, wanted, ANONYMOUS) == ErrorCode.NOT_FOUND
    assert catalogue.call(contract.list_versions, ListVersions(code=code), ANONYMOUS).items == ()
    assert refusal(catalogue, contract.get_procedure, GetProcedure(code=code), OFFICER) == ErrorCode.NOT_FOUND


def test_another_agency_moves_nothing(catalogue: Catalogue) -> None:
    version = draft(catalogue, content(code="1.920005"))
    named = {"command_id": new_id(), "code": version.code, "version": 1, "expected_revision": 1}
    proposal = ProposeVersion(**named, decision=ruling(today()))
    assert refusal(catalogue, contract.propose_version, proposal, POLICE) == ErrorCode.FORBIDDEN
    citizen = Actor(kind=ActorKind.CITIZEN, account_id="c")
    assert refusal(catalogue, contract.propose_version, proposal, citizen) == ErrorCode.NOT_FOUND
    taken = DraftVersion(command_id=new_id(), content=content(code=BIRTH).model_copy(
        update={"promulgator": contract.NamedCode(code="G01", name="Bộ Công an")}))  # fmt: skip
    assert refusal(catalogue, contract.draft_version, taken, POLICE) == ErrorCode.FORBIDDEN


def test_who_has_seen_an_older_draft_changes_nothing(catalogue: Catalogue) -> None:
    first = draft(catalogue, content(code="1.920006"))
    second = draft(catalogue, content(code="1.920006", name="Tên khác"), version=1, expected_revision=1)
    assert (second.version, second.revision, second.content.name) == (1, 2, "Tên khác")
    stale = PublishVersion(command_id=new_id(), code=first.code, version=1, expected_revision=1)
    assert refusal(catalogue, contract.publish_version, stale, OFFICER) == ErrorCode.VERSION_STALE
    early = PubliciseVersion(command_id=new_id(), code=first.code, version=1, expected_revision=2)
    assert refusal(catalogue, contract.publicise_version, early, OFFICER) == ErrorCode.GUARD_FAILED


def test_an_import_does_not_touch_what_was_decided_here(catalogue: Catalogue) -> None:
    decided = read(catalogue, "1.000656")
    assert catalogue.remote.seed().updated == 0
    assert read(catalogue, "1.000656") == decided


def test_two_versions_are_compared(catalogue: Catalogue) -> None:
    asked = CompareVersions(code="1.000656", before=1, after=2)
    found = catalogue.call(contract.compare_versions, asked, ANONYMOUS)
    assert "/name" in {place.pointer for place in found.differences}


def test_versions_are_listed_newest_first_in_pages(catalogue: Catalogue) -> None:
    code = "1.920007"
    for name in ("Một", "Hai", "Ba"):
        draft(catalogue, content(code=code, name=name))
    first = catalogue.call(contract.list_versions, ListVersions(code=code, limit=2), OFFICER)
    rest = catalogue.call(
        contract.list_versions, ListVersions(code=code, limit=2, cursor=first.next_cursor), OFFICER
    )
    assert [v.name for v in (*first.items, *rest.items)] == ["Ba", "Hai", "Một"]


def test_the_figures_count_what_was_published_under_a_decision(catalogue: Catalogue) -> None:
    made_public(catalogue, content(code="1.920008"), today())
    asked = GetPublicationFigures(from_day=today(), to_day=today(), agency_code="G15")
    found = catalogue.call(contract.get_publication_figures, asked, ANONYMOUS)
    assert found.published >= 1
    assert (found.decided_in_time, found.publicised_in_time) == (0, found.published)
    assert found.complete == found.published


def test_the_table_of_a_province_answers_for_its_agencies_alone(catalogue: Catalogue) -> None:
    late = Fee(
        code="1.001193-LP02", name="Lệ phí khai sinh quá hạn", legal_kind="le_phi",
        kind=FeeKind.FIXED, case_code="1.001193.02", amount=8_000,
    )  # fmt: skip
    row = ProvincialFee(fee=late, province_code="H26", resolution="NQ mẫu", valid_from=date(2026, 1, 1))
    saving = SaveProvincialFees(command_id=new_id(), fees=(row,))
    assert refusal(catalogue, contract.save_provincial_fees, saving, OFFICER) == ErrorCode.FORBIDDEN
    catalogue.call(contract.save_provincial_fees, saving, PROVINCE)
    assert catalogue.call(contract.list_provincial_fees, ListProvincialFees(province_code="H26")).fees == (
        row,
    )

    (told,) = event_log.entries(catalogue.database, "provincial-fees:H26")
    assert (told.type, told.actor) == ("catalog.provincial_fees_saved", PROVINCE)

    def fee_at(agency: str) -> FeeKind:
        request = GetFilingRules(procedure_code=BIRTH, agency_code=agency, at=datetime.now(UTC))
        fees = catalogue.call(contract.get_filing_rules, request).procedure.fees
        return next(fee.kind for fee in fees if fee.code == late.code)

    assert (fee_at("H26.31.05"), fee_at("000.00.16.H05")) == (FeeKind.FIXED, FeeKind.TEXT)


def test_the_steps_of_other_agencies_are_named(catalogue: Catalogue) -> None:
    request = GetFilingRules(procedure_code="2.000986", agency_code="H26.31.05", at=datetime.now(UTC))
    agencies = catalogue.call(contract.get_filing_rules, request).step_agencies
    assert agencies == {"residence": "G01.26.31.05", "insurance": "G18.26.31"}


KINDS = ("versions", "regimes", "calendars", "agencies", "units", "provincial_fees")


def exported(catalogue: Catalogue, kind: Any) -> list[ExportedRow]:
    rows: list[ExportedRow] = []
    cursor = None
    while True:
        request = ExportCatalogue(kind=kind, limit=7, cursor=cursor)
        page = catalogue.call(contract.export_catalogue, request, OPERATOR)
        rows.extend(page.items)
        if (cursor := page.next_cursor) is None:
            return rows


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_written_back_changes_nothing(catalogue: Catalogue, kind: str) -> None:
    rows = exported(catalogue, kind)
    assert rows
    report = catalogue.call(
        contract.import_exported, ImportExported(command_id=new_id(), rows=tuple(rows[:200])), OPERATOR
    )
    assert (report.updated, report.unchanged) == (0, min(len(rows), 200))


def test_what_was_lost_comes_back_from_an_export(catalogue: Catalogue) -> None:
    code = "1.920009"
    made_public(catalogue, content(code=code), today())
    before = read(catalogue, code)
    rows = [row for row in exported(catalogue, "versions") if row.content["code"] == code]
    catalogue.database["versions"].delete_many({"code": code})
    catalogue.database["procedures"].delete_one({"_id": code})
    request = ImportExported(command_id=new_id(), rows=tuple(rows))
    assert catalogue.call(contract.import_exported, request, OPERATOR).updated == 1
    assert read(catalogue, code) == before


@pytest.mark.parametrize("actor", [OFFICER, ANONYMOUS])
def test_everything_is_for_operators(catalogue: Catalogue, actor: Actor) -> None:
    assert (
        refusal(catalogue, contract.export_catalogue, ExportCatalogue(kind="regimes"), actor)
        == ErrorCode.FORBIDDEN
    )


def test_a_row_that_is_not_what_it_says_is_refused(catalogue: Catalogue) -> None:
    row = ExportedRow(kind="agencies", content={"code": "H26"})
    request = ImportExported(command_id=new_id(), rows=(row,))
    assert refusal(catalogue, contract.import_exported, request, OPERATOR) == ErrorCode.INVALID_REQUEST


def test_a_command_sent_twice_abolishes_once(catalogue: Catalogue) -> None:
    version = made_public(catalogue, content(code="1.920010"), today())
    request = AbolishProcedure(
        command_id=new_id(), code=version.code, version=1, expected_revision=version.revision,
        decision=ruling(today()), reason="Hết căn cứ",
    )  # fmt: skip
    first = catalogue.call(contract.abolish_procedure, request, OFFICER)
    assert catalogue.call(contract.abolish_procedure, request, OFFICER) == first
