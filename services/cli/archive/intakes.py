"""The intake of an archive (nơi tiếp nhận của lưu trữ): where packages are delivered to, and its receipt is fetched from.

Two forms: a folder that the archive reads (a mount, or what SFTP carries over), and HTTP. All of it may be repeated: what
the archive has already is not sent again.
"""

import base64
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import httpx

CHUNK = 1 << 16
LIST, COMPLETE, RECEIPT, SIGNATURE = "list.json", "complete", "receipt.json", "receipt.json.p7s"


@dataclass(frozen=True)
class SignedReceipt:
    """The receipt's text, and its detached signature (CMS) in base64."""

    text: str
    signature: str


class Intake(Protocol):
    """One archive. Every method blocks, and raises OSError or httpx.HTTPError while it cannot be reached."""

    def begin(self, transfer_id: str, text: str) -> None:
        """Hand in the list."""

    def deliver(self, transfer_id: str, sha256: str, package: Path) -> str | None:
        """Hand in a package. Why it is refused, as far as is answered at once; None: it is not."""

    def end(self, transfer_id: str) -> None:
        """All packages are there."""

    def receipt(self, transfer_id: str) -> SignedReceipt | None:
        """None: not yet."""


class FolderIntake:
    """`TRANSFER/list.json`, `TRANSFER/packages/SHA256/`, `TRANSFER/complete`; the archive puts `receipt.json` and its
    signature `receipt.json.p7s` beside them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, transfer_id: str, text: str) -> None:
        place = self._folder / transfer_id
        (place / "packages").mkdir(parents=True, exist_ok=True)
        _put(place / LIST, text)

    def deliver(self, transfer_id: str, sha256: str, package: Path) -> str | None:
        place = self._folder / transfer_id / "packages" / sha256
        if not place.exists():
            partial = place.with_name(f".{sha256}.part")
            shutil.rmtree(partial, ignore_errors=True)
            shutil.copytree(package, partial)
            partial.rename(place)
        return None

    def end(self, transfer_id: str) -> None:
        _put(self._folder / transfer_id / COMPLETE, "")

    def receipt(self, transfer_id: str) -> SignedReceipt | None:
        text, signature = (self._folder / transfer_id / name for name in (RECEIPT, SIGNATURE))
        if not (text.exists() and signature.exists()):
            return None
        signed = base64.b64encode(signature.read_bytes()).decode()
        return SignedReceipt(text.read_text(encoding="utf-8"), signed)


class HttpIntake:
    """`PUT /transfers/ID`, `PUT /transfers/ID/packages/SHA256` (a ZIP of the package), `POST /transfers/ID/end`,
    `GET /transfers/ID/receipt`. `422` with `reason` refuses a package."""

    def __init__(self, http: httpx.Client, url: str, token: str = "") -> None:
        self._http = http
        self._url = f"{url.rstrip('/')}/transfers"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def begin(self, transfer_id: str, text: str) -> None:
        self._ask("PUT", transfer_id, content=text.encode())

    def deliver(self, transfer_id: str, sha256: str, package: Path) -> str | None:
        path = f"{transfer_id}/packages/{sha256}"
        if self._http.head(f"{self._url}/{path}", headers=self._headers).status_code == httpx.codes.OK:
            return None
        with tempfile.TemporaryFile(dir=package.parent) as zipped:
            with zipfile.ZipFile(zipped, "w") as target:
                for each in sorted(package.rglob("*")):
                    target.write(each, each.relative_to(package))
            zipped.seek(0)
            answer = self._http.put(f"{self._url}/{path}", headers=self._headers, content=_chunks(zipped))
        if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            return str(answer.json().get("reason", ""))
        answer.raise_for_status()
        return None

    def end(self, transfer_id: str) -> None:
        self._ask("POST", f"{transfer_id}/end")

    def receipt(self, transfer_id: str) -> SignedReceipt | None:
        answer = self._http.get(f"{self._url}/{transfer_id}/receipt", headers=self._headers)
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        answer.raise_for_status()
        answered = answer.json()
        return SignedReceipt(str(answered["receipt"]), str(answered["signature"]))

    def _ask(self, method: str, path: str, content: bytes | None = None) -> None:
        answer = self._http.request(method, f"{self._url}/{path}", headers=self._headers, content=content)
        answer.raise_for_status()


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _put(path: Path, text: str) -> None:
    """Whole or not at all."""
    partial = path.with_name(f".{path.name}.part")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
