"""Content of a file: which bytes are accepted, by the bytes themselves."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePosixPath

from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.records import ACCEPTED_MEDIA_TYPES

PDF = "application/pdf"

# All three must stand at the very start. Readers of PDF forgive bytes before the mark; an archive need not.
_SIGNATURES = {
    b"%PDF-": PDF,
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}
_HEAD = max(map(len, _SIGNATURES))
_EXTENSIONS = {
    ".pdf": PDF,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


@dataclass(frozen=True)
class FileContent:
    """What was received: size in bytes, SHA-256 in hex, media type."""

    size: int
    sha256: str
    media_type: str


class IncomingContent:
    """Bytes as they come, checked on the way: never more than announced, of an accepted type from the first bytes on.

    All its methods raise ServiceError: `payload_too_large`, `file_type_refused`, `file_incomplete`, and
    `invalid_request` at /sha256 when the bytes are not those announced.
    """

    def __init__(self, name: str, announced_size: int, announced_sha256: str | None) -> None:
        self._name = name
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
            if len(self._head) == _HEAD:
                media_type(self._head, self._name)

    def finish(self) -> FileContent:
        if self._size < self._announced_size:
            raise ServiceError(ErrorCode.FILE_INCOMPLETE, received=self._size, expected=self._announced_size)
        content = FileContent(self._size, self._hash.hexdigest(), media_type(self._head, self._name))
        if self._announced_sha256 not in (None, content.sha256):
            raise _other_bytes()
        return content


def media_type(head: bytes, name: str) -> str:
    """The media type that the first bytes show. Raises `file_type_refused` for others, and for another extension."""
    found = next((kind for mark, kind in _SIGNATURES.items() if head.startswith(mark)), None)
    of_name = _EXTENSIONS.get(PurePosixPath(name.casefold()).suffix, found)
    if found is None or of_name != found:
        raise ServiceError(ErrorCode.FILE_TYPE_REFUSED, accepted=", ".join(ACCEPTED_MEDIA_TYPES))
    return found


def _other_bytes() -> ServiceError:
    wrong = FieldError(
        pointer="/sha256",
        code="sha256_mismatch",
        detail="Nội dung nhận được không khớp mã băm đã khai. The bytes received do not have the hash announced.",
    )
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
