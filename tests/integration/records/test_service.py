"""The service itself, over RPC, beside the content server: its tickets, events, timers and accounts."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.integration.records.application.documents.requests import issue_request, seal_request
from tests.integration.records.processes import ContentServer, RecordsProcess
from tests.integration.records.use_cases import (
    DOSSIERS,
    OFFICER,
    OTHER_CITIZEN,
    OWNER,
    PDF,
    RECEPTION,
    submitted,
)
from tests.support.dossiers.neighbours import Neighbours
from tests.support.events import make_event
from tests.support.records.scans import scan

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import records as contract
from contracts.base import ANONYMOUS, Actor, ActorKind
from contracts.dossiers import SUBMITTED
from contracts.events import AnyEvent
from contracts.records import (
    DescribeFiles,
    DigitisePaper,
    FileInfo,
    GetFile,
    ListPapers,
    OpenDownload,
    OpenUpload,
    PaperOwner,
    VerifiedDocument,
    VerifyDocument,
)
from devstack.waiting import wait_until
from devstack.walk.pdf import pdf
from records.application.file_contents import DISCARD_BLOB, FORGET_FILE, TRY_SEAL


@pytest.fixture(scope="module")
def neighbours(service: RecordsProcess) -> Iterator[Neighbours]:
    with Neighbours(service.vhost_uri, services=("accounts", "catalog")) as running:
        yield running


def stored(service: RecordsProcess, server: ContentServer, data: bytes = PDF, actor: Actor = OWNER) -> str:
    """The id of a file whose bytes came through the content server, by the ticket of the service."""
    ticket = service.upload_of(actor, len(data))
    assert server.put(ticket.file_id, data, ticket=ticket.ticket).status_code == 200
    return ticket.file_id


def submitted_event(*file_ids: str) -> AnyEvent:
    payload = submitted(*file_ids)
    return make_event(SUBMITTED, payload.dossier_id, payload)


def test_the_tickets_of_the_service_are_taken_by_the_content_server(
    service: RecordsProcess, server: ContentServer
) -> None:
    file_id = stored(service, server)
    ticket = service.call(contract.open_download, OpenDownload(file_id=file_id), OWNER)
    assert server.get(file_id, ticket=ticket.ticket).content == PDF


def test_an_upload_opened_twice_with_one_key_is_one_file(service: RecordsProcess) -> None:
    request = OpenUpload(command_id=new_id(), name="Tờ khai.pdf", size=10)
    first = service.call(contract.open_upload, request, OWNER)
    assert service.call(contract.open_upload, request, OWNER) == first


def test_the_service_opens_what_an_earlier_release_stored(
    service: RecordsProcess, server: ContentServer
) -> None:
    """In processes of their own, several at once, beside its greenlets."""
    file_ids = tuple(stored(service, server) for _ in range(4))
    service.store.database.files.update_many(
        {"_id": {"$in": file_ids}}, {"$unset": {"content.pages": "", "content.defect": ""}}
    )

    def described(file_id: str) -> FileInfo:
        request = DescribeFiles(file_ids=(file_id,), to_be_sealed=True)
        with BlockingRpcClient(service.vhost_uri, "tests") as caller:
            return caller.call(contract.describe_files, request, Context.new(DOSSIERS), 20).files[0]

    with ThreadPoolExecutor(4) as pool:
        infos = list(pool.map(described, file_ids))
    assert [(info.pages, info.defect, info.seal_defect) for info in infos] == [(1, None, None)] * 4


def test_for_another_citizen_there_is_no_such_file(
    service: RecordsProcess, server: ContentServer, neighbours: Neighbours
) -> None:
    request = GetFile(file_id=stored(service, server))
    assert service.refusal(contract.get_file, request, OTHER_CITIZEN) == "not_found"


def test_an_event_that_comes_twice_shares_once(service: RecordsProcess, server: ContentServer) -> None:
    file_id, marker = stored(service, server), stored(service, server)
    event = submitted_event(file_id)
    for published in (event, event, submitted_event(marker)):
        service.publish(published)
    wait_until(lambda: len(service.event_types_of(marker)) == 2, what="the later event was handled")
    handled = {"_id": {"$regex": event.event_id}}
    wait_until(lambda: service.store.database.inbox.count_documents(handled) == 1, what="it is in the inbox")
    assert service.event_types_of(file_id) == ["records.file_stored", "records.file_shared"]
    ticket = service.call(contract.open_download, OpenDownload(file_id=file_id), OFFICER)
    assert server.get(file_id, ticket=ticket.ticket).content == PDF


@pytest.mark.parametrize("kind", [FORGET_FILE, DISCARD_BLOB])
def test_timers_of_uploads_that_never_came_run(service: RecordsProcess, kind: str) -> None:
    ticket = service.upload_of(OWNER, 10)
    timer = {"kind": kind, "key": ticket.file_id}
    service.store.transaction(Context.new(), lambda uow: uow.schedule(kind, ticket.file_id, utcnow(), {}))
    wait_until(lambda: service.store.database.timers.find_one(timer) is None, what="the timer has run")
    state = {"_id": ticket.file_id}
    left = service.store.database.files.count_documents(state)
    assert left == (0 if kind == FORGET_FILE else 1)


def test_what_an_officer_uploads_is_tried_by_itself(service: RecordsProcess, server: ContentServer) -> None:
    file_id = stored(service, server, pdf("Ket qua"), OFFICER)
    sealable = {"_id": file_id, "content.sealable": True}
    wait_until(lambda: service.store.database.files.find_one(sealable) is not None, what="it was tried")
    timer = {"kind": TRY_SEAL, "key": file_id}
    wait_until(lambda: service.store.database.timers.find_one(timer) is None, what="the timer is gone")


def test_the_same_command_many_times_at_once_makes_one_document(service: RecordsProcess) -> None:
    request = issue_request()

    def issue(_: int) -> str:
        with BlockingRpcClient(service.vhost_uri, "tests") as caller:
            return caller.call(contract.issue_document, request, Context.new(DOSSIERS), 20).file_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(issue, range(4)))) == 1


def test_many_documents_and_results_at_once_are_all_signed(
    service: RecordsProcess, server: ContentServer
) -> None:
    file_ids = [stored(service, server, pdf(f"Ket qua {number}")) for number in range(6)]

    def issue(number: int) -> VerifiedDocument:
        with BlockingRpcClient(service.vhost_uri, "tests") as caller:
            context = Context.new(DOSSIERS)
            if number % 2:
                tried = DescribeFiles(file_ids=(file_ids[number // 2],), to_be_sealed=True)
                assert caller.call(contract.describe_files, tried, context, 20).files[0].seal_defect is None
                sealing = seal_request(file_ids[number // 2])
                code = caller.call(contract.seal_result, sealing, context, 20).verification_code
            else:
                code = caller.call(contract.issue_document, issue_request(), context, 20).verification_code
            return caller.call(contract.verify, VerifyDocument(code=code), context, 20)

    with ThreadPoolExecutor(6) as pool:
        assert all(found.signature.valid for found in pool.map(issue, range(12)))


def test_a_scan_is_found_by_its_owners_number_and_verified_by_anybody(
    service: RecordsProcess, server: ContentServer, neighbours: Neighbours
) -> None:
    citizen = Actor(kind=ActorKind.CITIZEN, account_id=new_id())
    neighbours.numbers[citizen.account_id] = "001099000001"
    request = DigitisePaper(
        command_id=new_id(),
        file_id=stored(service, server, scan(new_id()), RECEPTION),
        title="Giấy khai sinh",
        issuer_code="H26.31.05",
        issued_at=utcnow(),
        owner=PaperOwner(identity_number="001099000001"),
    )
    paper = service.call(contract.digitise_paper, request, RECEPTION)
    assert service.call(contract.list_papers, ListPapers(), citizen).items == (paper,)
    verified = service.call(contract.verify, VerifyDocument(code=paper.verification_code), ANONYMOUS)
    assert (verified.sha256, verified.signature.valid) == (paper.sha256, True)
