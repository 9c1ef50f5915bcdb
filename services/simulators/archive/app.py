"""The intake of an archive: a list, packages, the end, a signed receipt. How it errs is set at `/simulator/behaviour`."""

import asyncio
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.archive.settings import ArchiveSettings
from simulators.server import probes

TAG_MANIFEST = "tagmanifest-sha256.txt"


@dataclass
class Behaviour:
    """What it does wrong."""

    slow_s: float = 0.0
    """Seconds before each answer."""
    silent: bool = False
    """It gives no receipt."""
    refuse: dict[str, str] = field(default_factory=dict)
    """Reasons by digest of a package, or by code of a dossier."""
    receipt: str = "right"
    """`right`; `twice`: another one each time; `other_list`; `other_digest`; `one_left_out`."""


@dataclass
class Taken:
    """A transfer so far: the list, and what was said of each package by its digest."""

    text: bytes
    answers: dict[str, str | None] = field(default_factory=dict)
    ended: bool = False
    receipt: dict[str, str] | None = None

    @property
    def packages(self) -> dict[str, str]:
        """Codes by digest."""
        return {each["sha256"]: each["code"] for each in json.loads(self.text)["packages"]}


class Archive:
    def __init__(self, settings: ArchiveSettings) -> None:
        own, *chain = load_certs_from_pemder_data(settings.archive_certificate.encode())
        key = load_private_key_from_pemder_data(settings.archive_key.encode(), None)
        self._signer = SimpleSigner(own, key, SimpleCertificateStore.from_certs([own, *chain]))
        self._settings = settings
        self.behaviour = Behaviour()
        self.transfers: dict[str, Taken] = {}

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/transfers/{id}", self.begin, methods=["PUT"]),
                Route("/transfers/{id}/packages/{sha256}", self.has, methods=["HEAD"]),
                Route("/transfers/{id}/packages/{sha256}", self.take, methods=["PUT"]),
                Route("/transfers/{id}/end", self.end, methods=["POST"]),
                Route("/transfers/{id}/receipt", self.receipt),
                Route("/simulator/behaviour", self.behave, methods=["PUT"]),
                *probes(),
            ]
        )

    async def behave(self, request: Request) -> Response:
        self.behaviour = Behaviour(**await request.json())
        return Response(status_code=204)

    async def begin(self, request: Request) -> Response:
        await self._wait()
        text = await request.body()
        known = self.transfers.setdefault(request.path_params["id"], Taken(text))
        return Response(status_code=204 if known.text == text else 409)

    async def has(self, request: Request) -> Response:
        known = self.transfers.get(request.path_params["id"])
        return Response(status_code=200 if known and request.path_params["sha256"] in known.answers else 404)

    async def take(self, request: Request) -> Response:
        await self._wait()
        sha256 = request.path_params["sha256"]
        known = self.transfers.get(request.path_params["id"])
        if known is None or sha256 not in known.packages:
            return JSONResponse({"reason": "not in the list"}, 422)
        reason = await asyncio.to_thread(self._checked, known, sha256, await request.body())
        known.answers[sha256] = reason
        return Response(status_code=201) if reason is None else JSONResponse({"reason": reason}, 422)

    async def end(self, request: Request) -> Response:
        known = self.transfers.get(request.path_params["id"])
        if known is None or known.packages.keys() != known.answers.keys():
            return JSONResponse({"reason": "packages are missing"}, 409)
        known.ended = True
        return Response(status_code=202)

    async def receipt(self, request: Request) -> Response:
        await self._wait()
        transfer_id = request.path_params["id"]
        known = self.transfers.get(transfer_id)
        if known is None or not known.ended or self.behaviour.silent:
            return Response(status_code=404)
        if known.receipt is None or self.behaviour.receipt == "twice":
            known.receipt = await self._signed(self._text(transfer_id, known))
        return JSONResponse(known.receipt)

    def _checked(self, known: Taken, sha256: str, zipped: bytes) -> str | None:
        """Why a package is refused. It is unpacked, its digest is counted anew, the verifier reads all of it."""
        place = Path(self._settings.archive_folder) / sha256
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        archive_file = place.with_suffix(".zip")
        archive_file.write_bytes(zipped)
        try:
            with zipfile.ZipFile(archive_file) as packed:
                packed.extractall(place)
            found = hashlib.sha256((place / TAG_MANIFEST).read_bytes()).hexdigest()
        except (zipfile.BadZipFile, OSError) as error:
            return f"no package: {type(error).__name__}"
        finally:
            archive_file.unlink()
        if found != sha256:
            return "it is not the package of the list"
        chosen = self.behaviour.refuse.get(sha256) or self.behaviour.refuse.get(known.packages[sha256])
        return chosen or self._faults(place)

    def _faults(self, place: Path) -> str | None:
        command = [sys.executable, "-I", self._settings.archive_verifier, str(place)]
        roots = self._settings.archive_roots
        command += ["--roots", roots] if roots else []
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  no shell
        return done.stdout.strip()[:500] if done.returncode else None

    def _text(self, transfer_id: str, known: Taken) -> str:
        rows: list[dict[str, Any]] = [
            {"sha256": sha256, "accepted": reason is None, "reason": reason}
            for sha256, reason in known.answers.items()
        ]
        list_sha256 = hashlib.sha256(known.text).hexdigest()
        match self.behaviour.receipt:
            case "other_list":
                list_sha256 = "0" * 64
            case "other_digest":
                rows[0]["sha256"] = "0" * 64
            case "one_left_out":
                rows.pop()
        receipt = {
            "transfer_id": transfer_id,
            "list_sha256": list_sha256,
            "received_at": datetime.now(UTC).isoformat(),
            "packages": rows,
        }
        return json.dumps(receipt, ensure_ascii=False, indent=1)

    async def _signed(self, text: str) -> dict[str, str]:
        signed = await self._signer.async_sign_general_data(text.encode(), "sha256")
        return {"receipt": text, "signature": base64.b64encode(signed.dump()).decode()}

    async def _wait(self) -> None:
        if self.behaviour.slow_s:
            await asyncio.sleep(self.behaviour.slow_s)
