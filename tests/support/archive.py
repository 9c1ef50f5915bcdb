"""An archive of the tests: its certificate, its simulator called in the test's own process, packages for it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder
from starlette.applications import Starlette

from cli.archive import verifier
from cli.archive.intakes import SignedReceipt
from contracts.dossiers import HoldingArchive, Transfer
from devstack.certificates import Authority, Pair
from simulators.archive.app import Archive
from simulators.archive.settings import ArchiveSettings

NAME = "Lưu trữ lịch sử tỉnh"


@cache
def seal() -> Pair:
    """Of the archive."""
    return Authority.new().seal(NAME)


def fingerprint(pair: Pair) -> str:
    return hashlib.sha256(pair.certificate.public_bytes(Encoding.DER)).hexdigest()


def holding_archive(pair: Pair | None = None) -> HoldingArchive:
    return HoldingArchive(name=NAME, certificate_sha256=fingerprint(pair or seal()))


def signed(text: str, pair: Pair | None = None) -> SignedReceipt:
    """A text with the detached signature of a certificate; another implementation than ours makes it."""
    by = pair or seal()
    builder = PKCS7SignatureBuilder().set_data(text.encode())
    builder = builder.add_signer(by.certificate, by.key, SHA256())
    signature = builder.sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])
    return SignedReceipt(text, base64.b64encode(signature).decode())


def receipt_of(transfer: Transfer, refused: dict[str, str] | None = None, **changes: Any) -> str:
    """What an archive says of a transfer: all accepted, but for those (by digest) with their reasons."""
    reasons = refused or {}
    receipt = {
        "transfer_id": transfer.transfer_id,
        "list_sha256": transfer.list_sha256,
        "received_at": datetime.now(UTC).isoformat(),
        "packages": [
            {
                "sha256": each.sha256,
                "accepted": each.sha256 not in reasons,
                "reason": reasons.get(each.sha256),
            }
            for each in transfer.items
        ],
        **changes,
    }
    return json.dumps(receipt, ensure_ascii=False)


class InProcess(httpx.BaseTransport):
    """Requests to an application, without a network."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
        return asyncio.run(self._ask(sent))

    async def _ask(self, request: httpx.Request) -> httpx.Response:
        answer = await httpx.ASGITransport(self._app).handle_async_request(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=await answer.aread())


def simulated(folder: Path) -> Iterator[tuple[Archive, httpx.Client]]:
    """The simulator, and a client of it that needs no network."""
    settings = ArchiveSettings(
        http_port=1,
        archive_key=seal().key_pem,
        archive_certificate=seal().certificate_pem,
        archive_folder=str(folder),
        archive_verifier=verifier.__file__,
    )
    archive = Archive(settings)
    with httpx.Client(transport=InProcess(archive.app())) as client:
        yield archive, client
