"""Papers come into the store: own uploads, scans of the desk, sealed results."""

from __future__ import annotations

import hashlib

import pytest
from tests.integration.records.application.documents.requests import verify
from tests.integration.records.application.papers.papers import accesses, add_sealed, own
from tests.integration.records.use_cases import AGENCY, ISSUER, PDF, RECEPTION, Records, as_actor

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.errors import ServiceError
from contracts.records import DepositPaper, DigitisePaper, OpenDownload, PaperOwner, StoredPaper
from devstack.walk.pdf import pdf
from records.application import files
from records.application.papers import deposit


def scan(records: Records, owner: PaperOwner, data: bytes | None = None) -> DigitisePaper:
    return DigitisePaper(
        command_id=new_id(),
        file_id=records.store_file(RECEPTION, data or pdf("Giay khai sinh")),
        title="Giấy khai sinh",
        issuer_code=ISSUER.code,
        issued_at=utcnow(),
        owner=owner,
    )


def digitise(records: Records, request: DigitisePaper, actor: Actor = RECEPTION) -> StoredPaper:
    return deposit.digitise_paper(records.signing, records.client, request, as_actor(actor))


def keep(records: Records, file_id: str, citizen: Actor, command_id: str = "") -> StoredPaper:
    request = DepositPaper(command_id=command_id or new_id(), file_id=file_id, title="Bằng tốt nghiệp")
    return deposit.keep_paper(records.signing, request, as_actor(citizen))


def test_a_scan_for_a_number_is_found_by_the_account_that_comes_later(
    records: Records, citizen: Actor
) -> None:
    number = records.numbers[citizen.account_id]
    paper = digitise(records, scan(records, PaperOwner(identity_number=number)))
    assert own(records, citizen) == [paper.paper_id]
    download = OpenDownload(file_id=paper.file_id)
    assert files.open_download(records.papers, records.signer, download, as_actor(citizen)).ticket
    assert hashlib.sha256(records.content(paper.file_id)).hexdigest() == paper.sha256
    assert accesses(records, paper, citizen) == []


def test_a_scan_is_signed_by_the_agency_and_verified_by_anybody(records: Records, citizen: Actor) -> None:
    request = scan(records, PaperOwner(account_id=citizen.account_id))
    paper = digitise(records, request)
    assert digitise(records, request) == paper
    verified = verify(records, code=str(paper.verification_code))
    assert (verified.kind, verified.issuer_code, verified.status) == ("DIGITISED", AGENCY, "valid")
    assert (verified.sha256, verified.signature.valid) == (paper.sha256, True)


def test_a_scan_that_cannot_be_signed_is_refused(records: Records, citizen: Actor) -> None:
    with pytest.raises(ServiceError, match="file_not_sealable"):
        digitise(
            records, scan(records, PaperOwner(account_id=citizen.account_id), b"%PDF-1.7\n" + b"x" * 500)
        )


def test_a_scan_without_an_owner_is_refused(records: Records) -> None:
    with pytest.raises(ServiceError, match="invalid_request") as refused:
        digitise(records, scan(records, PaperOwner(name="Nguyễn Văn An")))
    assert [error.pointer for error in refused.value.errors] == ["/owner"]


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"issuer_code": None}, "/issuer_code", "required"),
        ({"issuer_code": None, "issuer_name": ISSUER.name}, "/issuer_code", "required"),
        ({"issuer_code": "H99.99"}, "/issuer_code", "unknown_issuer"),
        ({"issuer_name": "Ủy ban nhân dân xã khác"}, "/issuer_name", "other_name"),
        ({"owner": PaperOwner(account_id="nobody")}, "/owner/account_id", "unknown_account"),
        (
            {"owner": PaperOwner(account_id="nobody", identity_number="001099000001")},
            "/owner/account_id",
            "unknown_account",
        ),
    ],
)
def test_issuer_and_account_of_a_scan_exist(
    records: Records, changes: dict[str, object], pointer: str, code: str
) -> None:
    request = scan(records, PaperOwner(identity_number="001099000001")).model_copy(update=changes)
    with pytest.raises(ServiceError, match="invalid_request") as refused:
        digitise(records, request)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [(pointer, code)]


@pytest.mark.parametrize("code", [ISSUER.code, *ISSUER.other_codes])
@pytest.mark.parametrize("name", [None, ISSUER.name])
def test_the_name_of_the_issuer_follows_from_any_of_its_codes(
    records: Records, code: str, name: str | None
) -> None:
    request = scan(records, PaperOwner(identity_number="001099000001"))
    paper = digitise(records, request.model_copy(update={"issuer_code": code, "issuer_name": name}))
    assert (paper.issuer_code, paper.issuer_name) == (ISSUER.code, ISSUER.name)
    verified = verify(records, code=str(paper.verification_code))
    assert verified.issuer_name == f"{ISSUER.name} (số hóa: {AGENCY})"


def test_only_reception_digitises(records: Records, citizen: Actor) -> None:
    with pytest.raises(ServiceError, match="forbidden"):
        digitise(records, scan(records, PaperOwner(account_id="somebody")), citizen)


def test_an_own_upload_is_stored_unverified(records: Records, citizen: Actor) -> None:
    file_id, command_id = records.store_file(citizen), new_id()
    paper = keep(records, file_id, citizen, command_id)
    assert (paper.verified, paper.size) == (False, len(PDF))
    assert keep(records, file_id, citizen, command_id) == paper


def test_nobody_deposits_anothers_file_or_one_that_has_not_come(records: Records, citizen: Actor) -> None:
    for file_id in (records.store_file(), records.announce(citizen)):
        with pytest.raises(ServiceError, match="file_not_usable"):
            keep(records, file_id, citizen)


def test_a_result_that_replaces_no_paper_is_refused(records: Records) -> None:
    with pytest.raises(ServiceError, match="not_found"):
        add_sealed(records, PaperOwner(account_id="somebody"), replaces=new_id())
