"""Every opening of a file by somebody else is stored before the ticket is given, and shown to the person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.integration.records.use_cases import (
    DOSSIERS,
    ELSEWHERE,
    OFFICER,
    OTHER_CITIZEN,
    OWNER,
    RECEPTION,
    Records,
    as_actor,
    submitted,
)
from tests.unit.records.domain.paper_samples import paper

from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.base import Acting, Actor, ActorKind, RepresentationGround, RepresentationScope
from contracts.data_readings import DataReading, ReadingGround, ReadPart
from contracts.errors import ErrorCode, ServiceError
from contracts.personal_data import RestrictPerson
from contracts.records import GetPaper, ListFileReadings, OpenDownload, PaperOwner
from records.application import files, readings, restriction
from records.application.papers import queries
from records.domain.papers import PaperFile, PaperHolder, PaperState
from records.repository import FileRepository, PaperRepository

ACCOUNTS = Actor(kind=ActorKind.SERVICE, name="accounts")


def download(records: Records, file_id: str, actor: Actor, ground: str | None = "") -> None:
    context = replace(as_actor(actor), reading_ground=ground)
    files.open_download(records.papers, records.signer, OpenDownload(file_id=file_id), context)


def of_file(records: Records, file_id: str, actor: Actor = OWNER) -> list[DataReading]:
    found = readings.list_file_readings(records.store, ListFileReadings(limit=100), as_actor(actor)).items
    return [reading for reading in found if reading.file_ids == (file_id,)]


def filed(records: Records) -> str:
    file_id = records.store_file()
    records.share(submitted(file_id))
    return file_id


def test_the_person_sees_which_agency_has_opened_a_file_and_why(records: Records) -> None:
    file_id = filed(records)
    download(records, file_id, OFFICER)
    download(records, file_id, OFFICER, "complaint; 3/GM")
    stated, usual = of_file(records, file_id)
    assert (stated.ground, usual.ground) == (ReadingGround.COMPLAINT, ReadingGround.DOSSIER)
    assert {reading.part for reading in (stated, usual)} == {ReadPart.FILE}
    assert {reading.agency_code for reading in (stated, usual)} == {OFFICER.agency_code}
    assert {(reading.officer_id, reading.reference) for reading in (stated, usual)} == {(None, None)}
    assert of_file(records, file_id, OTHER_CITIZEN) == []
    rows = list(records.store.database.readings.find({"file_ids": file_id, "ground": "complaint"}))
    assert [("reference" in row, "sealed" in row) for row in rows] == [(False, True)]


def test_support_opens_no_file_of_who_has_restricted_it(records: Records) -> None:
    """Until the restriction ends; who works on the dossier, and who has a ground of the law, open it as before."""
    file_id = filed(records)
    restrict(records, restricted=True)
    with pytest.raises(ServiceError) as refused:
        download(records, file_id, OFFICER, "support")
    assert refused.value.code is ErrorCode.PROCESSING_RESTRICTED
    for ground in ("", "complaint; 3/GM", "proceedings"):
        download(records, file_id, OFFICER, ground)
    restrict(records, restricted=False)
    download(records, file_id, OFFICER, "support")
    assert len(of_file(records, file_id)) == 4


def restrict(records: Records, *, restricted: bool, caller: Actor = ACCOUNTS) -> None:
    request = RestrictPerson(account_id=OWNER.account_id, restricted=restricted)
    restriction.restrict_person(records.store, request, as_actor(caller))


def test_nobody_but_accounts_restricts(records: Records) -> None:
    with pytest.raises(ServiceError):
        restrict(records, restricted=True, caller=OFFICER)


def test_own_openings_and_those_of_services_are_not_recorded(records: Records) -> None:
    file_id = filed(records)
    download(records, file_id, OWNER)
    download(records, file_id, DOSSIERS)
    assert of_file(records, file_id) == []


def test_what_a_representative_opens_is_recorded_by_the_act(records: Records) -> None:
    file_id = filed(records)
    act = Acting(
        person_id="p", representation_id="act-1", version=1, ground=RepresentationGround.PARENT,
        scopes=(RepresentationScope.READ,),
    )  # fmt: skip
    parent = OWNER.model_copy(update={"acting": act})
    download(records, file_id, parent)
    (mine,) = of_file(records, file_id)
    assert (mine.ground, mine.representation_id, mine.officer_id) == (
        ReadingGround.REPRESENTATION,
        "act-1",
        None,
    )
    (shown,) = of_file(records, file_id, parent)
    assert shown.representation_id is None


def test_what_is_refused_is_no_reading(records: Records) -> None:
    file_id = filed(records)
    with pytest.raises(ServiceError, match="not_found"):
        download(records, file_id, ELSEWHERE)
    assert of_file(records, file_id) == []


def test_no_ticket_is_given_when_the_reading_cannot_be_stored(
    records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = filed(records)

    def away(*_: object) -> None:
        raise RuntimeError(new_id())

    monkeypatch.setattr(Store, "insert_shared", away)
    with pytest.raises(RuntimeError):
        download(records, file_id, OFFICER)


def test_an_officer_has_no_list_of_his_own(records: Records) -> None:
    with pytest.raises(ServiceError, match="forbidden"):
        of_file(records, "any", OFFICER)


def stored_paper(records: Records, **changes: Any) -> PaperState:
    """Of the owner, vouched for by the officer's agency; its file was uploaded at the desk."""
    file_id = records.store_file(RECEPTION)
    file = records.store.repository(FileRepository).get(file_id)
    state = paper(
        paper_id=new_id(),
        file=PaperFile.of(file),
        owner=PaperOwner(account_id=OWNER.account_id),
        vouched_by=OFFICER.agency_code,
    ).model_copy(update=changes)
    records.store.repository(PaperRepository).add_all([state])
    return state


def paper_readings(records: Records, state: PaperState) -> list[DataReading]:
    found = readings.list_file_readings(records.store, ListFileReadings(limit=100), as_actor(OWNER)).items
    return [each for each in found if each.paper_ids == (state.paper_id,)]


def test_the_owner_sees_who_has_read_a_paper_and_why(records: Records) -> None:
    issued = stored_paper(records)
    held = stored_paper(
        records,
        vouched_by=None,
        issuer_code=None,
        holders=(PaperHolder(dossier_id="d", agency_code=OFFICER.agency_code),),
    )
    for state in (issued, held):
        queries.get_paper(records.papers, GetPaper(paper_id=state.paper_id), as_actor(OFFICER))
    for state, ground in ((issued, ReadingGround.ISSUER), (held, ReadingGround.DOSSIER)):
        (reading,) = paper_readings(records, state)
        assert (reading.part, reading.ground, reading.officer_id) == (ReadPart.PAPER, ground, None)
        assert reading.agency_code == OFFICER.agency_code


def test_a_paper_read_by_its_owner_or_a_service_is_no_reading(records: Records) -> None:
    state = stored_paper(records)
    for actor in (OWNER, DOSSIERS):
        records.numbers[OWNER.account_id] = None
        queries.get_paper(records.papers, GetPaper(paper_id=state.paper_id), as_actor(actor))
    assert paper_readings(records, state) == []


def test_the_owner_of_a_paper_sees_who_has_opened_its_file(records: Records) -> None:
    """Who uploaded it is somebody else: the office that scanned it, or the service that sealed it."""
    state = stored_paper(records)
    download(records, state.file.file_id, OFFICER)
    (reading,) = of_file(records, state.file.file_id)
    assert reading.part is ReadPart.FILE
