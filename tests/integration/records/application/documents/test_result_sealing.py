"""Results are sealed once per command and put into their owner's store."""

from __future__ import annotations

import pytest
from tests.integration.records.application.documents.requests import seal_request, seal_result, verify
from tests.integration.records.use_cases import DOSSIERS, Records, as_actor
from tests.support.records.pdf import pages, words
from tests.support.records.seals import image, locked

from chassis.core.ids import new_id
from contracts.base import ANONYMOUS
from contracts.errors import ErrorCode, ServiceError
from contracts.records import PaperStatus, SealResult, SealResults, StoredPaper
from devstack.walk.pdf import pdf
from records.application.documents import result_sealing


def stored(records: Records, data: bytes, name: str = "ket-qua.pdf") -> str:
    return records.store_file(data=data, name=name)


def seal_all(records: Records, *requests: SealResult) -> tuple[StoredPaper, ...]:
    together = SealResults(results=requests)
    return result_sealing.seal_results(records.signing, together, as_actor(DOSSIERS)).papers


def test_a_sealed_pdf_is_in_its_owners_store_and_verifies(records: Records) -> None:
    paper = seal_result(records, stored(records, pdf("Ket qua")))
    assert (paper.status, paper.verified, paper.number) == (PaperStatus.VALID, True, "7/TB")
    assert "Ket qua" in words(records.content(paper.file_id))
    found = verify(records, code=str(paper.verification_code))
    assert (found.signature.valid, found.kind, found.number) == (True, "RESULT", "7/TB")
    assert found == verify(records, sha256=paper.sha256)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_sealed_image_is_a_page(records: Records, kind: str) -> None:
    name = "ket-qua.jpg" if kind == "JPEG" else "ket-qua.png"
    paper = seal_result(records, stored(records, image(kind), name))
    assert (paper.media_type, pages(records.content(paper.file_id))) == ("application/pdf", [(210, 297)])
    assert verify(records, code=str(paper.verification_code)).signature.valid


def test_a_result_that_replaces_another_is_named_at_verification(records: Records) -> None:
    old = seal_result(records, stored(records, pdf("Ban sai")))
    new = seal_result(records, stored(records, pdf("Ban dung")), replaces=old.paper_id)
    found = verify(records, code=str(old.verification_code))
    assert (found.status, found.replaced_by) == ("replaced", new.verification_code)
    assert verify(records, code=str(new.verification_code)).status == "valid"


def test_the_same_command_seals_once(records: Records) -> None:
    file_id, command_id = stored(records, pdf("Ket qua")), new_id()
    first = seal_result(records, file_id, command_id=command_id)
    assert seal_result(records, file_id, command_id=command_id) == first


@pytest.mark.parametrize("data", [locked()], ids=["locked"])
def test_a_file_that_cannot_be_signed_is_refused(records: Records, data: bytes) -> None:
    with pytest.raises(ServiceError, match=ErrorCode.FILE_NOT_SEALABLE):
        seal_result(records, stored(records, data))


def test_several_results_are_sealed_by_one_request(records: Records) -> None:
    old = seal_result(records, stored(records, pdf("Ban sai")))
    requests = tuple(seal_request(stored(records, pdf(f"Ket qua {number}"))) for number in range(2))
    again = seal_request(stored(records, pdf("Ban dung")), replaces=old.paper_id)
    papers = seal_all(records, *requests, again)
    assert [f"Ket qua {number}" in words(records.content(papers[number].file_id)) for number in range(2)] == [
        True,
        True,
    ]
    assert verify(records, code=str(old.verification_code)).replaced_by == papers[2].verification_code
    assert seal_all(records, *reversed((*requests, again))) == papers[::-1], "once each by its command"


def test_what_was_sealed_before_stays_when_another_of_the_request_cannot_be(records: Records) -> None:
    whole, broken = seal_request(stored(records, pdf("Ket qua"))), seal_request(stored(records, locked()))
    with pytest.raises(ServiceError, match=ErrorCode.FILE_NOT_SEALABLE) as caught:
        seal_all(records, whole, broken)
    assert caught.value.params["file_id"] == broken.file_id
    (paper,) = seal_all(records, whole)
    assert verify(records, code=str(paper.verification_code)).signature.valid


def test_a_file_that_is_not_there_is_refused(records: Records) -> None:
    with pytest.raises(ServiceError, match=ErrorCode.FILE_NOT_USABLE):
        seal_result(records, new_id())


def test_only_services_seal(records: Records) -> None:
    with pytest.raises(ServiceError, match=ErrorCode.UNAUTHENTICATED):
        result_sealing.seal_result(records.signing, seal_request("f1"), as_actor(ANONYMOUS))
