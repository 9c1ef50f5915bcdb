"""Files are announced, described, lent and shared."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.integration.records.use_cases import (
    DOSSIERS,
    ELSEWHERE,
    OFFICER,
    OTHER_CITIZEN,
    OWNER,
    PDF,
    Records,
    as_actor,
    event_of,
    submitted,
)
from tests.support.database_requests import requests_to
from tests.support.records.papers import REFUSED
from tests.support.records.signed import REFUSED as UNSEALABLE

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from chassis.storage.timers import Timer
from contracts import dossiers
from contracts.base import ANONYMOUS, Actor, ActorKind
from contracts.dossiers import (
    DocumentIssuedEvent,
    DocumentKind,
    DossierEvent,
    DossierFilesEvent,
    PassedOnEvent,
)
from contracts.errors import ServiceError
from contracts.events import AnyEventType
from contracts.records import (
    DescribeFiles,
    FileInfo,
    FileState,
    FileTicket,
    GetFile,
    LendFiles,
    LentFiles,
    OpenDownload,
    OpenUpload,
)
from devstack.walk.pdf import pdf
from records.application import files, seal_trials
from records.application.file_contents import DISCARD_BLOB, FORGET_FILE, TRY_SEAL
from records.domain.tickets import Operation
from records.repository import FileRepository


def get(records: Records, file_id: str, actor: Actor) -> FileInfo:
    return files.get_file(records.papers, GetFile(file_id=file_id), as_actor(actor))


def download(records: Records, file_id: str, actor: Actor) -> FileTicket:
    request = OpenDownload(file_id=file_id)
    return files.open_download(records.papers, records.signer, request, as_actor(actor))


def test_the_owner_gets_a_ticket_for_the_whole_content(records: Records) -> None:
    ticket = download(records, records.store_file(), OWNER)
    grant = records.signer.verify(ticket.ticket, ticket.file_id, Operation.DOWNLOAD, utcnow())
    assert (grant.max_bytes, grant.expires_at) == (len(PDF), ticket.expires_at)


def test_an_upload_opened_twice_with_one_key_is_one_file(records: Records) -> None:
    request = OpenUpload(command_id=new_id(), name="Tờ khai.pdf", size=10)
    first = files.open_upload(records.store, records.signer, request, as_actor(OWNER))
    assert files.open_upload(records.store, records.signer, request, as_actor(OWNER)) == first


def test_nobody_uploads_without_an_account(records: Records) -> None:
    with pytest.raises(ServiceError, match="unauthenticated"):
        records.announce(ANONYMOUS)


def test_for_another_citizen_there_is_no_such_file(records: Records) -> None:
    file_id = records.store_file()
    with pytest.raises(ServiceError, match="not_found"):
        get(records, file_id, OTHER_CITIZEN)
    with pytest.raises(ServiceError, match="not_found"):
        download(records, file_id, OTHER_CITIZEN)


def test_an_officer_sees_no_file_before_a_dossier_holds_it(records: Records) -> None:
    file_id = records.store_file()
    with pytest.raises(ServiceError, match="not_found"):
        download(records, file_id, OFFICER)


def test_a_file_that_has_not_come_cannot_be_downloaded(records: Records) -> None:
    file_id = records.announce()
    assert get(records, file_id, OWNER).state == FileState.PENDING
    with pytest.raises(ServiceError, match="file_not_usable"):
        download(records, file_id, OWNER)


def test_a_service_gets_the_files_that_exist(records: Records) -> None:
    file_id = records.store_file()
    request = DescribeFiles(file_ids=(new_id(), file_id, file_id))
    (info,) = files.describe_files(records.signing, request, as_actor(DOSSIERS)).files
    assert (info.file_id, info.state, info.owner_id) == (file_id, FileState.STORED, OWNER.account_id)


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_an_earlier_release_stored_unopened_is_opened_when_it_is_wanted(
    records: Records, wrong: str
) -> None:
    code, _, made = REFUSED[wrong]
    broken, whole = records.store_file(data=made(), pages=None), records.store_file(data=pdf("x"), pages=None)
    request = DescribeFiles(file_ids=(broken, whole), to_be_sealed=True)
    refused, taken = files.describe_files(records.signing, request, as_actor(DOSSIERS)).files
    assert (refused.pages, refused.defect, refused.seal_defect) == (None, code, None)
    assert (taken.pages, taken.defect, taken.seal_defect) == (1, None, None)
    stored = {file.file_id: file for file in records.store.repository(FileRepository).find([broken, whole])}
    assert (stored[broken].stored_content.defect, stored[whole].stored_content.pages) == (code, 1)
    assert stored[whole].version == 1, "no change of the file"


def test_whether_a_file_can_be_sealed_is_said_where_it_is_asked(records: Records) -> None:
    defect, made = UNSEALABLE["certified, no changes"]
    file_id = records.store_file(data=made())
    for to_be_sealed, expected in ((False, None), (True, defect)):
        request = DescribeFiles(file_ids=(file_id,), to_be_sealed=to_be_sealed)
        (info,) = files.describe_files(records.signing, request, as_actor(DOSSIERS)).files
        assert (info.pages, info.seal_defect) == (1, expected)


def described(records: Records, file_id: str) -> FileInfo:
    request = DescribeFiles(file_ids=(file_id,), to_be_sealed=True)
    (info,) = files.describe_files(records.signing, request, as_actor(DOSSIERS)).files
    return info


def is_sealable(records: Records, file_id: str) -> bool:
    return records.store.repository(FileRepository).get(file_id).stored_content.sealable


def trial_of(file_id: str) -> Timer:
    return Timer(TRY_SEAL, file_id, utcnow(), {}, 1)


@pytest.mark.parametrize(("uploader", "timers"), [(OFFICER, 1), (OWNER, 0)], ids=["an officer", "a citizen"])
def test_what_an_officer_uploads_is_to_be_tried(records: Records, uploader: Actor, timers: int) -> None:
    file_id = records.store_file(uploader)
    assert records.store.database.timers.count_documents({"kind": TRY_SEAL, "key": file_id}) == timers


def test_what_can_be_sealed_is_noted_with_the_file(records: Records) -> None:
    whole = records.store_file(OFFICER, pdf("Ket qua"))
    broken = records.store_file(OFFICER, UNSEALABLE["certified, no changes"][1]())
    gone, without_bytes = new_id(), records.store_file(OFFICER)
    records.store.database["blobs.chunks"].delete_many({"files_id": records.blob_of(without_bytes)})
    seal_trials.try_scheduled(
        records.signing, [trial_of(each) for each in (whole, broken, gone, without_bytes)]
    )
    assert [is_sealable(records, each) for each in (whole, broken, without_bytes)] == [True, False, False]
    assert records.store.repository(FileRepository).get(whole).version == 1, "no change of the file"


def test_a_file_that_was_tried_is_not_opened_when_it_is_to_be_sealed(records: Records) -> None:
    file_id = records.store_file(OFFICER, pdf("Ket qua"))
    seal_trials.try_scheduled(records.signing, [trial_of(file_id)])
    with requests_to(records.store.database.name) as made:
        assert described(records, file_id).seal_defect is None
    assert made.total == 1, made.by_kind


def test_a_file_that_was_not_tried_is_tried_when_it_is_to_be_sealed(records: Records) -> None:
    file_id = records.store_file(OFFICER, pdf("Ket qua"))
    assert described(records, file_id).seal_defect is None
    assert is_sealable(records, file_id)
    records.share(submitted(file_id))
    assert is_sealable(records, file_id), "also when the file has been changed"


@pytest.mark.parametrize(("actor", "code"), [(OWNER, "forbidden"), (ANONYMOUS, "unauthenticated")])
def test_only_services_describe_files(records: Records, actor: Actor, code: str) -> None:
    with pytest.raises(ServiceError, match=code):
        files.describe_files(records.signing, DescribeFiles(file_ids=("x",)), as_actor(actor))


def test_a_dossier_lets_its_agency_and_its_applicant_read(records: Records) -> None:
    file_id = records.store_file()
    records.share(submitted(file_id, new_id()))
    for actor in (OFFICER, Actor(kind=ActorKind.CITIZEN, account_id="applicant")):
        assert download(records, file_id, actor).max_bytes == len(PDF)
    with pytest.raises(ServiceError, match="not_found"):
        get(records, file_id, OTHER_CITIZEN)


def test_what_is_shared_already_is_no_further_event(records: Records) -> None:
    file_id = records.store_file()
    event = submitted(file_id)
    records.share(event)
    records.share(event)
    assert records.event_types_of(file_id) == ["records.file_stored", "records.file_shared"]
    verify(records.store.database, file_id)


def test_an_upload_that_never_comes_is_to_be_forgotten_after_a_day(records: Records) -> None:
    file_id = records.announce()
    timer = records.store.database.timers.find_one({"kind": FORGET_FILE, "key": file_id})
    assert timer is not None
    assert timedelta(hours=23, minutes=59) < timer["due_at"] - utcnow() <= timedelta(days=1)
    records.file_contents.forget_pending(file_id, as_actor(DOSSIERS))
    with pytest.raises(ServiceError, match="not_found"):
        get(records, file_id, OWNER)


def test_a_file_that_came_has_no_timer_and_is_not_forgotten(records: Records) -> None:
    file_id = records.store_file()
    assert records.store.database.timers.find_one({"kind": FORGET_FILE, "key": file_id}) is None
    timer = {"kind": DISCARD_BLOB, "key": records.blob_of(file_id)}
    assert records.store.database.timers.find_one(timer) is None
    records.file_contents.forget_pending(file_id, as_actor(DOSSIERS))
    assert get(records, file_id, OWNER).state == FileState.STORED


def consulting(file_id: str, dossier_id: str, *consulted: str) -> DossierFilesEvent:
    """A dossier of which these agencies are asked for their opinion."""
    event = submitted(file_id, dossier_id=dossier_id)
    codes = {"agency_codes": (*event.agency_codes, *consulted), "consulted_agencies": consulted}
    return event.model_copy(update=codes)


@pytest.mark.parametrize("ending", [DossierFilesEvent, DossierEvent])
def test_who_is_consulted_reads_a_file_until_nobody_asks(
    records: Records, ending: type[DossierEvent]
) -> None:
    file_id, dossier_id = records.store_file(), new_id()
    records.share(consulting(file_id, dossier_id, ELSEWHERE.agency_code))
    assert download(records, file_id, ELSEWHERE).file_id == file_id
    over = consulting(file_id, dossier_id).model_dump(include=set(ending.model_fields))
    records.share(ending.model_validate({**over, **({"file_ids": ()} if "file_ids" in over else {})}))
    with pytest.raises(ServiceError, match="not_found"):
        download(records, file_id, ELSEWHERE)
    assert download(records, file_id, OFFICER).file_id == file_id, "the agency of the dossier still reads it"


def test_who_is_consulted_in_another_dossier_still_reads(records: Records) -> None:
    file_id, here, there = records.store_file(), new_id(), new_id()
    for dossier_id in (here, there):
        records.share(consulting(file_id, dossier_id, ELSEWHERE.agency_code))
    records.share(consulting(file_id, here))
    assert download(records, file_id, ELSEWHERE).file_id == file_id
    records.share(consulting(file_id, there))
    with pytest.raises(ServiceError, match="not_found"):
        download(records, file_id, ELSEWHERE)


def passed_on(file_id: str, dossier_id: str, before: str, after: str) -> PassedOnEvent:
    """A dossier that passed from one agency to another, which both see until it is received."""
    event = submitted(file_id, dossier_id=dossier_id).model_dump()
    return PassedOnEvent.model_validate(
        {
            **event, "agency_code": after, "agency_codes": (after, before), "passing_agencies": (before,),
            "cause": "wrong_agency", "from_agency": before, "to_agency": after, "reason": "x",
        }
    )  # fmt: skip


def received_there(file_id: str, dossier_id: str, agency: str) -> DossierEvent:
    event = submitted(file_id, dossier_id=dossier_id).model_dump(exclude={"file_ids"})
    return DossierEvent.model_validate({**event, "agency_code": agency, "agency_codes": (agency,)})


def test_who_passed_a_dossier_on_reads_its_files_until_it_is_received(records: Records) -> None:
    file_id, dossier_id = records.store_file(), new_id()
    before, after = OFFICER.agency_code, ELSEWHERE.agency_code
    records.share(submitted(file_id, dossier_id=dossier_id))
    records.share(passed_on(file_id, dossier_id, before, after))
    for reader in (OFFICER, ELSEWHERE):
        assert download(records, file_id, reader).file_id == file_id
    records.share(received_there(file_id, dossier_id, after))
    assert download(records, file_id, ELSEWHERE).file_id == file_id
    with pytest.raises(ServiceError, match="not_found"):
        download(records, file_id, OFFICER)


def test_who_passed_it_on_reads_a_file_that_another_dossier_gave_it(records: Records) -> None:
    file_id, dossier_id = records.store_file(), new_id()
    records.share(submitted(file_id, dossier_id=new_id()))
    records.share(submitted(file_id, dossier_id=dossier_id))
    records.share(passed_on(file_id, dossier_id, OFFICER.agency_code, ELSEWHERE.agency_code))
    records.share(received_there(file_id, dossier_id, ELSEWHERE.agency_code))
    assert download(records, file_id, OFFICER).file_id == file_id


def test_events_of_one_batch_are_heeded_in_their_order(records: Records) -> None:
    file_id, other, dossier_id = records.store_file(), records.store_file(), new_id()
    consultation, answered = (
        consulting(file_id, dossier_id, ELSEWHERE.agency_code),
        consulting(file_id, dossier_id),
    )
    records.share(consultation, submitted(other), answered)
    with pytest.raises(ServiceError, match="not_found"):
        download(records, file_id, ELSEWHERE)
    assert download(records, other, OFFICER).file_id == other
    assert records.event_types_of(file_id) == ["records.file_stored", *["records.file_shared"] * 2]
    verify(records.store.database, file_id, 3)


@pytest.mark.parametrize(
    ("type_", "changes", "shares"),
    [
        (dossiers.SUBMITTED, {}, True),
        (dossiers.SUBMITTED, {"file_ids": ()}, False),
        (dossiers.STEP_COMPLETED, {"file_ids": ()}, False),
        (dossiers.CONSULTATION_ANSWERED, {"file_ids": ()}, True),
    ],
    ids=["filed with papers", "filed without", "a step without files", "an answered consultation"],
)
def test_an_event_that_shares_nothing_is_known_by_itself(
    type_: AnyEventType, changes: dict[str, Any], shares: bool
) -> None:
    payload = submitted("f1").model_copy(update=changes)
    event = event_of(payload, as_actor(DOSSIERS)).model_copy(update={"type": type_.name})
    assert files.shares_something(event) == shares


@pytest.mark.parametrize("given", [True, False])
def test_what_its_readers_were_given_when_it_was_made_is_not_shared_again(given: bool) -> None:
    fields = submitted("f1").model_dump()
    payload = DocumentIssuedEvent(**fields, kind=DocumentKind.RECEIPT, form_number="01", readers_given=given)
    assert files.shares_something(event_of(payload, as_actor(DOSSIERS))) != given


def test_a_service_lends_a_file_at_an_address_that_is_its_own_permission(records: Records) -> None:
    file_id, now = records.store_file(), utcnow()
    request = LendFiles(file_ids=(file_id, new_id()), days=30)
    (lent,) = lend(records, request, DOSSIERS).files
    address, _, ticket = lent.url.partition("?ticket=")
    assert address == f"https://motcua.example/v1/files/{file_id}/content"
    almost = now + timedelta(days=30, minutes=-1)
    assert records.signer.verify(ticket, file_id, Operation.DOWNLOAD, almost).expires_at == lent.expires_at
    with pytest.raises(ServiceError, match="ticket_invalid"):
        records.signer.verify(ticket, file_id, Operation.DOWNLOAD, now + timedelta(days=30, minutes=1))
    with pytest.raises(ServiceError, match="ticket_invalid"):
        records.signer.verify(ticket, file_id, Operation.UPLOAD, now)


@pytest.mark.parametrize("actor", [OWNER, OFFICER, ANONYMOUS])
def test_nobody_but_a_service_lends(records: Records, actor: Actor) -> None:
    request = LendFiles(file_ids=(records.store_file(),), days=1)
    with pytest.raises(ServiceError, match=r"forbidden|unauthenticated"):
        lend(records, request, actor)


def lend(records: Records, request: LendFiles, actor: Actor) -> LentFiles:
    return files.lend_files(
        records.store, records.signer, "https://motcua.example/", request, as_actor(actor)
    )
