"""Papers as people send them: those that every viewer opens, and those that none does, with the code of each.

All of it is harmless: made small, and broken in one way each.
"""

import io
from collections.abc import Callable, Mapping

import pikepdf
from PIL import Image

from contracts.errors import ErrorCode
from devstack.walk.pdf import pdf

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"


def saved(title: str = "Giay to", **options: object) -> bytes:
    """Written by another writer than ours: with streams of objects, linearised or encrypted."""
    done = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(title))) as document:
        document.save(done, **options)  # type: ignore[arg-type]
    return done.getvalue()


def owner_locked() -> bytes:
    """Printing and copying are forbidden, reading is not."""
    return saved(encryption=pikepdf.Encryption(owner="chu so huu", user=""))


def user_locked() -> bytes:
    return saved(encryption=pikepdf.Encryption(owner="chu so huu", user="nguoi doc"))


def without_pages() -> bytes:
    done = io.BytesIO()
    with pikepdf.new() as document:
        document.save(done)
    return done.getvalue()


def photo(kind: str, width: int = 60, height: int = 80, **options: object) -> bytes:
    drawn = io.BytesIO()
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.save(drawn, kind, **options)
    return drawn.getvalue()


def claiming(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes whose head says that it has so many pixels."""
    small = bytearray(photo("PNG"))
    small[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    small[29:33] = _crc(bytes(small[12:29]))
    return bytes(small)


def _crc(chunk: bytes) -> bytes:
    import zlib

    return zlib.crc32(chunk).to_bytes(4, "big")


def moved(junk: bytes) -> bytes:
    """Junk before the header that the table of objects counts."""
    whole = pdf("Giay to")
    start = whole.rindex(b"startxref\n") + len(b"startxref\n")
    end = whole.index(b"\n", start)
    return junk + whole[:start] + str(int(whole[start:end]) + len(junk)).encode() + whole[end:]


TAKEN: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "plain": (PDF, lambda: pdf("Giay to")),
    "linearised": (PDF, lambda: saved(linearize=True)),
    "streams of objects": (PDF, lambda: saved(object_stream_mode=pikepdf.ObjectStreamMode.generate)),
    "locked by its owner alone": (PDF, owner_locked),
    "zeros after the end": (PDF, lambda: pdf("Giay to") + b"\0" * 80_000),
    "blanks after the end": (PDF, lambda: pdf("Giay to") + b" \r\n" * 2000),
    "a page of the web after the end": (PDF, lambda: pdf("Giay to") + b"<html><body>" * 300),
    "no line end at the end": (PDF, lambda: pdf("Giay to").rstrip()),
    "byte-order mark": (PDF, lambda: b"\xef\xbb\xbf" + pdf("Giay to")),
    "line end before": (PDF, lambda: b"\r\n" + pdf("Giay to")),
    "blanks before": (PDF, lambda: b" \t\r\n" * 200 + pdf("Giay to")),
    "headers of a mail before": (PDF, lambda: b"Content-Type: application/pdf\r\n\r\n" + pdf("Giay to")),
    "junk before, counted": (PDF, lambda: moved(b"\r\n\r\n")),
    "table of objects astray": (PDF, lambda: pdf("Giay to").replace(b"startxref\n", b"startxref\n1")),
    "both junk": (PDF, lambda: b"\xef\xbb\xbf\r\n" + saved(linearize=True) + b"\0" * 5000),
    "JPEG": (JPEG, lambda: photo("JPEG")),
    "progressive JPEG": (JPEG, lambda: photo("JPEG", progressive=True)),
    "JPEG with a film after it": (JPEG, lambda: photo("JPEG") + b"\0\0\0\x18ftypmp42" + b"m" * 5000),
    "PNG": (PNG, lambda: photo("PNG")),
    "PNG with bytes after it": (PNG, lambda: photo("PNG") + b"\0" * 500),
}
"""By what is odd about it: media type and bytes."""

REFUSED: Mapping[str, tuple[ErrorCode, str, Callable[[], bytes]]] = {
    "mark alone": (ErrorCode.FILE_CUT_OFF, PDF, lambda: b"%PDF-"),
    "first bytes": (ErrorCode.FILE_CUT_OFF, PDF, lambda: pdf("Giay to")[:300]),
    "half of a linearised one": (ErrorCode.FILE_CUT_OFF, PDF, lambda: half(saved(linearize=True))),
    "half of its second revision": (ErrorCode.FILE_CUT_OFF, PDF, lambda: half_revision()),
    "words of no PDF": (
        ErrorCode.FILE_DAMAGED,
        PDF,
        lambda: b"%PDF-1.7\nnothing at all\nstartxref\n9\n%%EOF\n",
    ),
    "no tree of pages": (
        ErrorCode.FILE_DAMAGED,
        PDF,
        lambda: pdf("x").replace(b"/Pages 2 0 R", b"/Pages 9 0 R"),
    ),
    "no page": (ErrorCode.FILE_WITHOUT_PAGES, PDF, without_pages),
    "locked against readers": (ErrorCode.FILE_LOCKED, PDF, user_locked),
    "JPEG of three bytes": (ErrorCode.FILE_DAMAGED, JPEG, lambda: b"\xff\xd8\xff"),
    "JPEG of zeros": (ErrorCode.FILE_DAMAGED, JPEG, lambda: b"\xff\xd8\xff\xe0" + b"\0" * 100),
    "half a JPEG": (ErrorCode.FILE_CUT_OFF, JPEG, lambda: half(photo("JPEG", 600, 800))),
    "PNG of eight bytes": (ErrorCode.FILE_DAMAGED, PNG, lambda: b"\x89PNG\r\n\x1a\n"),
    "half a PNG": (ErrorCode.FILE_CUT_OFF, PNG, lambda: half(photo("PNG", 600, 800))),
    "PNG that claims too many pixels": (ErrorCode.IMAGE_TOO_LARGE, PNG, lambda: claiming(50_000, 50_000)),
    "PNG that claims too long a side": (ErrorCode.IMAGE_TOO_LARGE, PNG, lambda: claiming(1_000_000, 2)),
}
"""By what is wrong with it: code, media type and bytes."""


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def two_revisions() -> tuple[bytes, int]:
    """A PDF with a later revision appended, and where that begins."""
    first = pdf("Lan mot")
    at = first.rindex(b"startxref\n") + len(b"startxref\n")
    before = first[at:].split(b"\n")[0]
    added = b"5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>\nendobj\n% " + b"y" * 300 + b"\n"
    table = len(first) + len(added)
    added += (
        b"xref\n5 1\n%010d 00000 n \ntrailer\n<< /Size 7 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            len(first),
            before,
            table,
        )
    )
    return first + added, len(first)


def half_revision() -> bytes:
    whole, start = two_revisions()
    return whole[: start + (len(whole) - start) // 2]
