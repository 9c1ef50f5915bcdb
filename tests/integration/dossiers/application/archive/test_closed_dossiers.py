"""Closed dossiers on the database: each once in the file plan of its day, packaged, retained until the archive has it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.integration.dossiers.application.test_expired_records import apply, ended
from tests.support.dossiers.office import FREE, LocalOffice, whole_life
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime.timer_handler import RunAgainAt
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import ArchivalState, ClosedDossier, Dossier, FilePlan, HoldingArchive
from contracts.errors import ErrorCode
from contracts.personal_data import ErasePerson
from contracts.time import local_day
from dossiers.application import personal_data
from dossiers.application.archive import closed_dossiers

LEADER = Actor(kind=ActorKind.OFFICER, account_id="leader-1", agency_code=AGENCY, roles=(OfficerRole.LEADER,))
HEAD = Actor(kind=ActorKind.OFFICER, account_id="head-1", agency_code=AGENCY, roles=(OfficerRole.MANAGER,))
ELSEWHERE = HEAD.model_copy(update={"agency_code": "H26.12"})
OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
OWN = Context.new(Actor(kind=ActorKind.SERVICE, name="dossiers"))
_seq = itertools.count(1_000_000)


COLLECTIONS = (
    "dossiers",
    "events",
    "file_plans",
    "closed_dossiers",
    "archive_progress",
    "transfers",
    "transfer_documents",
)


@pytest.fixture
def office(office: LocalOffice) -> Iterator[LocalOffice]:
    yield from alone(office)


def alone(office: LocalOffice) -> Iterator[LocalOffice]:
    """In the database with its dossiers; no plan is left behind."""
    for name in COLLECTIONS:
        office.database[name].delete_many({})
    yield office
    for name in COLLECTIONS:
        office.database[name].delete_many({})


def enacted(office: LocalOffice, archive: HoldingArchive | None = None, **fields: Any) -> FilePlan:
    heading = {"code": "TT.01", "heading": "Hồ sơ", "procedure_codes": (FREE,), "years": 20, **fields}
    content = {"title": "Danh mục hồ sơ", "headings": (heading,), "archive": archive}
    draft = office.call("draft_file_plan", HEAD, agency_code=AGENCY, content=content)
    plan: FilePlan = office.call(
        "enact_file_plan", LEADER, plan_id=draft.plan_id, expected_version=draft.version,
        effective_from=local_day(utcnow()), decision="12/QĐ-UBND",
    )  # fmt: skip
    return plan


def publish(office: LocalOffice) -> None:
    """Give all events their places in the feed, as the relay does."""
    for entry in list(office.database.events.find({"seq": None}).sort("_id", 1)):
        office.database.events.update_one({"_id": entry["_id"]}, {"$set": {"seq": next(_seq)}})


def place(office: LocalOffice) -> int:
    publish(office)
    placed = 0
    while (found := office.call("place_closed_dossiers", OPERATOR)).more:
        placed += found.placed
    return placed


def listed(office: LocalOffice, actor: Actor = HEAD, **fields: Any) -> list[ClosedDossier]:
    return list(office.call("list_closed_dossiers", actor, **fields).items)


def one(office: LocalOffice, dossier: Dossier) -> ClosedDossier:
    (found,) = [each for each in listed(office) if each.dossier_id == dossier.dossier_id]
    return found


def test_each_closed_dossier_is_placed_once_and_what_the_plan_lacks_is_listed(
    office: LocalOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = enacted(office)
    returned, withdrawn = whole_life(office), ended(office)
    office.submit()
    monkeypatch.setattr(closed_dossiers, "BATCH", 1)
    assert (place(office), place(office)) == (2, 0), "the open one has no place"
    found = one(office, returned)
    assert found.place is not None
    assert (found.place.plan_id, found.place.code, found.closed_on) == (
        plan.plan_id,
        "TT.01",
        local_day(utcnow()),
    )
    assert [each.dossier_id for each in listed(office, state=ArchivalState.UNCLASSIFIED)] == [
        withdrawn.dossier_id
    ]
    office.database.archive_progress.delete_many({})
    assert (place(office), len(listed(office))) == (2, 2), "read again, each is there once"
    refused(ErrorCode.FORBIDDEN, lambda: listed(office, ELSEWHERE, agency_code=AGENCY))
    assert listed(office, ELSEWHERE) == []
    with pytest.raises(RunAgainAt) as again:
        closed_dossiers.place_hourly(office.deps, OWN)
    assert again.value.due_at > utcnow() + timedelta(minutes=50)


def test_a_person_classifies_and_a_plan_of_the_same_day_reaches_the_rest(office: LocalOffice) -> None:
    first, second = ended(office), whole_life(office)
    place(office)
    assert one(office, first).state is one(office, second).state is ArchivalState.UNPLANNED
    plan = enacted(office)
    assert (one(office, first).state, one(office, second).state) == (
        ArchivalState.UNCLASSIFIED, ArchivalState.CLASSIFIED,
    )  # fmt: skip
    chosen: dict[str, Any] = {
        "plan_id": plan.plan_id,
        "heading_code": "TT.01",
        "dossier_ids": (first.dossier_id,),
    }
    refused(ErrorCode.NOT_FOUND, lambda: office.call("classify_dossiers", ELSEWHERE, **chosen))
    wrong = {**chosen, "heading_code": "TT.99"}
    refused(ErrorCode.INVALID_REQUEST, lambda: office.call("classify_dossiers", HEAD, **wrong))
    office.call("classify_dossiers", HEAD, **chosen)
    found = one(office, first)
    assert found.place is not None
    assert (found.state, found.place.classified_by) == (ArchivalState.CLASSIFIED, "head-1")


def test_a_package_is_noted_once_and_leaves_the_list(office: LocalOffice) -> None:
    enacted(office)
    dossier = whole_life(office)
    place(office)
    assert office.call("list_unpackaged", OPERATOR).dossier_ids == (dossier.dossier_id,)
    archived = office.call("get_archive_record", OPERATOR, dossier_id=dossier.dossier_id)
    assert archived.place.code == "TT.01"
    note: dict[str, Any] = {"dossier_id": dossier.dossier_id, "sha256": "a" * 64, "size": 10, "entries": 5}
    refused(ErrorCode.FORBIDDEN, lambda: office.call("note_package", HEAD, **note))
    office.call("note_package", OPERATOR, **note)
    before = one(office, dossier)
    office.call("note_package", OPERATOR, **note)
    assert (one(office, dossier), before.state) == (before, ArchivalState.PACKAGED)
    assert office.call("list_unpackaged", OPERATOR).left == 0


def test_neither_schedule_nor_person_takes_a_dossier_that_the_plan_retains(office: LocalOffice) -> None:
    dossier = ended(office)
    assert apply(office, survey=True).due == 1, "without a plan the schedule decides"
    enacted(office)
    assert (apply(office).due, apply(office).waiting) == (0, 1), "before it has its place"
    place(office)
    assert (apply(office).due, apply(office).waiting) == (0, 1)
    accounts = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))
    request = ErasePerson(account_id=office.citizen.account_id, ended_before=utcnow() + timedelta(days=1))
    assert personal_data.erase_person(office.deps.store, request, accounts).erased == ()
    handed_over = {"state": "handed_over", "place.retained_until": "2020-01-01", "place": {
        "plan_id": "p", "code": "c", "heading": "h", "permanent": True, "transfer_due": "2020-01-01",
    }}  # fmt: skip
    handed_over.pop("place.retained_until")
    office.database.closed_dossiers.update_one({"_id": dossier.dossier_id}, {"$set": handed_over})
    assert apply(office).due == 1, "once the archive has it"
