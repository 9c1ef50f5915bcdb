"""XML is signed for a service and verified as documents are; what is no longer good says so."""

from __future__ import annotations

import pytest
from tests.integration.records.application.documents.requests import AGENCY, issue_document, verify
from tests.integration.records.use_cases import DOSSIERS, OFFICER, OWNER, Records, as_actor

from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.records import (
    DocumentStanding,
    DossierReaders,
    EndDocuments,
    SignData,
    SignedDocument,
    VerifiedDocument,
)
from records.application.documents import signed_data, standing
from records.repository import FileRepository

PAYMENTS = Actor(kind=ActorKind.SERVICE, name="payments")
XML = '<CTu><DLCTu Id="data"><STien>8000</STien></DLCTu><DSCKS><NNT/></DSCKS></CTu>'


def sign(records: Records, command_id: str = "", xml: str = XML) -> SignedDocument:
    request = SignData(
        command_id=command_id or new_id(),
        kind="RECEIPT_DATA",
        title="Biên lai thu lệ phí",
        number="02BLP0-001 BL-26E 7",
        agency_code=AGENCY,
        agency_name="Công an phường mẫu số 5",
        dossier_code="H26.31.05-260504-0007",
        xml=xml,
        signed_id="data",
        signature_parent="DSCKS/NNT",
        file_name="bien-lai-BL-26E-7.xml",
        readers=DossierReaders(account_ids=(OWNER.account_id,)),
    )
    return signed_data.sign_data(records.signing, request, as_actor(PAYMENTS))


def end(records: Records, signed: SignedDocument, actor: Actor = PAYMENTS, by: str | None = None) -> None:
    request = EndDocuments(
        codes=(signed.verification_code,), standing=DocumentStanding.REPLACED, replaced_by=by
    )
    standing.end_documents(records.signing, request, as_actor(actor))


def found(records: Records, signed: SignedDocument) -> VerifiedDocument:
    by_code = verify(records, code=signed.verification_code)
    assert by_code == verify(records, sha256=signed.sha256)
    return by_code


def test_signed_xml_verifies_by_code_and_by_hash(records: Records) -> None:
    command_id = new_id()
    signed = sign(records, command_id)
    assert sign(records, command_id) == signed, "once per command"
    verified = found(records, signed)
    assert (verified.signature.valid, verified.status, verified.number) == (
        True,
        "valid",
        "02BLP0-001 BL-26E 7",
    )
    (file,) = records.store.repository(FileRepository).find([signed.file_id])
    assert file.stored_content.media_type == "application/xml"
    assert OWNER.account_id in file.readers.account_ids


def test_what_is_replaced_says_by_what(records: Records) -> None:
    first, second = sign(records), sign(records)
    end(records, first, by=second.verification_code)
    verified = found(records, first)
    assert (verified.status, verified.replaced_by) == ("replaced", second.verification_code)
    assert verified.signature.valid, "the file is as it was"
    assert found(records, second).status == "valid"


def test_a_service_ends_what_was_made_for_it_alone(records: Records) -> None:
    signed, of_dossiers = sign(records), issue_document(records)
    end(records, signed, DOSSIERS)
    end(records, of_dossiers)
    assert {found(records, each).status for each in (signed, of_dossiers)} == {"valid"}


def test_people_have_nothing_signed_or_ended(records: Records) -> None:
    signed = sign(records)
    with pytest.raises(ServiceError, match=ErrorCode.FORBIDDEN):
        end(records, signed, OFFICER)
    with pytest.raises(ServiceError, match=ErrorCode.FORBIDDEN):
        signed_data.sign_data(records.signing, _request(), as_actor(OFFICER))


def test_what_cannot_bear_the_signature_is_refused_and_leaves_nothing(records: Records) -> None:
    before = records.store.database.issued.count_documents({})
    with pytest.raises(ServiceError, match=ErrorCode.INVALID_REQUEST):
        sign(records, xml="<CTu/>")
    assert records.store.database.issued.count_documents({}) == before


def _request() -> SignData:
    return SignData(
        command_id=new_id(),
        kind="RECEIPT_DATA",
        title="Biên lai thu lệ phí",
        number="7",
        agency_code=AGENCY,
        agency_name="Công an phường mẫu số 5",
        xml=XML,
        signed_id="data",
        signature_parent="DSCKS/NNT",
        file_name="bien-lai.xml",
    )
