"""Content of a file: which bytes are accepted, by the bytes themselves, and the name that goes with them."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
XML = "application/xml"
"""Of files that are made here; nobody uploads one."""

_EXTENSIONS = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"), PNG: (".png",)}
"""The first one of each is written where a name has none or another's."""

_PDF_MARK = b"%PDF-"
_HEAD = 1024 + len(_PDF_MARK)
"""Viewers look for the mark of a PDF in its first 1024 bytes (ISO 32000-1, annex H, note 13)."""

_IMAGES = {JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}
_OTHERS = {
    "heic": re.compile(rb"^.{4}ftyp(hei[cxms]|hev[cx]|mif1|msf1)", re.DOTALL),
    "avif": re.compile(rb"^.{4}ftypavi[fs]", re.DOTALL),
    "video": re.compile(rb"^.{4}ftyp", re.DOTALL),
    "webp": re.compile(rb"^RIFF.{4}WEBP", re.DOTALL),
    "gif": re.compile(rb"^GIF8[79]a"),
    "tiff": re.compile(rb"^(II\*\x00|MM\x00\*)"),
    "bmp": re.compile(rb"^BM.{4}\x00{4}", re.DOTALL),
    "word": re.compile(rb"^\xd0\xcf\x11\xe0"),
    "archive": re.compile(rb"^(PK\x03\x04|Rar!|7z\xbc\xaf)"),
    "web_page": re.compile(rb"^(\xef\xbb\xbf)?\s*<(!doctype\s+html|html|\?xml|svg)", re.IGNORECASE),
}
"""What people send instead, by its first bytes; `contracts.error_messages` says to each what helps."""


@dataclass(frozen=True)
class FileContent:
    """What was received: size in bytes, SHA-256 in hex, media type.

    `pages` once it was opened (an image has 1); `defect` is why it cannot be. Both None: not opened yet, as files of an
    earlier release. `sealable` once a trial has shown that it can be sealed.
    """

    size: int
    sha256: str
    media_type: str
    pages: int | None = None
    defect: str | None = None
    sealable: bool = False

    @property
    def opened(self) -> bool:
        return self.pages is not None

    def same_bytes(self, other: "FileContent") -> bool:
        return (self.size, self.sha256) == (other.size, other.sha256)


class IncomingContent:
    """Bytes as they come, checked on the way: never more than announced, of an accepted type from the first bytes on.

    All its methods raise ServiceError: `payload_too_large`, `file_type_refused`, `file_incomplete`, and
    `invalid_request` at /sha256 when the bytes are not those announced.
    """

    def __init__(self, announced_size: int, announced_sha256: str | None) -> None:
        self._announced_size = announced_size
        self._announced_sha256 = announced_sha256
        self._head = b""
        self._size = 0
        self._hash = hashlib.sha256()

    def check_length(self, length: int | None) -> None:
        """Refuse a body by its stated length, before a byte of it is read."""
        if length is not None and length > self._announced_size:
            raise ServiceError(ErrorCode.PAYLOAD_TOO_LARGE, limit=self._announced_size)
        if length is not None and length < self._announced_size:
            raise ServiceError(ErrorCode.FILE_INCOMPLETE, received=length, expected=self._announced_size)

    def add(self, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._size > self._announced_size:
            raise ServiceError(ErrorCode.PAYLOAD_TOO_LARGE, limit=self._announced_size)
        self._hash.update(chunk)
        if len(self._head) < _HEAD:
            self._head += chunk[: _HEAD - len(self._head)]
            if len(self._head) == _HEAD or _known_other(self._head):
                media_type(self._head)

    def finish(self) -> FileContent:
        if self._size < self._announced_size:
            raise ServiceError(ErrorCode.FILE_INCOMPLETE, received=self._size, expected=self._announced_size)
        content = FileContent(self._size, self._hash.hexdigest(), media_type(self._head))
        if self._announced_sha256 not in (None, content.sha256):
            raise _other_bytes()
        return content


def media_type(head: bytes) -> str:
    """The media type that the first bytes show; the name does not matter.

    A picture has its mark at the very start, a PDF within the first 1024 bytes. Raises `file_type_refused` for others,
    with what they are.
    """
    for kind, mark in _IMAGES.items():
        if head.startswith(mark):
            return kind
    known = _known_other(head)
    if known is None and head.find(_PDF_MARK, 0, _HEAD) >= 0:
        return PDF
    raise ServiceError(ErrorCode.FILE_TYPE_REFUSED, found=known or "unknown")


def _known_other(head: bytes) -> str | None:
    return next((name for name, mark in _OTHERS.items() if mark.search(head)), None)


def fitting_name(name: str, media_type: str) -> str:
    """The name with the extension of its content, so that what is saved opens: `cccd.pdf` of a JPEG is `cccd.jpg`.

    An extension of another accepted type gives way; anything else after a dot is a part of the name.
    """
    own = _EXTENSIONS.get(media_type)
    suffix = PurePosixPath(name.casefold()).suffix
    if own is None or suffix in own:
        return name
    misleading = any(suffix in others for others in _EXTENSIONS.values())
    return (name[: -len(suffix)] if misleading else name) + own[0]


def content_params(media_type: str, name: str) -> dict[str, str]:
    """What an error says of a file: its content, and the extension of its name where that says something else."""
    suffix = PurePosixPath(name.casefold()).suffix
    otherwise = fitting_name(name, media_type) != name and re.fullmatch(r"\.[a-z]{2,5}", suffix)
    return {"content": media_type, "named": suffix if otherwise else ""}


def _other_bytes() -> ServiceError:
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("/sha256", "sha256_mismatch"),))
