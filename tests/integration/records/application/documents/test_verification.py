"""Anybody verifies what was issued here."""

from __future__ import annotations

import pytest
from tests.integration.records.application.documents.requests import issue_document, verify
from tests.integration.records.use_cases import Records

from contracts.errors import ErrorCode, ServiceError


def test_an_issued_document_verifies_by_code_and_by_hash(records: Records) -> None:
    issued = issue_document(records)
    found = verify(records, code=issued.verification_code)
    assert found == verify(records, sha256=issued.sha256)
    assert (found.signature.valid, found.status, found.kind) == (True, "valid", "RECEIPT")
    assert found.title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert (found.issuer_name, found.dossier_code) == ("Công an phường mẫu số 5", "H26.31.05-260504-0007")
    assert "Nguyễn" not in found.model_dump_json(), "no person is named"


def test_tampered_bytes_verify_as_changed(records: Records) -> None:
    issued = issue_document(records)
    chunks = records.store.database["blobs.chunks"]
    chunk = chunks.find_one({"files_id": records.blob_of(issued.file_id), "n": 0})
    assert chunk is not None
    data = bytearray(chunk["data"])
    data[len(data) // 2] ^= 1
    chunks.update_one({"_id": chunk["_id"]}, {"$set": {"data": bytes(data)}})
    signature = verify(records, code=issued.verification_code).signature
    assert (signature.valid, signature.reason) == (False, "changed")


def test_lost_bytes_verify_as_unreadable(records: Records) -> None:
    issued = issue_document(records)
    records.store.database["blobs.files"].delete_one({"_id": records.blob_of(issued.file_id)})
    assert verify(records, code=issued.verification_code).signature.reason == "unreadable"


@pytest.mark.parametrize("by", [{"code": "AAAA-BBBB-CCCC-DDDD"}, {"sha256": "0" * 64}])
def test_what_was_not_issued_here_is_not_found(records: Records, by: dict[str, str]) -> None:
    with pytest.raises(ServiceError, match=ErrorCode.NOT_FOUND):
        verify(records, **by)


def test_verification_asks_by_one_thing(records: Records) -> None:
    with pytest.raises(ServiceError, match=ErrorCode.INVALID_REQUEST):
        verify(records)
