"""Every reading of a dossier by somebody else is stored before it is answered, and shown to the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from tests.support.database_requests import requests_to
from tests.support.dossiers.office import (
    DESK,
    METHODS,
    OFFICER,
    USE_CASES,
    LocalOffice,
    new_citizen,
    received,
    request_of,
    whole_life,
)
from tests.support.dossiers.refusals import refused
from tests.support.dossiers.samples import AGENCY

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import first_id
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from contracts.base import (
    Acting,
    Actor,
    ActorKind,
    OfficerRole,
    Page,
    RepresentationGround,
    RepresentationScope,
)
from contracts.data_readings import DataReading, ReadingGround, ReadPart
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ErrorCode
from contracts.time import VIETNAM
from dossiers.application.retention import delete_old_readings

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin")
SYSTEM = Actor(kind=ActorKind.SYSTEM, account_id="province", agency_code="H26")
EXPERT = Actor(
    kind=ActorKind.OFFICER, account_id="expert", agency_code="G18.26", roles=(OfficerRole.PROCESSING,)
)
FROM_GATEWAY = ""
"""What a gateway passes on when nothing was stated."""


def today() -> date:
    return utcnow().astimezone(VIETNAM).date()


def call(office: LocalOffice, name: str, actor: Actor, ground: str | None, **fields: Any) -> Any:
    """As through a gateway that passes on what was stated."""
    context = replace(Context.new(actor), reading_ground=ground)
    return USE_CASES[name](office.deps, request_of(METHODS[name], fields), context)


def read(office: LocalOffice, of: Dossier, actor: Actor, ground: str | None = FROM_GATEWAY) -> Dossier:
    found: Dossier = call(office, "get_dossier", actor, ground, dossier_id=of.dossier_id)
    return found


def mine(office: LocalOffice, **fields: Any) -> tuple[DataReading, ...]:
    found: Page[DataReading] = office.call("list_readings", office.citizen, **fields)
    return found.items


READS: dict[ReadPart, Callable[[LocalOffice, Dossier], Any]] = {
    ReadPart.DOSSIER: lambda office, of: read(office, of, OFFICER),
    ReadPart.HISTORY: lambda office, of: office.call("get_history", OFFICER, dossier_id=of.dossier_id),
    ReadPart.CLOCK: lambda office, of: office.call("get_clock", OFFICER, dossier_id=of.dossier_id),
    ReadPart.CONTROL_SHEET: lambda office, of: office.call(
        "get_control_sheet", OFFICER, dossier_id=of.dossier_id
    ),
    ReadPart.LINE: lambda office, of: office.call("list_dossiers", OFFICER, q=of.submission_number),
    ReadPart.REGISTER_ROW: lambda office, of: office.call(
        "list_register", OFFICER, from_day=today(), to_day=today(), limit=100
    ),
}


@pytest.mark.parametrize("part", READS)
def test_the_person_sees_what_was_read_by_which_agency_on_what_ground(
    office: LocalOffice, part: ReadPart
) -> None:
    dossier = received(office)
    assert mine(office) == ()
    READS[part](office, dossier)
    (reading,) = mine(office)
    assert (reading.part, reading.dossier_ids) == (part, (dossier.dossier_id,))
    assert (reading.reader_kind, reading.agency_code) == (ActorKind.OFFICER, AGENCY)
    assert reading.ground in (ReadingGround.AGENCY_TASK, ReadingGround.OWN_TASK)
    assert reading.officer_id is None
    assert timedelta(0) <= utcnow() - reading.read_at < timedelta(minutes=5)


def test_every_part_is_read_in_a_test() -> None:
    """Files and papers in the tests of records, the matter and a look-up below."""
    elsewhere = {ReadPart.MATTER, ReadPart.LOOK_UP, ReadPart.FILE, ReadPart.PAPER}
    assert set(READS) == set(ReadPart) - elsewhere


def test_own_readings_are_not_recorded(office: LocalOffice) -> None:
    dossier = office.submit()
    office.read(dossier, office.citizen)
    office.call("get_history", office.citizen, dossier_id=dossier.dossier_id)
    office.call("list_dossiers", office.citizen)
    assert mine(office) == ()


def test_the_person_sees_what_a_representative_has_read_and_by_which_act(office: LocalOffice) -> None:
    dossier = office.submit()
    act = Acting(
        person_id="p", representation_id="act-1", version=1, ground=RepresentationGround.PARENT,
        scopes=(RepresentationScope.READ,),
    )  # fmt: skip
    parent = office.citizen.model_copy(update={"acting": act})
    office.read(dossier, parent)
    office.call("get_history", parent, dossier_id=dossier.dossier_id)
    office.call("list_dossiers", parent)
    found = mine(office)
    assert [reading.part for reading in found] == [ReadPart.LINE, ReadPart.HISTORY, ReadPart.DOSSIER]
    assert {reading.ground for reading in found} == {ReadingGround.REPRESENTATION}
    assert {(reading.officer_id, reading.representation_id) for reading in found} == {(None, "act-1")}
    by_parent = office.call("list_readings", parent, dossier_id=dossier.dossier_id).items
    leader = office.call("list_readings", OFFICER, dossier_id=dossier.dossier_id).items
    assert {reading.representation_id for reading in (*by_parent, *leader)} == {None}
    assert len(by_parent) == len(leader) == 3


def test_an_agency_whose_opinion_is_asked_for_reads_the_matter(office: LocalOffice) -> None:
    due_at = utcnow() + timedelta(days=1)
    consulted = office.act(
        DossierAction.REQUEST_CONSULTATION, received(office), agency_code="G18.26", content="?", due_at=due_at
    )
    read(office, consulted, EXPERT)
    assert [(reading.part, reading.ground) for reading in mine(office)] == [
        (ReadPart.MATTER, ReadingGround.CONSULTATION)
    ]


def test_the_system_of_an_agency_above_is_seen(office: LocalOffice) -> None:
    read(office, office.submit(), SYSTEM)
    assert [(reading.reader_kind, reading.agency_code, reading.ground) for reading in mine(office)] == [
        (ActorKind.SYSTEM, "H26", ReadingGround.AGENCY_SYSTEM)
    ]


@pytest.mark.parametrize("name", ["get_dossier", "get_history", "get_clock", "get_control_sheet"])
def test_who_has_no_part_in_it_is_asked_why_and_shown_nothing_before(office: LocalOffice, name: str) -> None:
    dossier = whole_life(office)
    stranger = office.hire(OfficerRole.PROCESSING)
    for actor in (stranger, ADMINISTRATOR):
        reading = partial(call, office, name, actor, dossier_id=dossier.dossier_id)
        refused(ErrorCode.READING_GROUND_REQUIRED, partial(reading, ground=FROM_GATEWAY))
        refused(ErrorCode.READING_GROUND_REQUIRED, partial(reading, ground="curiosity"))
        assert reading(ground="complaint; 12/GM")
    assert [reading.ground for reading in mine(office)] == [ReadingGround.COMPLAINT] * 2


def test_who_may_not_see_it_is_not_asked(office: LocalOffice) -> None:
    dossier = office.submit()
    refused(ErrorCode.NOT_FOUND, lambda: read(office, dossier, EXPERT, "complaint"))
    assert mine(office) == ()


def test_through_a_gateway_of_the_release_before_it_is_shown_and_seen_to_be_without_a_ground(
    office: LocalOffice,
) -> None:
    read(office, office.submit(), ADMINISTRATOR, None)
    assert [reading.ground for reading in mine(office)] == [ReadingGround.NOT_STATED]


def test_a_page_of_a_list_is_one_record_and_shows_each_person_his_own(office: LocalOffice) -> None:
    first = office.submit()
    neighbour = new_citizen()
    second = office.call(
        "submit", neighbour, **office.submission() | {"papers": ()} | _paper_of(office, neighbour)
    )
    with requests_to(office.database.name) as requests:
        office.call("list_dossiers", OFFICER, limit=2, sort="newest")
    assert requests.by_kind["insert readings"] == 1
    (reading,) = mine(office)
    assert reading.dossier_ids == (first.dossier_id,)
    (theirs,) = office.call("list_readings", neighbour).items
    assert (theirs.reading_id, theirs.dossier_ids) == (reading.reading_id, (second.dossier_id,))


def _paper_of(office: LocalOffice, owner: Actor) -> dict[str, Any]:
    return {"papers": ({"component_code": "cho_o", "file_id": office.store_file(owner)},)}


def test_an_empty_page_is_no_reading(office: LocalOffice) -> None:
    before = office.database.readings.count_documents({})
    office.call("list_dossiers", OFFICER, q="khongcoai")
    assert office.database.readings.count_documents({}) == before


def test_the_register_as_a_document_is_a_reading_of_all_its_rows(office: LocalOffice) -> None:
    received(office)
    office.call("issue_register", OFFICER, from_day=today(), to_day=today())
    assert [reading.part for reading in mine(office)] == [ReadPart.REGISTER_ROW]


def test_the_head_sees_which_of_his_officers_read_it_and_nobody_of_another_agency(
    office: LocalOffice, head: Actor
) -> None:
    dossier = received(office)
    read(office, dossier, DESK)
    read(office, dossier, OFFICER, "inspection; 7/QD")
    read(office, dossier, SYSTEM)
    found = office.call("list_readings", head, dossier_id=dossier.dossier_id).items
    assert [reading.officer_id for reading in found] == [None, OFFICER.account_id, DESK.account_id]
    assert [reading.reference for reading in found] == [None, "7/QD", None]
    theirs = mine(office, dossier_id=dossier.dossier_id)
    assert [reading.reading_id for reading in theirs] == [reading.reading_id for reading in found]
    assert {(reading.officer_id, reading.reference) for reading in theirs} == {(None, None)}


def test_the_readings_are_shown_to_nobody_else(office: LocalOffice) -> None:
    dossier = received(office)
    of = {"dossier_id": dossier.dossier_id}
    refused(ErrorCode.FORBIDDEN, lambda: office.call("list_readings", DESK, **of))
    refused(ErrorCode.FORBIDDEN, lambda: office.call("list_readings", ADMINISTRATOR, **of))
    refused(ErrorCode.NOT_FOUND, lambda: office.call("list_readings", new_citizen(), **of))
    refused(ErrorCode.FORBIDDEN, lambda: office.call("list_readings", DESK))


def test_the_pages_go_on_from_the_newest(office: LocalOffice) -> None:
    dossier = office.submit()
    for _ in range(5):
        read(office, dossier, OFFICER)
    seen, cursor = list[str](), None
    while True:
        found = office.call("list_readings", office.citizen, limit=2, cursor=cursor)
        seen += [reading.reading_id for reading in found.items]
        if (cursor := found.next_cursor) is None:
            break
    assert len(seen) == 5
    assert seen == sorted(seen, reverse=True)


def test_nothing_is_shown_when_the_reading_cannot_be_stored(
    office: LocalOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = office.submit()

    def away(*_: Any) -> None:
        raise RuntimeError("the reading was not stored")

    monkeypatch.setattr(Store, "insert_shared", away)
    with pytest.raises(RuntimeError):
        read(office, dossier, OFFICER)
    assert read(office, dossier, office.citizen)


def test_the_lists_of_readings_are_read_on_their_indexes(office: LocalOffice) -> None:
    read(office, office.submit(), OFFICER)
    for field in ("person_ids", "dossier_ids"):
        found = office.database.readings.find({field: "a", "_id": {"$lt": "b"}}).sort("_id", -1)
        plan = str(found.explain()["queryPlanner"]["winningPlan"])
        assert "IXSCAN" in plan
        assert "'SORT'" not in plan


@pytest.mark.parametrize("number", ["001099000001", "001 099 000 001", "012345678"])
def test_a_search_by_number_is_a_look_up_also_where_it_finds_nothing(
    office: LocalOffice, number: str
) -> None:
    searcher = office.hire(OfficerRole.RECEPTION)
    found = office.call("list_dossiers", searcher, q=number)
    (stored,) = office.database.readings.find({"officer_id": searcher.account_id})
    assert (stored["part"], stored["ground"]) == (ReadPart.LOOK_UP, ReadingGround.AGENCY_TASK)
    assert len(stored["dossier_ids"]) == len(found.items)
    assert number.replace(" ", "") not in str(stored), "the number itself is stored nowhere"


@pytest.mark.parametrize("words", ["", "123456", "Nguyễn Văn An", "H26.31.05-261128-0001"])
def test_other_words_are_no_look_up(office: LocalOffice, words: str) -> None:
    searcher = office.hire(OfficerRole.RECEPTION)
    office.call("list_dossiers", searcher, q=words)
    stored = list(office.database.readings.find({"officer_id": searcher.account_id}))
    assert {reading["part"] for reading in stored} <= {ReadPart.LINE}


def test_readings_are_deleted_after_their_retention_and_no_sooner(office: LocalOffice) -> None:
    readings = office.database.readings
    ages = (400, 366, 364, 1)
    ids = {days: first_id(utcnow() - timedelta(days=days)) for days in ages}
    readings.insert_many([{"_id": key, "person_ids": []} for key in ids.values()])
    with pytest.raises(RunAgainAt) as tomorrow:
        delete_old_readings(office.deps.store, 365)
    assert tomorrow.value.due_at > utcnow() + timedelta(hours=23)
    left = {row["_id"] for row in readings.find({"_id": {"$in": list(ids.values())}})}
    assert left == {ids[364], ids[1]}
    readings.delete_many({"_id": {"$in": list(left)}})


def test_many_are_deleted_in_batches_at_once(office: LocalOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chassis.runtime.retention.BATCH", 2)
    old = [first_id(utcnow() - timedelta(days=400)) + suffix for suffix in "abc"]
    office.database.readings.insert_many([{"_id": key, "person_ids": []} for key in old])
    due = []
    for _ in range(2):
        with pytest.raises(RunAgainAt) as again:
            delete_old_readings(office.deps.store, 365)
        due.append(again.value.due_at - utcnow() < timedelta(minutes=1))
    assert due == [True, False]
    assert office.database.readings.count_documents({"_id": {"$in": old}}) == 0
