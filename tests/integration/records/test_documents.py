"""Documents are issued, results sealed, both verified, by the running service."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.integration.records.papers_office import (
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
from tests.integration.records.running import OWNER, Door, Records
from tests.unit.records.documents.reading import pages, words
from tests.unit.records.documents.samples import request, short
from tests.unit.records.sealing.samples import image, locked

from chassis.caller import Caller
from chassis.context import Context
from chassis.ids import new_id
from contracts import records as contract
from contracts.errors import Code
from contracts.records import GetFile, PaperStatus, Verify
from local.walk.papers import pdf


def test_issued_document_is_a_file_with_its_hash(records: Records, door: Door) -> None:
    issued = issue(records)
    data = content(door, issued.file_id)
    assert hashlib.sha256(data).hexdigest() == issued.sha256
    assert len(data) == issued.size
    assert issued.verification_code in words(data)


def test_issued_document_verifies_for_anybody(records: Records) -> None:
    issued = issue(records)
    found = verified(records, code=issued.verification_code)
    assert found == verified(records, sha256=issued.sha256)
    assert (found.signature.valid, found.status, found.kind) == (True, "valid", "RECEIPT")
    assert found.title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert (found.issuer_name, found.dossier_code) == ("Công an phường mẫu số 5", "H26.31.05-260504-0007")
    assert "Nguyễn" not in found.model_dump_json(), "no person is named"


def test_tampered_bytes_verify_as_changed(records: Records, door: Door) -> None:
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


def test_lost_bytes_verify_as_unreadable(records: Records, door: Door) -> None:
    issued = issue(records)
    door.store.database["blobs.files"].delete_one({"_id": door.file(issued.file_id).blob_id})
    assert verified(records, code=issued.verification_code).signature.reason == "unreadable"


def test_the_same_command_makes_one_document(records: Records) -> None:
    command_id = new_id()
    first = issue(records, command_id)
    assert issue(records, command_id, applicant_name="Người khác") == first


def test_the_same_command_many_times_at_once_makes_one_document(records: Records) -> None:
    asked = request("RECEIPT", short()).model_copy(update={"command_id": new_id()})

    def ask(_: int) -> str:
        with Caller(records.vhost_uri, "tests") as caller:
            return caller.call(contract.issue_document, asked, Context.new(DOSSIERS), 20).file_id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1


def test_the_issuing_agency_reads_the_document_at_once(records: Records) -> None:
    issued = issue(records)
    found = records.call(contract.get_file, GetFile(file_id=issued.file_id), OFFICER_OF_AGENCY)
    assert (found.name, found.owner_id) == ("giay-tiep-nhan-H26.31.05-260504-0007.pdf", "service:dossiers")
    assert records.refusal(contract.get_file, GetFile(file_id=issued.file_id), OWNER) == Code.NOT_FOUND


def test_only_services_issue_and_seal(records: Records) -> None:
    asked = request("RECEIPT", short())
    assert records.refusal(contract.issue_document, asked, OFFICER_OF_AGENCY) == Code.FORBIDDEN
    assert records.refusal(contract.seal_result, sealing_of("f1"), ANYBODY) == Code.UNAUTHENTICATED


def test_unknown_kind_is_refused(records: Records) -> None:
    assert (
        records.refusal(contract.issue_document, request("DIPLOMA", short()), DOSSIERS)
        == Code.INVALID_REQUEST
    )


def test_sealed_pdf_is_kept_in_its_owners_store_and_verifies(records: Records, door: Door) -> None:
    paper = seal(records, stored(door, pdf("Ket qua")))
    assert (paper.status, paper.verified, paper.number) == (PaperStatus.VALID, True, "7/TB")
    assert "Ket qua" in words(content(door, paper.file_id))
    found = verified(records, code=str(paper.verification_code))
    assert (found.signature.valid, found.kind, found.number) == (True, "RESULT", "7/TB")
    assert found == verified(records, sha256=paper.sha256)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_sealed_image_is_a_page(records: Records, door: Door, kind: str) -> None:
    name = "ket-qua.jpg" if kind == "JPEG" else "ket-qua.png"
    paper = seal(records, stored(door, image(kind), name))
    assert (paper.media_type, pages(content(door, paper.file_id))) == ("application/pdf", [(210, 297)])
    assert verified(records, code=str(paper.verification_code)).signature.valid


def test_result_that_replaces_another_is_told_at_verification(records: Records, door: Door) -> None:
    old = seal(records, stored(door, pdf("Ban sai")))
    new = seal(records, stored(door, pdf("Ban dung")), replaces=old.paper_id)
    found = verified(records, code=str(old.verification_code))
    assert (found.status, found.replaced_by) == ("replaced", new.verification_code)
    assert verified(records, code=str(new.verification_code)).status == "valid"


def test_the_same_command_seals_once(records: Records, door: Door) -> None:
    file_id, command_id = stored(door, pdf("Ket qua")), new_id()
    first = seal(records, file_id, command_id=command_id)
    assert seal(records, file_id, command_id=command_id) == first


def test_locked_result_is_refused(records: Records, door: Door) -> None:
    asked = sealing_of(stored(door, locked()))
    assert records.refusal(contract.seal_result, asked, DOSSIERS) == Code.FILE_NOT_SEALABLE


def test_result_that_is_not_there_is_refused(records: Records) -> None:
    assert records.refusal(contract.seal_result, sealing_of(new_id()), DOSSIERS) == Code.FILE_NOT_USABLE


def test_what_was_not_issued_here_is_not_found(records: Records) -> None:
    assert records.refusal(contract.verify, Verify(code="AAAA-BBBB-CCCC-DDDD"), ANYBODY) == Code.NOT_FOUND
    assert records.refusal(contract.verify, Verify(sha256="0" * 64), ANYBODY) == Code.NOT_FOUND


def test_verification_asks_by_one_thing(records: Records) -> None:
    assert records.refusal(contract.verify, Verify(), ANYBODY) == Code.INVALID_REQUEST
