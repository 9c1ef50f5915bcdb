"""The process that looks at a scan ends within its limits, whatever the file does, and its end is an answer."""

from __future__ import annotations

import zlib

import pikepdf
import pytest
from tests.support.records.scans import Scan, add_page, built, jpeg

from contracts.errors import ErrorCode, ServiceError
from records.domain.content import FileContent
from records.inspection.scan_reports import scan_report

CONTENT = FileContent(1, "0" * 64, "application/pdf")


def bombs(document: pikepdf.Pdf) -> None:
    """Fifty pages, each with an image of its own that is far larger unpacked."""
    data = zlib.compress(bytes(15_000_000), 1)
    for number in range(50):
        image = pikepdf.Stream(
            document,
            data,
            Subtype=pikepdf.Name.Image,
            Width=10_900,
            Height=10_900 - number,
            BitsPerComponent=1,
            ColorSpace=pikepdf.Name.DeviceGray,
            Filter=pikepdf.Name.FlateDecode,
        )
        add_page(document, document.make_indirect(image))


def test_it_says_what_the_pages_are() -> None:
    found = scan_report([Scan(pages=2).made()], CONTENT, "a.pdf", 9)
    assert (found.pdf_a, found.count, found.lowest_dpi) == ("2b", 2, 200)


def test_a_file_with_a_password_is_refused_with_its_name() -> None:
    pdf = Scan(encryption=pikepdf.Encryption(owner="o", user="u")).made()
    with pytest.raises(ServiceError) as refused:
        scan_report([pdf], CONTENT, "a.pdf", 9)
    assert refused.value.code is ErrorCode.FILE_LOCKED


def test_fifty_pages_that_are_a_bomb_are_refused() -> None:
    with pytest.raises(ServiceError) as refused:
        scan_report([built(bombs)], CONTENT, "a.pdf", 200)
    assert refused.value.code is ErrorCode.FILE_TOO_COMPLEX


def test_a_content_that_is_a_bomb_is_refused() -> None:
    def build(document: pikepdf.Pdf) -> None:
        page = add_page(document, jpeg(72))
        page.Contents = document.make_stream(b"q Q " * 150_000)

    with pytest.raises(ServiceError) as refused:
        scan_report([built(build)], CONTENT, "a.pdf", 9)
    assert refused.value.code is ErrorCode.FILE_TOO_COMPLEX
