import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.error_messages import REFUSED_CONTENTS, detail
from contracts.errors import ErrorCode, ServiceError
from contracts.records import ACCEPTED_MEDIA_TYPES
from records.domain.content import IncomingContent, fitting_name, media_type

PDF = b"%PDF-1.7\n" + b"x" * 91
PNG = b"\x89PNG\r\n\x1a\n" + b"y" * 92
JPEG = b"\xff\xd8\xff\xe0" + b"z" * 96


def received(
    data: bytes, *, size: int | None = None, sha256: str | None = None, by: int = 7
) -> tuple[str, int, str]:
    incoming = IncomingContent(len(data) if size is None else size, sha256)
    for start in range(0, len(data), by):
        incoming.add(data[start : start + by])
    content = incoming.finish()
    return content.media_type, content.size, content.sha256


def refused(data: bytes, **how: str | int) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        received(data, **how)  # type: ignore[arg-type]
    return raised.value


@pytest.mark.parametrize("junk", [b"", b" ", b"\r\n", b"\xef\xbb\xbf", b"\0" * 1000, b"X-Header: 1\r\n\r\n"])
def test_the_mark_of_a_pdf_is_looked_for_where_viewers_look(junk: bytes) -> None:
    data = junk + PDF
    assert received(data) == ("application/pdf", len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("data", "kind"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")]
)
def test_the_bytes_say_the_type(data: bytes, kind: str) -> None:
    assert received(data)[0] == kind


OTHERS = {
    "heic": b"\0\0\0\x18ftypheic" + b"a" * 40,
    "avif": b"\0\0\0\x18ftypavif" + b"a" * 40,
    "video": b"\0\0\0\x18ftypisom" + b"a" * 40,
    "webp": b"RIFF\x24\0\0\0WEBPVP8 " + b"a" * 40,
    "gif": b"GIF89a" + b"a" * 40,
    "tiff": b"II*\0" + b"a" * 40,
    "bmp": b"BM\x24\0\0\0\0\0\0\0" + b"a" * 40,
    "word": b"\xd0\xcf\x11\xe0\xa1\xb1" + b"a" * 40,
    "archive": b"PK\x03\x04" + b"a" * 40 + PDF,
    "web_page": b"\xef\xbb\xbf <!DOCTYPE html><html>" + PDF,
    "unknown": b"MZ\x90\x00" + b"a" * 50,
}
assert OTHERS.keys() == REFUSED_CONTENTS.keys()


@pytest.mark.parametrize("kind", OTHERS)
def test_other_bytes_are_refused_with_what_helps(kind: str) -> None:
    error = refused(OTHERS[kind])
    assert (error.code, error.params) == (ErrorCode.FILE_TYPE_REFUSED, {"found": kind})
    assert REFUSED_CONTENTS[kind].vi in detail(error, "vi")
    assert REFUSED_CONTENTS[kind].en in detail(error, "en")


@pytest.mark.parametrize("data", [b"%PDF", b"\0" * 1025 + PDF, b"\xff\xd8", b" " + PNG], ids=repr)
def test_a_mark_that_is_cut_or_too_late_is_none(data: bytes) -> None:
    assert refused(data).code is ErrorCode.FILE_TYPE_REFUSED


@pytest.mark.parametrize(
    ("name", "media_type", "fitting"),
    [
        ("cccd.pdf", "image/jpeg", "cccd.jpg"),
        ("CCCD.PDF", "image/png", "CCCD.png"),
        ("anh.JPEG", "image/jpeg", "anh.JPEG"),
        ("anh.png", "application/pdf", "anh.pdf"),
        ("giấy khai sinh", "application/pdf", "giấy khai sinh.pdf"),
        ("Tờ khai ngày 12.3.2026", "application/pdf", "Tờ khai ngày 12.3.2026.pdf"),
        ("trang.html", "application/pdf", "trang.html.pdf"),
        ("anh.svg", "image/png", "anh.svg.png"),
        ("anh.HEIC", "image/jpeg", "anh.HEIC.jpg"),
    ],
)
def test_a_name_gets_the_extension_of_its_content(name: str, media_type: str, fitting: str) -> None:
    assert fitting_name(name, media_type) == fitting
    assert fitting_name(fitting, media_type) == fitting


@given(st.text(min_size=1, max_size=40), st.sampled_from(ACCEPTED_MEDIA_TYPES))
def test_every_name_opens_as_what_it_is(name: str, media_type: str) -> None:
    suffix = fitting_name(name, media_type).casefold().rpartition(".")[2]
    assert suffix in {"application/pdf": {"pdf"}, "image/png": {"png"}}.get(
        media_type, {"jpg", "jpeg", "jpe", "jfif"}
    )


def test_the_wrong_type_is_refused_at_the_first_bytes() -> None:
    incoming = IncomingContent(1000, None)
    with pytest.raises(ServiceError) as raised:
        incoming.add(b"<html><body>")
    assert raised.value.code is ErrorCode.FILE_TYPE_REFUSED


def test_a_byte_too_many_is_refused_when_it_comes() -> None:
    error = refused(PDF, size=len(PDF) - 1)
    assert (error.code, error.params) == (ErrorCode.PAYLOAD_TOO_LARGE, {"limit": len(PDF) - 1})


def test_a_byte_too_few_is_refused_at_the_end() -> None:
    error = refused(PDF, size=len(PDF) + 1)
    assert (error.code, error.params) == (
        ErrorCode.FILE_INCOMPLETE,
        {"received": len(PDF), "expected": len(PDF) + 1},
    )


def test_other_bytes_than_announced_are_refused() -> None:
    error = refused(PDF, sha256="0" * 64)
    assert (error.code, error.errors[0].pointer) == (ErrorCode.INVALID_REQUEST, "/sha256")


def test_the_announced_bytes_are_taken() -> None:
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert received(PDF, sha256=sha256)[2] == sha256


@pytest.mark.parametrize(
    ("length", "code"),
    [(101, ErrorCode.PAYLOAD_TOO_LARGE), (99, ErrorCode.FILE_INCOMPLETE)],
    ids=["more", "less"],
)
def test_a_length_that_cannot_be_right_is_refused_before_reading(length: int, code: ErrorCode) -> None:
    with pytest.raises(ServiceError) as raised:
        IncomingContent(100, None).check_length(length)
    assert raised.value.code is code


@pytest.mark.parametrize("length", [None, 100])
def test_an_unknown_or_right_length_is_read(length: int | None) -> None:
    IncomingContent(100, None).check_length(length)


@given(st.integers(1, 200))
def test_how_the_bytes_are_cut_does_not_matter(by: int) -> None:
    assert received(PDF, by=by) == received(PDF, by=len(PDF))


@given(st.binary(max_size=64))
def test_a_type_is_either_accepted_or_refused_in_our_words(head: bytes) -> None:
    try:
        kind = media_type(head)
    except ServiceError as error:
        assert error.code is ErrorCode.FILE_TYPE_REFUSED
    else:
        assert kind in ACCEPTED_MEDIA_TYPES
