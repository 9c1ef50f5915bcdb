"""Conversion to a PDF that can be signed: an image becomes a page; what cannot be signed is refused."""

import io
import tempfile
from pathlib import Path

import typst
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from records.sealing.errors import UNREADABLE_PDF_ERRORS, not_sealable

MAX_PIXELS = 40_000_000
"""A page of A4 at 600 dpi has 35 million. Setting a larger one would take more memory than a service has."""

_PAGE = """
#set document(title: "Kết quả")
#set page(paper: "a4", margin: (x: 10mm, top: 10mm, bottom: 30mm))
#set align(center + horizon)
#image("{name}", width: 100%, height: 100%, fit: "contain", alt: "Kết quả giải quyết thủ tục hành chính")
"""


def as_pdf(content: bytes, media_type: str, file_id: str) -> bytes:
    """Blocks for up to some seconds. Raises FILE_NOT_SEALABLE for what is broken, locked or too large."""
    if media_type == "application/pdf":
        return _checked(content, file_id)
    return _page_of_image(content, media_type, file_id)


def _checked(content: bytes, file_id: str) -> bytes:
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        usable = not reader.encrypted and int(reader.root["/Pages"]["/Count"]) >= 1
    except UNREADABLE_PDF_ERRORS as error:
        raise not_sealable(file_id) from error
    if not usable:
        raise not_sealable(file_id)
    return content


def _page_of_image(content: bytes, media_type: str, file_id: str) -> bytes:
    """An A4 page with room for the stamp."""
    name = "page.png" if media_type == "image/png" else "page.jpg"
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise not_sealable(file_id)
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.typ"
            page.write_text(_PAGE.replace("{name}", name), encoding="utf-8")
            page.with_name(name).write_bytes(content)
            pdf = typst.compile(str(page), root=folder, ignore_system_fonts=True)
    except (OSError, Image.DecompressionBombError, typst.TypstError) as error:
        raise not_sealable(file_id) from error
    assert isinstance(pdf, bytes), "a PDF is one piece"
    return pdf
