"""Conversion to a PDF that can be signed: an image becomes a page; what cannot be signed is refused."""

import io
import logging
import tempfile
from pathlib import Path

import pikepdf
import typst
from PIL import Image

from records.inspection.opening import DefectError, open_paper, without_junk
from records.sealing.errors import DAMAGED, LOCKED, TOO_LARGE, UNREADABLE_PDF_ERRORS, not_sealable
from records.sealing.reader import PasswordNeededError, open_pdf

log = logging.getLogger(__name__)

MAX_PIXELS = 40_000_000
"""A page of A4 at 600 dpi has 35 million. Setting a larger one would take more memory than a service has."""

_DEFECTS = {"file_locked": LOCKED, "image_too_large": TOO_LARGE}

_PAGE = """
#set document(title: "Kết quả")
#set page(paper: "a4", margin: (x: 10mm, top: 10mm, bottom: 30mm))
#set align(center + horizon)
#image("{name}", width: 100%, height: 100%, fit: "contain", alt: "Kết quả giải quyết thủ tục hành chính")
"""


def as_pdf(content: bytes, media_type: str, file_id: str) -> bytes:
    """Blocks for up to some seconds. Raises FILE_NOT_SEALABLE for what is broken, locked or too large."""
    try:
        open_paper(content, media_type)
    except DefectError as error:
        raise not_sealable(file_id, _DEFECTS.get(error.code, DAMAGED)) from error
    if media_type == "application/pdf":
        return _signable(content, file_id)
    return _page_of_image(content, media_type, file_id)


def _signable(content: bytes, file_id: str) -> bytes:
    """As it is; else without what stands before its header and after its end; else written anew, without locks.

    A signed file is never written anew: its signatures are about its bytes.
    """
    for pdf in (content, without_junk(content)):
        if _reads(pdf, file_id):
            return pdf
    return _written_anew(without_junk(content), file_id)


def _reads(pdf: bytes, file_id: str) -> bool:
    """Whether it can be signed as it is. Raises FILE_NOT_SEALABLE for one that needs a password."""
    try:
        reader = open_pdf(pdf)
        signed = bool(reader.embedded_signatures)
        return int(reader.root["/Pages"]["/Count"]) >= 1 and (signed or not reader.encrypted)
    except PasswordNeededError as error:
        raise not_sealable(file_id, LOCKED) from error
    except UNREADABLE_PDF_ERRORS as error:
        log.info("a file has to be written anew", extra={"file_id": file_id}, exc_info=error)
        return False


def _written_anew(pdf: bytes, file_id: str) -> bytes:
    done = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(pdf), suppress_warnings=True) as document:
            if _is_signed(document):
                raise not_sealable(file_id, DAMAGED)
            document.save(done, encryption=False)
    except pikepdf.PasswordError as error:
        raise not_sealable(file_id, LOCKED) from error
    except (pikepdf.PdfError, *UNREADABLE_PDF_ERRORS) as error:
        raise not_sealable(file_id, DAMAGED) from error
    if not _reads(done.getvalue(), file_id):
        raise not_sealable(file_id, DAMAGED)
    return done.getvalue()


def _is_signed(document: pikepdf.Pdf) -> bool:
    return any(
        obj.get("/ByteRange") is not None for obj in document.objects if isinstance(obj, pikepdf.Dictionary)
    )


def _page_of_image(content: bytes, media_type: str, file_id: str) -> bytes:
    """An A4 page with room for the stamp."""
    name = "page.png" if media_type == "image/png" else "page.jpg"
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise not_sealable(file_id, TOO_LARGE)
    except (OSError, Image.DecompressionBombError) as error:
        raise not_sealable(file_id, DAMAGED) from error
    try:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "page.typ"
            page.write_text(_PAGE.replace("{name}", name), encoding="utf-8")
            page.with_name(name).write_bytes(content)
            pdf = typst.compile(str(page), root=folder, ignore_system_fonts=True)
    except typst.TypstError as error:
        raise not_sealable(file_id, DAMAGED) from error
    assert isinstance(pdf, bytes), "a PDF is one piece"
    return pdf
