"""Anybody verifies what was issued here."""

from __future__ import annotations

from functools import partial

import pytest
from tests.integration.records.application.documents.requests import issue_document, verify
from tests.integration.records.use_cases import DOSSIERS, Records, as_actor

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from chassis.runtime.service import ReceivedEvent
from contracts.dossiers import TRANSFER_CHANGED, TransferEvent, TransferState
from contracts.errors import ErrorCode, ServiceError
from contracts.events import Event
from records.application.documents.holders import note_holders


def test_an_issued_document_verifies_by_code_and_by_hash(records: Records) -> None:
    issued = issue_document(records)
    found = verify(records, code=issued.verification_code)
    assert found == verify(records, sha256=issued.sha256)
    assert (found.signature.valid, found.status, found.kind) == (True, "valid", "RECEIPT")
    assert found.title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    assert (found.issuer_name, found.dossier_code) == ("Công an phường mẫu số 5", "H26.31.05-260504-0007")
    assert "Nguyễn" not in found.model_dump_json(), "no person is named"


def test_a_document_whose_dossier_an_archive_has_taken_over_names_the_archive(records: Records) -> None:
    issued = issue_document(records)
    stored = records.store.database.issued.find_one({"_id": issued.verification_code}) or {}
    context = as_actor(DOSSIERS)
    for state in (TransferState.CONFIRMED, TransferState.RECEIPTED):
        assert verify(records, code=issued.verification_code).held_by is None
        event = Event[TransferEvent](
            event_id=new_id(), type=TRANSFER_CHANGED.name, schema_version=1, aggregate_id="t1", aggregate_version=3,
            occurred_at=utcnow(), actor=context.actor, correlation_id=new_id(), payload=TransferEvent(
                transfer_id="t1", agency_code="H26", state=state, archive_name="Lưu trữ tỉnh",
                list_sha256="0" * 64, made_by="a", dossier_ids=(stored["dossier_id"],),
            ),
        )  # fmt: skip
        received = [ReceivedEvent(event, context)] * 2
        records.store.transaction(context, partial(note_holders, received=received))
    found = verify(records, code=issued.verification_code)
    assert (found.held_by, found.signature.valid) == ("Lưu trữ tỉnh", True)


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
