"""Papers come into the store: own uploads, scans of the desk, sealed results."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.integration.records.application.documents.requests import verify
from tests.integration.records.application.papers.papers import accesses, add_sealed, get, own
from tests.integration.records.use_cases import (
    AGENCY,
    BIRTH_CERTIFICATE,
    ISSUER,
    PDF,
    RECEPTION,
    Records,
    as_actor,
)
from tests.support.records.scans import scan as scan_of

from chassis.core.clock import utcnow
from chassis.core.ids import new_id
from contracts.base import Actor
from contracts.errors import ServiceError
from contracts.records import DepositPaper, DigitisePaper, OpenDownload, PaperOwner, PaperStatus, StoredPaper
from contracts.time import local_day
from records.application import files
from records.application.papers import deposit


def scan(records: Records, owner: PaperOwner, data: bytes | None = None) -> DigitisePaper:
    return DigitisePaper(
        command_id=new_id(),
        file_id=records.store_file(RECEPTION, data or scan_of(new_id())),
        title="Giấy khai sinh",
        issuer_code=ISSUER.code,
        issued_at=utcnow(),
        owner=owner,
    )


def digitise(records: Records, request: DigitisePaper, actor: Actor = RECEPTION) -> StoredPaper:
    return deposit.digitise_paper(records.signing, records.client, request, as_actor(actor))


def keep(records: Records, file_id: str, citizen: Actor, command_id: str = "", **fields: Any) -> StoredPaper:
    named = {"command_id": command_id or new_id(), "file_id": file_id, "title": "Bằng tốt nghiệp"}
    request = DepositPaper.model_validate({**named, **fields})
    return deposit.keep_paper(records.signing, records.client, request, as_actor(citizen))


Deposit = Callable[..., StoredPaper]


@pytest.fixture(params=["kept", "scanned"])
def put(request: pytest.FixtureRequest, records: Records, citizen: Actor) -> Deposit:
    """Puts a paper with these fields into the citizen's store, in each way that a person does."""

    def scanned(**fields: Any) -> StoredPaper:
        base = scan(records, PaperOwner(account_id=citizen.account_id)).model_dump(mode="json")
        return digitise(records, DigitisePaper.model_validate({**base, **fields}))

    def uploaded(**fields: Any) -> StoredPaper:
        return keep(records, records.store_file(citizen), citizen, **fields)

    return uploaded if request.param == "kept" else scanned


@pytest.mark.parametrize("typed", ["KQ.G15.000031", "kq.g15.000031", " KQ. G15.000031", "KQ．G15．000031"])
def test_a_code_of_a_result_is_stored_as_the_catalogue_has_it(put: Deposit, typed: str) -> None:
    assert put(result_code=typed).result_code == BIRTH_CERTIFICATE.code


@pytest.mark.parametrize("code", ["XXXX", "KQ.G15.999999", "KQ.G15.00003", "Giấy khai sinh", "1.004222"])
def test_a_code_that_no_procedure_has_is_refused(
    records: Records, citizen: Actor, put: Deposit, code: str
) -> None:
    assert refused(lambda: put(result_code=code)) == [("/result_code", "unknown_code")]
    assert own(records, citizen) == []


def test_a_paper_needs_no_code(put: Deposit) -> None:
    assert put().result_code is None


@pytest.mark.parametrize(
    ("given", "moment", "day"),
    [
        ("2009-05-12", "2009-05-11T17:00:00Z", "2009-05-12"),
        ("2009-05-12T00:00:00+07:00", "2009-05-11T17:00:00Z", "2009-05-12"),
        ("2009-05-11T17:00:00Z", "2009-05-11T17:00:00Z", "2009-05-12"),
        ("2009-05-11T16:59:59.999999Z", "2009-05-11T16:59:59.999000Z", "2009-05-11"),
        ("1968-01-31", "1968-01-30T16:00:00Z", "1968-01-31"),
    ],
)
def test_a_day_of_issue_is_answered_in_one_way(
    records: Records, citizen: Actor, put: Deposit, given: str, moment: str, day: str
) -> None:
    answered = put(issued_at=given)
    assert (answered.model_dump(mode="json")["issued_at"], str(answered.issued_on)) == (moment, day)
    assert get(records, answered, citizen).model_dump_json() == answered.model_dump_json()


def test_a_day_until_which_it_is_valid_counts_whole(records: Records, citizen: Actor, put: Deposit) -> None:
    today = local_day(utcnow())
    paper = put(issued_at="2009-05-12", valid_until=today.isoformat())
    assert paper.status is PaperStatus.VALID
    assert paper.valid_until is not None
    assert local_day(paper.valid_until + timedelta(milliseconds=1)) == today + timedelta(days=1)
    assert get(records, paper, citizen).model_dump_json() == paper.model_dump_json()


def test_what_was_issued_today_is_taken(put: Deposit) -> None:
    assert put(issued_at=local_day(utcnow()).isoformat()).status is PaperStatus.VALID


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (
            {"issued_at": (local_day(utcnow()) + timedelta(days=1)).isoformat()},
            ("/issued_at", "date_in_future"),
        ),
        ({"issued_at": (utcnow() + timedelta(days=1)).isoformat()}, ("/issued_at", "date_in_future")),
        ({"issued_at": "2199-12-31"}, ("/issued_at", "date_in_future")),
        ({"issued_at": "2009-05-12", "valid_until": "2009-05-11"}, ("/valid_until", "backwards")),
    ],
)
def test_no_paper_was_issued_tomorrow_or_ends_before(
    put: Deposit, fields: dict[str, str], wrong: tuple[str, str]
) -> None:
    assert refused(lambda: put(**fields)) == [wrong]


def refused(act: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(ServiceError, match="invalid_request") as refusal:
        act()
    return [(error.pointer, error.code) for error in refusal.value.errors]


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


def test_a_scan_that_cannot_be_opened_is_refused(records: Records, citizen: Actor) -> None:
    with pytest.raises(ServiceError, match="file_damaged"):
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
