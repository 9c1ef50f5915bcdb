"""Results are stamped and signed; what cannot be is refused."""

import pytest
from tests.support.records.documents import ADDRESS
from tests.support.records.pdf import pages, picture, shows_qr, words
from tests.support.records.seals import authority, checker, image, locked, sealer, settings, stamped, turned

from chassis.core.clock import utcnow
from contracts.errors import ErrorCode, ServiceError
from devstack.walk.pdf import pdf
from records.sealing.keys import seal_key_of, timestamper_of
from records.sealing.pdf_conversion import MAX_PIXELS, as_pdf
from records.sealing.signing import PdfSealer, SigningRequest

FOOT_OF_A4 = (131.4, 273.4, 147.4, 289.6)
"""Where the QR code of the stamp stands, inside its frame, in mm."""


def refusal(content: bytes, media_type: str = "application/pdf") -> ErrorCode:
    with pytest.raises(ServiceError) as caught:
        stamped(content, media_type)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (pdf("Ket qua"), "application/pdf"),
        (image("JPEG"), "image/jpeg"),
        (image("PNG"), "image/png"),
        (turned(), "application/pdf"),
    ],
)
def test_a_sealed_result_verifies(content: bytes, media_type: str) -> None:
    (found,) = checker().validate(stamped(content, media_type), utcnow())
    assert (found.valid, found.reason, found.timestamped) == (True, "", False)
    assert found.signer == "Motcua (con dấu thử nghiệm)"


def test_the_words_of_the_result_stay() -> None:
    assert "Ket qua" in words(stamped(pdf("Ket qua")))


def test_an_image_becomes_one_page_of_a4() -> None:
    assert pages(stamped(image("JPEG"), "image/jpeg")) == [(210, 297)]


def test_the_stamp_leads_to_the_address() -> None:
    sealed = picture(stamped(image("JPEG"), "image/jpeg"))
    assert shows_qr(sealed, FOOT_OF_A4, 15, ADDRESS)


def test_a_page_that_is_turned_gets_the_stamp_on_a_page_of_its_own() -> None:
    assert len(pages(stamped(turned()))) == 2


def test_a_file_that_is_signed_already_keeps_its_signature() -> None:
    other = sealer().sign(SigningRequest(pdf("Ket qua"), "AAAA-AAAA-AAAA-AAAA", "Lãnh đạo ký"))
    both = stamped(other)
    assert both.startswith(other)
    assert all(each.valid for each in checker().validate(both, utcnow()))


@pytest.mark.parametrize(
    "content",
    [
        locked(),
        b"%PDF-1.7\nnothing",
        b"%PDF-1.7",
        pdf("x")[:300],
        pdf("x").replace(b"/Pages 2 0 R", b"/Pages 9 0 R"),
    ],
    ids=["locked", "empty", "mark alone", "cut off", "no pages"],
)
def test_what_is_broken_or_locked_is_refused(content: bytes) -> None:
    assert refusal(content) is ErrorCode.FILE_NOT_SEALABLE


def test_a_broken_image_is_refused() -> None:
    assert refusal(image("PNG")[:200], "image/png") is ErrorCode.FILE_NOT_SEALABLE


def test_an_image_too_large_to_set_is_refused_by_its_head() -> None:
    side = int(MAX_PIXELS**0.5) + 1
    assert refusal(image("PNG", side, side), "image/png") is ErrorCode.FILE_NOT_SEALABLE


@pytest.mark.parametrize("place", [0.2, 0.5])
def test_a_changed_byte_is_found(place: float) -> None:
    sealed = bytearray(stamped(image("JPEG"), "image/jpeg"))
    sealed[int(len(sealed) * place)] ^= 1
    assert not checker().validate(bytes(sealed), utcnow())[-1].valid


def test_what_was_added_after_the_seal_is_found() -> None:
    sealed = stamped(pdf("Ket qua"))
    assert checker().validate(sealed + b"\n% more", utcnow())[-1].reason == "extended"


def test_a_file_without_signature_is_told_so() -> None:
    assert checker().validate(pdf("x"), utcnow()) == ()


def test_what_is_no_pdf_is_told_so() -> None:
    assert checker().validate(b"nothing", utcnow())[-1].reason == "unreadable"


def test_a_seal_of_another_authority_is_not_trusted() -> None:
    stranger = type(authority()).new()
    pair = stranger.seal("Con dấu giả")
    forged = settings(seal_key=pair.key_pem, seal_certificate=pair.certificate_pem)
    (found,) = checker().validate(stamped(pdf("Ket qua"), by=PdfSealer(seal_key_of(forged))), utcnow())
    assert (found.valid, found.reason) == (False, "not_trusted")


def test_without_its_timestamp_authority_nothing_is_signed() -> None:
    given = settings(timestamp_url="http://127.0.0.1:9/tsa", timestamp_timeout_s=1)
    away = PdfSealer(seal_key_of(given), timestamper_of(given))
    with pytest.raises(ServiceError) as caught:
        stamped(pdf("Ket qua"), by=away)
    assert caught.value.code is ErrorCode.UNAVAILABLE


def test_pdf_is_taken_as_it_is() -> None:
    content = pdf("Ket qua")
    assert as_pdf(content, "application/pdf", "f1") is content
