"""Opening of a paper as the common viewers open it: how many pages it has, or the defect that it has.

A script of its own (`isolation` runs it): it imports nothing of the house, reads the bytes from standard input and
writes one line of JSON, `{"pages": 2}` or `{"defect": "file_locked", "width": …}`. Whatever a hostile file does to it, it
ends within its limits of time and memory.
"""

import io
import json
import re
import sys
from collections.abc import Mapping
from typing import Any

HEADER_WITHIN = 1024
"""Viewers look for the header of a PDF in the first 1024 bytes (ISO 32000-1, annex H, note 13)."""
MAX_PAGES = 5_000
MAX_PIXELS = 120_000_000
"""The largest sensors of telephones have 108 million."""
MAX_SIDE = 40_000
"""Pixels of the longer side."""
_FULLY_DECODED_PIXELS = 40_000_000
"""A larger PNG takes too much memory; of it the checksums of all parts are tried."""

_END_MARK = re.compile(rb"%%EOF[ \t]*(\r\n|\r|\n)?")
_OBJECT = re.compile(rb"\d+\s+\d+\s+obj\b")

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_S = 10
WALL_S = 20


class DefectError(Exception):
    """The file cannot be taken. `code` is stable, `params` fill its words."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def open_paper(content: bytes, media_type: str) -> int:
    """Pages of a PDF; 1 for an image. Raises DefectError."""
    if media_type == "application/pdf":
        return _pages_of_pdf(content)
    _check_image(content, media_type)
    return 1


def without_junk(content: bytes) -> bytes:
    """A PDF from its header to its last end mark: what stands before and after is no part of it.

    Empty when there is no header where viewers look for it.
    """
    start = content.find(b"%PDF-", 0, HEADER_WITHIN + len(b"%PDF-"))
    if start < 0:
        return b""
    marks = list(_END_MARK.finditer(content, start))
    return content[start : marks[-1].end()] if marks else content[start:]


def _pages_of_pdf(content: bytes) -> int:
    whole = without_junk(content)
    if not whole:
        raise DefectError("file_damaged")
    if _cut_off(content, whole):
        raise DefectError("file_cut_off")
    count = _count_pages(whole)
    if count == 0:
        raise DefectError("file_without_pages")
    if count > MAX_PAGES:
        raise DefectError("file_too_complex")
    return count


def _cut_off(content: bytes, whole: bytes) -> bool:
    """Whether the file ends before its end mark: after the last one there are objects, or there is none at all."""
    rest = content[content.find(b"%PDF-") + len(whole) :]
    if _END_MARK.search(whole):
        return bool(_OBJECT.search(rest))
    return not _opens_strictly(whole)


def _opens_strictly(pdf: bytes) -> bool:
    try:
        return _count(pdf, repair=False) > 0
    except Exception:  # noqa: BLE001  the reader raises what it likes; not open is the answer
        return False


def _count_pages(pdf: bytes) -> int:
    """As it is, else with its table of objects built anew, as viewers do without a word."""
    import pikepdf

    try:
        try:
            return _count(pdf, repair=False)
        except pikepdf.PdfError as error:
            if "encrypt" in str(error):
                raise DefectError("file_locked") from error
            return _count(pdf, repair=True)
    except pikepdf.PasswordError as error:
        raise DefectError("file_locked") from error
    except (DefectError, MemoryError):
        raise
    except Exception as error:
        raise DefectError("file_damaged") from error


def _count(pdf: bytes, *, repair: bool) -> int:
    """Pages that are there. A lock of the owner alone (printing, copying) opens with the empty password."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf), attempt_recovery=repair, suppress_warnings=True) as document:
        count = len(document.pages)
        for page in document.pages[: MAX_PAGES + 1]:
            if not isinstance(page.obj, pikepdf.Dictionary):
                raise DefectError("file_damaged")
        return count


def _check_image(content: bytes, media_type: str) -> None:
    from PIL import Image, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # our own limit follows
    kind = "PNG" if media_type == "image/png" else "JPEG"
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as image:
            _check_size(image.width, image.height)
            _decode(image, kind)
        if kind == "PNG":
            with Image.open(io.BytesIO(content), formats=(kind,)) as image:
                image.verify()
    except (DefectError, MemoryError):
        raise
    except UnidentifiedImageError as error:
        raise DefectError("file_damaged") from error
    except Exception as error:
        code = "file_cut_off" if _is_truncated(error) else "file_damaged"
        raise DefectError(code) from error


def _check_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise DefectError("image_too_large", width=width, height=height, limit=MAX_PIXELS // 1_000_000)


def _decode(image: Any, kind: str) -> None:
    """All of the data, a JPEG at an eighth of its size."""
    if kind == "JPEG":
        image.draft("L", (1, 1))
    elif image.width * image.height > _FULLY_DECODED_PIXELS:
        return
    image.load()


def _is_truncated(error: Exception) -> bool:
    return any(word in str(error).casefold() for word in ("truncated", "incomplete", "eof"))


def limit() -> None:
    """Limits of memory and time of the process that calls it."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(media_type: str) -> Mapping[str, Any]:
    import signal

    content = sys.stdin.buffer.read()
    signal.alarm(WALL_S)
    try:
        return {"pages": open_paper(content, media_type)}
    except DefectError as error:
        return {"defect": error.code, **error.params}
    except (MemoryError, RecursionError):
        return {"defect": "file_too_complex"}


if __name__ == "__main__":
    limit()
    sys.stdout.write(json.dumps(_answer(sys.argv[1])))
