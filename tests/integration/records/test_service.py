"""Files are announced, shown and lent by the service; bytes go by its tickets through the door."""

from datetime import timedelta

import pytest
from tests.integration.records.records_processes import OWNER, ContentServer, RecordsProcess

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts import records as contract
from contracts.base import ANONYMOUS, Actor, ActorKind, OfficerRole
from contracts.dossiers import SUBMITTED, DossierFilesEvent, DossierStatus
from contracts.events import AnyEvent, Event
from contracts.records import DescribeFiles, FileState, GetFile, OpenDownload, OpenUpload
from devstack.waiting import wait_until
from records.application.file_contents import DISCARD_BLOB, FORGET_FILE
from records.repository import GridFsBlobs

PDF = b"%PDF-1.7\n" + b"x" * 3000
STRANGER = Actor(kind=ActorKind.CITIZEN, account_id="stranger")
OFFICER = Actor(
    kind=ActorKind.OFFICER, account_id="officer", agency_code="H05.34.44", roles=(OfficerRole.PROCESSING,)
)
DOSSIERS = Actor(kind=ActorKind.SERVICE, name="dossiers")


def stored(records: RecordsProcess, door: ContentServer, actor: Actor = OWNER) -> str:
    ticket = records.upload_of(actor, len(PDF))
    assert door.put(ticket.file_id, PDF, ticket=ticket.ticket).status_code == 200
    return ticket.file_id


def submitted(*file_ids: str) -> AnyEvent:
    payload = DossierFilesEvent(
        dossier_id=new_id(),
        status=DossierStatus.SUBMITTED,
        procedure_code="1.000001",
        procedure_name="Đăng ký khai sinh",
        agency_code="H05.34.44",
        applicant_id="applicant",
        follower_ids=("applicant",),
        agency_codes=("H05.34.44",),
        file_ids=file_ids,
    )
    return Event[DossierFilesEvent](
        event_id=new_id(),
        type=SUBMITTED.name,
        schema_version=1,
        aggregate_id=payload.dossier_id,
        aggregate_version=1,
        occurred_at=utcnow(),
        actor=OWNER,
        correlation_id=new_id(),
        payload=payload,
    )


def test_the_tickets_of_the_service_open_the_door(records: RecordsProcess, door: ContentServer) -> None:
    file_id = stored(records, door)
    ticket = records.call(contract.open_download, OpenDownload(file_id=file_id), OWNER)
    assert ticket.max_bytes == len(PDF)
    assert door.get(file_id, ticket=ticket.ticket).content == PDF


def test_an_upload_opened_twice_with_one_key_is_one_file(records: RecordsProcess) -> None:
    request = OpenUpload(command_id=new_id(), name="Tờ khai.pdf", size=10)
    first = records.call(contract.open_upload, request, OWNER)
    assert records.call(contract.open_upload, request, OWNER) == first


def test_nobody_uploads_without_an_account(records: RecordsProcess) -> None:
    request = OpenUpload(command_id=new_id(), name="Tờ khai.pdf", size=10)
    assert records.refusal(contract.open_upload, request, ANONYMOUS) == "unauthenticated"


def test_a_stranger_is_told_that_there_is_no_such_file(records: RecordsProcess, door: ContentServer) -> None:
    file_id = stored(records, door)
    assert records.refusal(contract.get_file, GetFile(file_id=file_id), STRANGER) == "not_found"
    assert records.refusal(contract.open_download, OpenDownload(file_id=file_id), STRANGER) == "not_found"


def test_an_officer_sees_no_file_before_a_dossier_holds_it(
    records: RecordsProcess, door: ContentServer
) -> None:
    request = OpenDownload(file_id=stored(records, door))
    assert records.refusal(contract.open_download, request, OFFICER) == "not_found"


def test_a_file_that_has_not_come_cannot_be_read(records: RecordsProcess) -> None:
    ticket = records.upload_of(OWNER, 10)
    assert records.call(contract.get_file, GetFile(file_id=ticket.file_id), OWNER).state == FileState.PENDING
    request = OpenDownload(file_id=ticket.file_id)
    assert records.refusal(contract.open_download, request, OWNER) == "file_not_usable"


def test_a_service_gets_the_files_that_exist(records: RecordsProcess, door: ContentServer) -> None:
    file_id = stored(records, door)
    request = DescribeFiles(file_ids=(new_id(), file_id, file_id))
    (info,) = records.call(contract.describe_files, request, DOSSIERS).files
    assert (info.file_id, info.state, info.owner_id) == (file_id, FileState.STORED, OWNER.account_id)


@pytest.mark.parametrize(("actor", "code"), [(OWNER, "forbidden"), (ANONYMOUS, "unauthenticated")])
def test_nobody_else_asks_for_many_files(records: RecordsProcess, actor: Actor, code: str) -> None:
    assert records.refusal(contract.describe_files, DescribeFiles(file_ids=("x",)), actor) == code


def test_a_dossier_lets_its_agency_and_its_applicant_read(
    records: RecordsProcess, door: ContentServer
) -> None:
    file_id = stored(records, door)
    records.publish(submitted(file_id, new_id()))
    wait_until(lambda: "records.file_shared" in records.event_types_of(file_id), what="the file is shared")
    for actor in (OFFICER, Actor(kind=ActorKind.CITIZEN, account_id="applicant")):
        ticket = records.call(contract.open_download, OpenDownload(file_id=file_id), actor)
        assert door.get(file_id, ticket=ticket.ticket).content == PDF
    assert records.refusal(contract.get_file, GetFile(file_id=file_id), STRANGER) == "not_found"


def test_an_event_that_comes_twice_shares_once(records: RecordsProcess, door: ContentServer) -> None:
    file_id, marker = stored(records, door), stored(records, door)
    event = submitted(file_id)
    for told in (event, event, submitted(marker)):
        records.publish(told)
    wait_until(lambda: len(records.event_types_of(marker)) == 2, what="the later event was handled")
    queue_empty = {"_id": {"$regex": event.event_id}}
    wait_until(
        lambda: records.store.database.inbox.count_documents(queue_empty) == 1, what="it is in the inbox"
    )
    assert records.event_types_of(file_id) == ["records.file_stored", "records.file_shared"]
    verify(records.store.database, file_id)


def test_what_the_door_told_is_published_by_the_service(records: RecordsProcess, door: ContentServer) -> None:
    file_id = stored(records, door)
    told = {"aggregate_id": file_id, "published_at": {"$ne": None}}
    wait_until(
        lambda: records.store.database.events.count_documents(told) == 1, what="the event is published"
    )


def test_an_upload_that_never_came_is_forgotten_after_a_day(records: RecordsProcess) -> None:
    ticket = records.upload_of(OWNER, 10)
    timers, row = records.store.database.timers, {"kind": FORGET_FILE, "key": ticket.file_id}
    timer = timers.find_one(row)
    assert timer is not None
    assert timedelta(hours=23, minutes=59) < timer["due_at"] - utcnow() <= timedelta(days=1)
    timers.update_one(row, {"$set": {"due_at": utcnow()}})
    wait_until(lambda: timers.find_one(row) is None, what="the timer has run")
    assert records.refusal(contract.get_file, GetFile(file_id=ticket.file_id), OWNER) == "not_found"


def test_a_file_that_came_is_kept(records: RecordsProcess, door: ContentServer) -> None:
    file_id = stored(records, door)
    assert records.store.database.timers.find_one({"kind": FORGET_FILE, "key": file_id}) is None
    assert (
        records.store.database.timers.find_one({"kind": DISCARD_BLOB, "key": door.file(file_id).blob_id})
        is None
    )


def test_bytes_that_no_file_uses_are_removed(records: RecordsProcess) -> None:
    blob_id, database = new_id(), records.store.database
    sink = GridFsBlobs(database).create(blob_id)
    sink.write(b"x" * 600_000)
    discard_now(records, blob_id)
    assert database["blobs.chunks"].count_documents({"files_id": blob_id}) == 0


def test_bytes_in_use_are_kept_whatever_the_timer_says(records: RecordsProcess, door: ContentServer) -> None:
    file_id = stored(records, door)
    discard_now(records, str(door.file(file_id).blob_id))
    assert door.get(file_id).content == PDF


def discard_now(records: RecordsProcess, blob_id: str) -> None:
    records.store.transaction(Context.new(), lambda uow: uow.schedule(DISCARD_BLOB, blob_id, utcnow(), {}))
    row = {"kind": DISCARD_BLOB, "key": blob_id}
    wait_until(lambda: records.store.database.timers.find_one(row) is None, what="the timer has run")
