"""The archive of a person's data: a ZIP that is written in one go, its sums, and how anybody checks it.

`SHA256SUMS` is what `sha256sum --check` reads; `SHA256SUMS.p7s` is a detached signature of it (CMS, RFC 5652), which
`openssl cms -verify` checks; `SHA256SUMS.p7s.tst` is the timestamp token of that (RFC 3161), where there is an authority.
Only one entry is held in memory at a time, and the list of names and sums.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO, Protocol, cast

from contracts.time import VIETNAM
from records.domain.content import JPEG, PDF, PNG

MEDIA_TYPE = "application/zip"
SUMS, SIGNATURE, READ_ME = "SHA256SUMS", "SHA256SUMS.p7s", "README.txt"
TIMESTAMP = f"{SIGNATURE}.tst"
_EXTENSIONS = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png", MEDIA_TYPE: ".zip"}
_FAST = 1
"""Level of compression: JSON shrinks nearly as well as by a higher one, in a part of the time."""
_READ_ME = """\
Bản sao dữ liệu cá nhân, lập lúc {at}.
Copy of personal data, made at {at}.

Kiểm tra tính toàn vẹn / check that nothing was changed:
  sha256sum --check SHA256SUMS
Kiểm tra chữ ký số / check the signature (with the certificates of the portal, roots.pem):
  openssl cms -verify -binary -purpose any -inform DER -in SHA256SUMS.p7s -content SHA256SUMS -CAfile roots.pem
"""


class Target(Protocol):
    """Takes bytes in their order."""

    def write(self, chunk: bytes) -> None: ...


class _Counted:
    """What a ZIP is written to: no place to go back to, so each entry is followed by its size and sum."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, chunk: bytes) -> int:
        data = bytes(chunk)
        self._target.write(data)
        self.digest.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held."""


class ArchiveWriter:
    """Writes an archive entry by entry; `close` ends it."""

    def __init__(self, target: Target, at: datetime) -> None:
        self._out = _Counted(target)
        self._zip = zipfile.ZipFile(cast("IO[bytes]", self._out), "w")
        self._at = at.astimezone(VIETNAM)
        self._sums: dict[str, str] = {}
        self.add_text(READ_ME, _READ_ME.format(at=f"{self._at:%Y-%m-%d %H:%M:%S%z}"))

    def has(self, path: str) -> bool:
        return path in self._sums

    def add_text(self, path: str, text: str) -> None:
        self.add(path, [text.encode()], compressed=True)

    def add_json(self, path: str, text: str) -> None:
        """JSON as people read it: indented, in UTF-8."""
        self.add_text(path, json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n")

    def add(self, path: str, chunks: Iterable[bytes], *, compressed: bool = False) -> None:
        """One entry, of which one chunk is held at a time. Pictures and PDFs are compressed already."""
        info = zipfile.ZipInfo(path, self._at.timetuple()[:6])
        info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
        info._compresslevel = _FAST  # type: ignore[attr-defined]
        info.external_attr = 0o644 << 16
        digest = hashlib.sha256()
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for chunk in chunks:
                digest.update(chunk)
                entry.write(chunk)
        self._sums[path] = digest.hexdigest()

    @property
    def sums(self) -> bytes:
        """Of every entry so far, in the form of `sha256sum`."""
        return "".join(f"{digest}  {path}\n" for path, digest in self._sums.items()).encode()

    def close(self, signature: bytes, token: bytes = b"") -> tuple[int, str]:
        """End it with the sums, their signature and the timestamp token of that, if any; its size and SHA-256."""
        sums = self.sums
        self.add(SUMS, [sums])
        self.add(SIGNATURE, [signature])
        if token:
            self.add(TIMESTAMP, [token])
        self._zip.close()
        return self._out.size, self._out.digest.hexdigest()


def with_extension(path: str, media_type: str) -> str:
    """The path with the extension of its content."""
    return path + _EXTENSIONS.get(media_type, "")
