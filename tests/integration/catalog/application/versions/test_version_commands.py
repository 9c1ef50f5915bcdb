"""Commands on versions: who may, in which order, and what the public reads after each."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.support.catalog.use_cases import (
    OFFICER,
    Catalogue,
    UseCase,
    decision_of,
    draft,
    made_public,
    move,
    today,
)
from tests.support.catalog.versions import content

from catalog.application import filing_rules, procedures
from catalog.application.versions import version_commands, version_queries
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import event_log
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.catalog import (
    AbolishProcedure,
    DraftVersion,
    GetFilingRules,
    GetProcedure,
    GetVersion,
    ListVersions,
    NamedCode,
    Procedure,
    ProcedureContent,
    ProposeVersion,
    PubliciseVersion,
    PublishVersion,
    VersionState,
)
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day

POLICE = Actor(kind=ActorKind.OFFICER, account_id="o-3", agency_code="G01", roles=(OfficerRole.CATALOGUE,))
BIRTH = "1.001193"


def read(catalogue: Catalogue, code: str, on: date | None = None) -> Procedure:
    return catalogue.run(procedures.get_procedure, GetProcedure(code=code, on=on))


def refusal(catalogue: Catalogue, use_case: UseCase[Any, Any], request: Any, actor: Actor) -> ErrorCode:
    with pytest.raises(ServiceError) as refused:
        catalogue.run(use_case, request, actor)
    return refused.value.code


def test_the_timer_s_work_closes_what_is_over_and_shows_what_is_in_force(catalogue: Catalogue) -> None:
    """The day is moved, not the clock: yesterday's decision is written as if its timer had not run yet."""
    code, tomorrow = "1.920002", today() + timedelta(days=1)
    made_public(catalogue, content(code=code), today())
    made_public(catalogue, content(code=code, name="Tên mới"), tomorrow)
    versions, current = catalogue.database["versions"], catalogue.database["procedures"]
    versions.update_one({"_id": f"{code}@000002"}, {"$set": {"decision.effective_from": today().isoformat()}})
    current.update_one({"_id": code}, {"$set": {"turns_on": today().isoformat()}})
    assert read(catalogue, code).version == 2, "read by the days, before the timer has run"
    for _ in range(2):
        version_commands.roll_over(catalogue.store, code, Context.new())
    stored = current.find_one({"_id": code})
    assert stored is not None
    assert stored["version"] == 2
    old = catalogue.run(version_queries.get_version, GetVersion(code=code, version=1))
    assert (old.state, old.ended_on) == (VersionState.REPLACED, today())


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
    versions = catalogue.run(version_queries.list_versions, ListVersions(code="1.000656"), ANONYMOUS).items
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
    assert catalogue.run(filing_rules.get_filing_rules, rules).procedure.version == 2
    timer = catalogue.database["timers"].find_one({"kind": "catalog.turn", "key": code})
    assert timer is not None
    assert local_day(timer["due_at"]) == tomorrow


def test_an_abolished_procedure_cannot_be_read_found_or_filed(catalogue: Catalogue) -> None:
    code = "1.920003"
    version = made_public(catalogue, content(code=code), today())
    over = move(
        catalogue,
        version_commands.abolish_procedure,
        AbolishProcedure,
        version,
        decision=decision_of(today()),
        reason="Hết căn cứ",
    )
    assert (over.state, over.ended_on) == (VersionState.ABOLISHED, today())
    assert (
        refusal(catalogue, procedures.get_procedure, GetProcedure(code=code), ANONYMOUS)
        == ErrorCode.NOT_FOUND
    )
    rules = GetFilingRules(procedure_code=code, agency_code="H26.31.05", at=datetime.now(UTC))
    assert refusal(catalogue, filing_rules.get_filing_rules, rules, ANONYMOUS) == ErrorCode.NOT_FOUND
    shown = catalogue.run(version_queries.get_version, GetVersion(code=code, version=1), ANONYMOUS)
    assert shown.abolition_reason == "Hết căn cứ"


def test_another_agency_moves_nothing(catalogue: Catalogue) -> None:
    version = draft(catalogue, content(code="1.920005"))
    named = {"command_id": new_id(), "code": version.code, "version": 1, "expected_revision": 1}
    proposal = ProposeVersion(**named, decision=decision_of(today()))
    assert refusal(catalogue, version_commands.propose_version, proposal, POLICE) == ErrorCode.FORBIDDEN
    citizen = Actor(kind=ActorKind.CITIZEN, account_id="c")
    assert refusal(catalogue, version_commands.propose_version, proposal, citizen) == ErrorCode.NOT_FOUND
    taken = DraftVersion(command_id=new_id(), content=content(code=BIRTH).model_copy(
        update={"promulgator": NamedCode(code="G01", name="Bộ Công an")}))  # fmt: skip
    assert refusal(catalogue, version_commands.draft_version, taken, POLICE) == ErrorCode.FORBIDDEN


def test_who_has_seen_an_older_draft_changes_nothing(catalogue: Catalogue) -> None:
    first = draft(catalogue, content(code="1.920006"))
    second = draft(catalogue, content(code="1.920006", name="Tên khác"), version=1, expected_revision=1)
    assert (second.version, second.revision, second.content.name) == (1, 2, "Tên khác")
    stale = PublishVersion(command_id=new_id(), code=first.code, version=1, expected_revision=1)
    assert refusal(catalogue, version_commands.publish_version, stale, OFFICER) == ErrorCode.VERSION_STALE
    early = PubliciseVersion(command_id=new_id(), code=first.code, version=1, expected_revision=2)
    assert refusal(catalogue, version_commands.publicise_version, early, OFFICER) == ErrorCode.GUARD_FAILED


def test_an_import_does_not_touch_what_was_decided_here(catalogue: Catalogue) -> None:
    decided = read(catalogue, "1.000656")
    assert catalogue.seed().updated == 0
    assert read(catalogue, "1.000656") == decided


def test_a_command_sent_twice_abolishes_once(catalogue: Catalogue) -> None:
    version = made_public(catalogue, content(code="1.920010"), today())
    request = AbolishProcedure(
        command_id=new_id(), code=version.code, version=1, expected_revision=version.revision,
        decision=decision_of(today()), reason="Hết căn cứ",
    )  # fmt: skip
    first = catalogue.run(version_commands.abolish_procedure, request, OFFICER)
    assert catalogue.run(version_commands.abolish_procedure, request, OFFICER) == first
