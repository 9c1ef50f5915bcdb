"""Documents are issued, results sealed, both verified, by the running service."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.integration.records.document_requests import (
    ANYBODY,
    DOSSIERS,
    OFFICER_OF_AGENCY,
    content,
    issue,
    seal,
    sealing_of,
    stored,
    verified,
)
from tests.integration.records.records_processes import OWNER, ContentServer, RecordsProcess
from tests.support.records_documents import request, short
from tests.support.records_pdf import pages, words
from tests.support.records_seals import image, locked

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import records as contract
from contracts.errors import ErrorCode
from contracts.records import GetFile, PaperStatus, VerifyDocument
from devstack.walk.pdf import pdf


def test_issued_document_is_a_file_with_its_hash(records: RecordsProcess, door: ContentServer) -> None:
    issued = issue(records)
    data = content(door, issued.file_id)
    assert hashlib.sha256(data).hexdigest() == issued.sha256
    assert len(data) == issued.size
    assert issued.verification_code in words(data)


def test_issued_document_verifies_for_anybody(records: RecordsProcess) -> None:
    issued = issue(records)
    found = verified(records, code=issued.verification_code)
    assert found == verified(records, sha256=issued.sha256)
    assert (found.signature.valid, found.status, found.kind) == (True, "valid", "RECEIPT")
    assert found.title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert (found.issuer_name, found.dossier_code) == ("Công an phường mẫu số 5", "H26.31.05-260504-0007")
    assert "Nguyễn" not in found.model_dump_json(), "no person is named"


def test_tampered_bytes_verify_as_changed(records: RecordsProcess, door: ContentServer) -> None:
    issued = issue(records)
    file = door.file(issued.file_id)
    chunks = door.store.database["blobs.chunks"]
    chunk = chunks.find_one({"files_id": file.blob_id, "n": 0})
    assert chunk is not None
    data = bytearray(chunk["data"])
    data[len(data) // 2] ^= 1
    chunks.update_one({"_id": chunk["_id"]}, {"$set": {"data": bytes(data)}})
    signature = verified(records, code=issued.verification_code).signature
    assert (signature.valid, signature.reason) == (False, "changed")


def test_lost_bytes_verify_as_unreadable(records: RecordsProcess, door: ContentServer) -> None:
    issued = issue(records)
    door.store.database["blobs.files"].delete_one({"_id": door.file(issued.file_id).blob_id})
    assert verified(records, code=issued.verification_code).signature.reason == "unreadable"


def test_the_same_command_makes_one_document(records: RecordsProcess) -> None:
    command_id = new_id()
    first = issue(records, command_id)
    assert issue(records, command_id, applicant_name="Người khác") == first


def test_the_same_command_many_times_at_once_makes_one_document(records: RecordsProcess) -> None:
    asked = request("RECEIPT", short()).model_copy(update={"command_id": new_id()})

    def ask(_: int) -> str:
        with BlockingRpcClient(records.vhost_uri, "tests") as caller:
            return caller.call(contract.issue_document, asked, Context.new(DOSSIERS), 20).file_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1


def test_the_issuing_agency_reads_the_document_at_once(records: RecordsProcess) -> None:
    issued = issue(records)
    found = records.call(contract.get_file, GetFile(file_id=issued.file_id), OFFICER_OF_AGENCY)
    assert (found.name, found.owner_id) == ("giay-tiep-nhan-H26.31.05-260504-0007.pdf", "service:dossiers")
    assert records.refusal(contract.get_file, GetFile(file_id=issued.file_id), OWNER) == ErrorCode.NOT_FOUND


def test_only_services_issue_and_seal(records: RecordsProcess) -> None:
    asked = request("RECEIPT", short())
    assert records.refusal(contract.issue_document, asked, OFFICER_OF_AGENCY) == ErrorCode.FORBIDDEN
    assert records.refusal(contract.seal_result, sealing_of("f1"), ANYBODY) == ErrorCode.UNAUTHENTICATED


def test_unknown_kind_is_refused(records: RecordsProcess) -> None:
    assert (
        records.refusal(contract.issue_document, request("DIPLOMA", short()), DOSSIERS)
        == ErrorCode.INVALID_REQUEST
    )


def test_sealed_pdf_is_kept_in_its_owners_store_and_verifies(
    records: RecordsProcess, door: ContentServer
) -> None:
    paper = seal(records, stored(door, pdf("Ket qua")))
    assert (paper.status, paper.verified, paper.number) == (PaperStatus.VALID, True, "7/TB")
    assert "Ket qua" in words(content(door, paper.file_id))
    found = verified(records, code=str(paper.verification_code))
    assert (found.signature.valid, found.kind, found.number) == (True, "RESULT", "7/TB")
    assert found == verified(records, sha256=paper.sha256)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_sealed_image_is_a_page(records: RecordsProcess, door: ContentServer, kind: str) -> None:
    name = "ket-qua.jpg" if kind == "JPEG" else "ket-qua.png"
    paper = seal(records, stored(door, image(kind), name))
    assert (paper.media_type, pages(content(door, paper.file_id))) == ("application/pdf", [(210, 297)])
    assert verified(records, code=str(paper.verification_code)).signature.valid


def test_result_that_replaces_another_is_told_at_verification(
    records: RecordsProcess, door: ContentServer
) -> None:
    old = seal(records, stored(door, pdf("Ban sai")))
    new = seal(records, stored(door, pdf("Ban dung")), replaces=old.paper_id)
    found = verified(records, code=str(old.verification_code))
    assert (found.status, found.replaced_by) == ("replaced", new.verification_code)
    assert verified(records, code=str(new.verification_code)).status == "valid"


def test_the_same_command_seals_once(records: RecordsProcess, door: ContentServer) -> None:
    file_id, command_id = stored(door, pdf("Ket qua")), new_id()
    first = seal(records, file_id, command_id=command_id)
    assert seal(records, file_id, command_id=command_id) == first


def test_locked_result_is_refused(records: RecordsProcess, door: ContentServer) -> None:
    asked = sealing_of(stored(door, locked()))
    assert records.refusal(contract.seal_result, asked, DOSSIERS) == ErrorCode.FILE_NOT_SEALABLE


def test_result_that_is_not_there_is_refused(records: RecordsProcess) -> None:
    assert records.refusal(contract.seal_result, sealing_of(new_id()), DOSSIERS) == ErrorCode.FILE_NOT_USABLE


def test_what_was_not_issued_here_is_not_found(records: RecordsProcess) -> None:
    assert (
        records.refusal(contract.verify, VerifyDocument(code="AAAA-BBBB-CCCC-DDDD"), ANYBODY)
        == ErrorCode.NOT_FOUND
    )
    assert records.refusal(contract.verify, VerifyDocument(sha256="0" * 64), ANYBODY) == ErrorCode.NOT_FOUND


def test_verification_asks_by_one_thing(records: RecordsProcess) -> None:
    assert records.refusal(contract.verify, VerifyDocument(), ANYBODY) == ErrorCode.INVALID_REQUEST
