"""Two signatures in one document, the official's and the agency's, that last (law.md A4, B2; NĐ 30/2020; PAdES B-LTA)."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.records.documents import CODE, rendered, short
from tests.support.records.seals import image, stamp
from tests.support.records.signing import SigningAuthority, of, signing_authority

from chassis.core.clock import utcnow
from contracts.errors import ErrorCode, ServiceError
from contracts.records import KeyPlace, SignatureLevel, SigningCapacity
from records.sealing.chain import SignatureChain
from records.sealing.pdf_conversion import as_pdf
from records.sealing.signing import SigningRequest
from records.sealing.validation import SignatureValidator

LEADER, AGENCY_NAME = "Nguyễn Văn Lãnh Đạo", "Ủy ban nhân dân phường mẫu số 5"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SigningAuthority]:
    with signing_authority(tmp_path_factory.mktemp("keys")) as running:
        yield running


@pytest.fixture(autouse=True)
def _without_faults(authority: SigningAuthority) -> Iterator[None]:
    yield
    authority.simulator.fault, authority.simulator.authority_away = "", False


@pytest.fixture(scope="module")
def chain(authority: SigningAuthority) -> SignatureChain:
    return authority.chain()


@pytest.fixture(scope="module")
def checker(authority: SigningAuthority) -> SignatureValidator:
    return SignatureValidator(authority.settings().trust_roots)


@pytest.fixture(scope="module")
def document() -> bytes:
    return rendered("APOLOGY_EXTENSION", short())


def request(pdf: bytes) -> SigningRequest:
    return SigningRequest(pdf, CODE, "Văn bản xin lỗi", AGENCY_NAME)


def obstacle(error: pytest.ExceptionInfo[ServiceError]) -> str:
    assert error.value.code is ErrorCode.SIGNATURE_REFUSED
    return str(error.value.params["obstacle"])


@pytest.mark.parametrize("place", [KeyPlace.FILE, KeyPlace.SERVICE])
def test_the_official_signs_and_the_agency_seals(
    authority: SigningAuthority,
    chain: SignatureChain,
    checker: SignatureValidator,
    document: bytes,
    place: KeyPlace,
) -> None:
    signers = authority.signers(
        authority.request("seal", AGENCY_NAME, key_place=place),
        authority.official("leader", LEADER, key_place=place),
    )
    signed = chain.sign(request(document), signers).pdf
    person, seal = checker.validate(signed, utcnow())
    assert (person.signer, seal.signer) == (LEADER, AGENCY_NAME)
    for each in (person, seal):
        assert (each.valid, each.reason, each.timestamped) == (True, "", True), each
        assert each.level is SignatureLevel.LTA


def test_a_result_that_was_an_image_bears_both(
    authority: SigningAuthority, chain: SignatureChain, checker: SignatureValidator
) -> None:
    pdf = as_pdf(image("JPEG"), "image/jpeg", "f1")
    signers = authority.signers(official=authority.official("leader", LEADER))
    signed = chain.sign(SigningRequest(pdf, CODE, "Kết quả", stamp=stamp(), file_id="f1"), signers).pdf
    assert [each.level for each in checker.validate(signed, utcnow())] == [SignatureLevel.LTA] * 2


def test_a_byte_that_follows_the_archive_timestamp_is_found(
    authority: SigningAuthority, chain: SignatureChain, checker: SignatureValidator, document: bytes
) -> None:
    signed = chain.sign(request(document), authority.signers()).pdf
    assert checker.validate(signed + b"\n% more", utcnow())[-1].reason == "extended"


def test_a_revoked_certificate_is_refused(authority: SigningAuthority, document: bytes) -> None:
    signers = authority.signers(authority.request("revoked", AGENCY_NAME))
    authority.simulator.authority.revoke(int(signers.agency.serial_number, 16))
    with pytest.raises(ServiceError) as refused:
        authority.chain().sign(request(document), signers)
    assert obstacle(refused) == "revoked"


def test_a_certificate_of_nobody_that_is_trusted_is_refused(
    authority: SigningAuthority, document: bytes, tmp_path: Path
) -> None:
    with signing_authority(tmp_path) as stranger:
        signers = stranger.signers()
    with pytest.raises(ServiceError) as refused:
        authority.chain().sign(request(document), signers)
    assert obstacle(refused) == "not_trusted"


@pytest.mark.parametrize("fault", ["away", "slow"])
def test_a_service_that_is_away_or_slow_can_be_asked_again(
    authority: SigningAuthority,
    chain: SignatureChain,
    checker: SignatureValidator,
    document: bytes,
    fault: str,
) -> None:
    signers = authority.signers(
        authority.request("seal", AGENCY_NAME),
        authority.official("leader", LEADER, key_place=KeyPlace.SERVICE),
    )
    authority.simulator.fault = fault
    with pytest.raises(ServiceError) as away:
        chain.sign(request(document), signers)
    assert away.value.code is ErrorCode.UNAVAILABLE
    authority.simulator.fault = ""
    assert len(checker.validate(chain.sign(request(document), signers).pdf, utcnow())) == 2


def test_a_service_that_refuses_says_so(
    authority: SigningAuthority, chain: SignatureChain, document: bytes
) -> None:
    signers = authority.signers(authority.request("seal", AGENCY_NAME, key_place=KeyPlace.SERVICE))
    authority.simulator.fault = "refuse"
    with pytest.raises(ServiceError) as refused:
        chain.sign(request(document), signers)
    assert obstacle(refused) == "service_refused"


def test_without_the_authority_that_knows_of_revocations_nothing_is_signed(
    authority: SigningAuthority, document: bytes
) -> None:
    authority.simulator.authority_away = True
    with pytest.raises(ServiceError) as away:
        authority.chain().sign(request(document), authority.signers())
    assert away.value.code is ErrorCode.UNAVAILABLE


@pytest.mark.parametrize("place", list(KeyPlace))
def test_a_key_that_is_not_there_is_refused(
    authority: SigningAuthority, chain: SignatureChain, document: bytes, place: KeyPlace
) -> None:
    known = of(authority.request("seal", AGENCY_NAME, key_place=place))
    with pytest.raises(ServiceError) as refused:
        chain.ring.check(known.certificates, place, "nobody")
    assert obstacle(refused) in ("no_key", "service_refused")


@pytest.mark.parametrize("place", [KeyPlace.FILE, KeyPlace.SERVICE])
def test_the_key_of_another_certificate_is_refused(
    authority: SigningAuthority, chain: SignatureChain, place: KeyPlace
) -> None:
    authority.certificates("other", "Người khác")
    with pytest.raises(ServiceError) as refused:
        chain.ring.check(authority.certificates("seal", AGENCY_NAME), place, "other")
    assert obstacle(refused) == "other_key"


def test_what_is_printed_under_the_signature_is_who_signed(authority: SigningAuthority) -> None:
    deputy = authority.official(
        "deputy", "Trần Thị Phó", SigningCapacity.DEPUTY, position="Phó Chủ tịch", on_behalf_of="Chủ tịch"
    )
    assert of(deputy).office == "KT. Chủ tịch, Phó Chủ tịch"


def test_a_pdf_of_two_signatures_and_a_timestamp_has_three_revisions_more(
    authority: SigningAuthority, chain: SignatureChain, document: bytes
) -> None:
    """One incremental pass each; the proofs are in that of the timestamp."""
    signed = chain.sign(
        request(document), authority.signers(official=authority.official("leader", LEADER))
    ).pdf
    assert signed.count(b"%%EOF") == document.count(b"%%EOF") + 3
    assert io.BytesIO(signed).read(len(document)) == document


def test_signing_changes_nothing_of_what_the_document_says_of_itself(
    authority: SigningAuthority, chain: SignatureChain, document: bytes
) -> None:
    """PDF/A asks the two forms of metadata to agree; both stay as they were set (ISO 19005-2, 6.6.2)."""
    signed = chain.sign(request(document), authority.signers()).pdf
    for mark in (b"<x:xmpmeta", b"/CreationDate", b"/ModDate", b"/Producer"):
        assert signed.count(mark) == document.count(mark), mark
