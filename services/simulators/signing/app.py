"""The addresses of the authority and of the signing service, and what they are told to do wrong."""

import asyncio
import hmac
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulators.server import probes
from simulators.signing.authority import Authority
from simulators.signing.csc import Credentials, RefusedError
from simulators.signing.settings import SigningSettings

SLOW_S = 30.0
FAULTS = ("", "slow", "away", "refuse")


class SigningSimulator:
    """`fault`: what the signing service does wrong from now on; `authority_away`: whether OCSP, CRL and timestamps fail."""

    def __init__(self, settings: SigningSettings) -> None:
        folder = Path(settings.signing_keys_dir)
        self.authority = Authority(
            settings.authority_certificate, settings.authority_key, settings.signing_url, folder
        )
        self.credentials = Credentials(folder, settings.signing_service_pin)
        self._client = (settings.signing_service_client_id, settings.signing_service_client_secret)
        self._tokens: set[str] = set()
        self.fault, self.authority_away = "", False

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/oauth2/token", self.log_in, methods=["POST"]),
                Route("/csc/v2/credentials/info", self.info, methods=["POST"]),
                Route("/csc/v2/credentials/authorize", self.authorise, methods=["POST"]),
                Route("/csc/v2/signatures/signHash", self.sign, methods=["POST"]),
                Route("/ocsp", self.ocsp, methods=["POST"]),
                Route("/crl", self.crl),
                Route("/tsa", self.tsa, methods=["POST"]),
                Route("/simulator/certificates", self.issue, methods=["POST"]),
                Route("/simulator/revoked", self.revoke, methods=["POST"]),
                Route("/simulator/fault", self.set_fault, methods=["POST"]),
                Route("/simulator/signed", self.count),
                *probes(),
            ]
        )

    async def log_in(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode("ascii", "replace")))
        given = (form.get("client_id", ""), form.get("client_secret", ""))
        if not hmac.compare_digest("\n".join(given).encode(), "\n".join(self._client).encode()):
            return JSONResponse({"error": "invalid_client"}, 401)
        token = secrets.token_urlsafe(24)
        self._tokens.add(token)
        return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": 3600})

    async def info(self, request: Request) -> Response:
        return await self._answer(request, lambda body: self.credentials.info(body["credentialID"]))

    async def authorise(self, request: Request) -> Response:
        return await self._answer(
            request,
            lambda body: self.credentials.authorise(body["credentialID"], body["hashes"], body["authData"]),
        )

    async def sign(self, request: Request) -> Response:
        return await self._answer(
            request, lambda body: self.credentials.sign(body["credentialID"], body["SAD"], body["hashes"])
        )

    async def ocsp(self, request: Request) -> Response:
        if self.authority_away:
            return PlainTextResponse("away", 503)
        try:
            answer = self.authority.answer(await request.body())
        except ValueError:
            return PlainTextResponse("no query", 400)
        return Response(answer, media_type="application/ocsp-response")

    async def crl(self, _request: Request) -> Response:
        if self.authority_away:
            return PlainTextResponse("away", 503)
        return Response(self.authority.revocation_list(), media_type="application/pkix-crl")

    async def tsa(self, request: Request) -> Response:
        if self.authority_away:
            return PlainTextResponse("away", 503)
        try:
            stamped = await self.authority.timestamp(await request.body())
        except (ValueError, TypeError, KeyError):
            return PlainTextResponse("no timestamp query", 400)
        return Response(stamped, media_type="application/timestamp-reply")

    async def issue(self, request: Request) -> Response:
        """{name, common_name, organisation} → {key, certificates}, both in PEM."""
        body = await request.json()
        pem = self.authority.issue(body["name"], body["common_name"], body.get("organisation", ""))
        start = pem.index("-----BEGIN CERTIFICATE-----")
        return JSONResponse({"key": pem[:start], "certificates": pem[start:]})

    async def revoke(self, request: Request) -> Response:
        """{serial_number}, in hex."""
        self.authority.revoke(int((await request.json())["serial_number"], 16))
        return JSONResponse({})

    async def set_fault(self, request: Request) -> Response:
        """{fault, authority_away}"""
        body = await request.json()
        if body.get("fault", "") not in FAULTS:
            return PlainTextResponse(f"one of {FAULTS}", 400)
        self.fault, self.authority_away = body.get("fault", ""), bool(body.get("authority_away"))
        return JSONResponse({})

    async def count(self, _request: Request) -> Response:
        return JSONResponse({"signed": self.credentials.signed})

    async def _answer(self, request: Request, act: Any) -> Response:
        if self.fault == "slow":
            await asyncio.sleep(SLOW_S)
        if self.fault == "away":
            return PlainTextResponse("away", 503)
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self._tokens:
            return JSONResponse({"error": "invalid_token"}, 401)
        if self.fault == "refuse":
            return JSONResponse({"error": "access_denied"}, 400)
        try:
            return JSONResponse(act(await request.json()))
        except RefusedError as error:
            return JSONResponse({"error": str(error)}, 400)
        except (ValueError, TypeError, KeyError):
            return JSONResponse({"error": "invalid_request"}, 400)
