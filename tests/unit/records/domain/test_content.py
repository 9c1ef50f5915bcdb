import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import ErrorCode, ServiceError
from records.domain.content import IncomingContent, media_type

PDF = b"%PDF-1.7\n" + b"x" * 91
PNG = b"\x89PNG\r\n\x1a\n" + b"y" * 92
JPEG = b"\xff\xd8\xff\xe0" + b"z" * 96


def received(
    data: bytes, *, name: str = "paper", size: int | None = None, sha256: str | None = None, by: int = 7
) -> tuple[str, int, str]:
    incoming = IncomingContent(name, len(data) if size is None else size, sha256)
    for start in range(0, len(data), by):
        incoming.add(data[start : start + by])
    content = incoming.finish()
    return content.media_type, content.size, content.sha256


def refused(data: bytes, **how: str | int) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        received(data, **how)  # type: ignore[arg-type]
    return raised.value


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "Giấy khai sinh.pdf", "application/pdf"),
        (PNG, "anh.PNG", "image/png"),
        (JPEG, "anh.jpeg", "image/jpeg"),
        (JPEG, "anh.jpg", "image/jpeg"),
        (PDF, "tờ khai ngày 12.3.2026", "application/pdf"),
    ],
)
def test_the_bytes_say_the_type(data: bytes, name: str, kind: str) -> None:
    assert received(data, name=name) == (kind, len(data), hashlib.sha256(data).hexdigest())


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html>" + b"a" * 50, "tờ khai.pdf"),
        (b"MZ\x90\x00" + b"a" * 50, "anh.png"),
        (PNG, "tờ khai.pdf"),
        (b" " + PDF, "tờ khai.pdf"),
        (b"%PDF", "x"),
    ],
    ids=["html", "program", "image under the name of a paper", "bytes before the mark", "cut mark"],
)
def test_other_bytes_are_refused_whatever_the_name(data: bytes, name: str) -> None:
    assert refused(data, name=name).code is ErrorCode.FILE_TYPE_REFUSED


def test_the_wrong_type_is_refused_at_the_first_bytes() -> None:
    incoming = IncomingContent("x.pdf", 1000, None)
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
        IncomingContent("x", 100, None).check_length(length)
    assert raised.value.code is code


@pytest.mark.parametrize("length", [None, 100])
def test_an_unknown_or_right_length_is_read(length: int | None) -> None:
    IncomingContent("x", 100, None).check_length(length)


@given(st.integers(1, 200))
def test_how_the_bytes_are_cut_does_not_matter(by: int) -> None:
    assert received(PDF, by=by) == received(PDF, by=len(PDF))


@given(st.binary(max_size=64), st.text(max_size=40))
def test_a_type_is_either_accepted_or_refused_in_our_words(head: bytes, name: str) -> None:
    try:
        kind = media_type(head, name)
    except ServiceError as error:
        assert error.code is ErrorCode.FILE_TYPE_REFUSED
    else:
        assert kind in ("application/pdf", "image/jpeg", "image/png")
