"""The provider's HTTP interface: metadata, keys, the page where a person agrees, tokens, user info, log-out, and addresses
for tests.

`/npsp` beside it is the national portal's older SSO: another issuer with the same people, which says who somebody is by
user info.
"""

import asyncio
import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from simulators.server import probes
from simulators.vneid.faults import Fault
from simulators.vneid.people import Holder, Register
from simulators.vneid.settings import VneidSettings
from simulators.vneid.tokens import ProviderKeys, id_token_claims, logout_claims

SLOW_S = 60.0
"""Longer than anybody waits: the client has gone by then."""
_PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8"><title>VNeID (mô phỏng)</title>
<h1>VNeID (mô phỏng)</h1><p>Đăng nhập vào {client}</p>{forms}</html>"""
_FORM = """<form method="post" action="consent"><input type="hidden" name="request" value="{request}">
<button name="holder" value="{key}">{name} (mức {level})</button></form>"""
_REFUSE = """<form method="post" action="consent"><input type="hidden" name="request" value="{request}">
<button name="refuse" value="1">Không đồng ý</button></form>"""


@dataclass(frozen=True)
class Grant:
    """What a code stands for."""

    params: dict[str, str]
    holder: Holder
    session: str
    fault: Fault


class Issuer:
    """One issuer: its clients, keys, codes and sessions."""

    def __init__(self, name: str, settings: VneidSettings, secret: str, register: Register) -> None:
        self.name = name
        self.url = f"{settings.own_url}/{name}"
        self._server_url = f"{settings.server_url}/{name}"
        self._back_channel_url = settings.vneid_back_channel_url.rstrip("/")
        self._secret = secret
        self._register = register
        self.keys = ProviderKeys()
        self.fault = Fault.NONE
        self.reads: dict[str, int] = {"metadata": 0, "keys": 0}
        self._requests: dict[str, dict[str, str]] = {}
        self._grants: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}
        self._sessions: list[Grant] = []

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.metadata),
            Route("/jwks", self.jwks),
            Route("/authorize", self.authorize),
            Route("/consent", self.consent, methods=["POST"]),
            Route("/token", self.token, methods=["POST"]),
            Route("/userinfo", self.user_info),
            Route("/logout", self.log_out),
            Route("/simulator/fault", self.set_fault, methods=["POST"]),
            Route("/simulator/key", self.change_key, methods=["POST"]),
            Route("/simulator/holders", self.put_holder, methods=["POST"]),
            Route("/simulator/reads", self.count),
            Route("/simulator/logout-token", self.logout_token, methods=["POST"]),
        ]

    async def metadata(self, request: Request) -> Response:  # noqa: ARG002
        self.reads["metadata"] += 1
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self._server_url}/token",
                "userinfo_endpoint": f"{self._server_url}/userinfo",
                "jwks_uri": f"{self._server_url}/jwks",
                "end_session_endpoint": f"{self.url}/logout",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "authorization_response_iss_parameter_supported": True,
                "backchannel_logout_supported": True,
                "backchannel_logout_session_supported": True,
            }
        )

    async def jwks(self, request: Request) -> Response:  # noqa: ARG002
        self.reads["keys"] += 1
        return JSONResponse(self.keys.published)

    async def authorize(self, request: Request) -> Response:
        """The page where a person chooses who to be, and agrees or not."""
        params = dict(request.query_params)
        needed = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")
        if params.get("response_type") != "code" or any(not params.get(name) for name in needed):
            return PlainTextResponse("invalid_request", 400)
        if params["client_id"] != self.name or params.get("code_challenge_method") != "S256":
            return PlainTextResponse("invalid_client", 400)
        key = secrets.token_urlsafe(16)
        self._requests[key] = params
        forms = "".join(
            _FORM.format(request=key, key=escape(each.key), name=escape(each.full_name), level=each.level)
            for each in self._register.holders.values()
        )
        page = _PAGE.format(client=escape(params["redirect_uri"]), forms=forms + _REFUSE.format(request=key))
        return HTMLResponse(page, headers={"x-request": key})

    async def consent(self, request: Request) -> Response:
        fields = await _form(request)
        params = self._requests.pop(fields.get("request", ""), None)
        if params is None:
            return PlainTextResponse("unknown request", 400)
        back = {"state": params["state"], "iss": self.url}
        holder = self._register.holders.get(fields.get("holder", ""))
        if fields.get("refuse") or holder is None:
            return _back(params, {**back, "error": "access_denied"})
        code, fault, self.fault = secrets.token_urlsafe(24), self.fault, Fault.NONE
        self._grants[code] = Grant(params, holder, secrets.token_urlsafe(12), fault)
        return _back(params, {**back, "code": code})

    async def token(self, request: Request) -> Response:
        fields = await _form(request)
        if not self._is_client(request, fields):
            return JSONResponse({"error": "invalid_client"}, 401)
        grant = self._grants.pop(fields.get("code", ""), None)
        if grant is None or not _fits(grant, fields):
            return JSONResponse({"error": "invalid_grant"}, 400)
        match grant.fault:
            case Fault.SLOW:
                await asyncio.sleep(SLOW_S)
            case Fault.ERROR:
                return JSONResponse({"error": "server_error"}, 500)
            case Fault.NONSENSE:
                return PlainTextResponse("<html>", 200)
            case Fault.REDIRECT:
                return RedirectResponse(f"{self._server_url}/userinfo")
        access_token = secrets.token_urlsafe(24)
        self._tokens[access_token] = grant
        self._sessions.append(grant)
        holder = grant.holder
        person = holder.claims if self.name == "vneid" else {}
        own = {"sub": holder.subject, "sid": grant.session, "acr": holder.level, **person}
        claims = id_token_claims(self.url, self.name, own, grant.params["nonce"], access_token, grant.fault)
        return JSONResponse(
            {
                "access_token": access_token,
                "token_type": "Bearer",
                "expires_in": 300,
                "id_token": self.keys.sign(claims, grant.fault),
            },
            headers={"cache-control": "no-store"},
        )

    async def user_info(self, request: Request) -> Response:
        grant = self._tokens.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if grant is None:
            return JSONResponse({"error": "invalid_token"}, 401)
        subject = "somebody-else" if grant.fault is Fault.OTHER_USER else grant.holder.subject
        return JSONResponse({"sub": subject, **grant.holder.claims})

    async def log_out(self, request: Request) -> Response:
        """RP-initiated: all sessions at this issuer end, and their clients are told."""
        for grant in self._sessions:
            await self._tell(self._logout_token(grant))
        self._sessions.clear()
        page = request.query_params.get("post_logout_redirect_uri")
        return RedirectResponse(page, 302) if page else HTMLResponse("Đã đăng xuất")

    async def set_fault(self, request: Request) -> Response:
        """For tests: {"fault": ...} for the next log-in."""
        self.fault = Fault((await request.json())["fault"])
        return JSONResponse({"fault": self.fault})

    async def change_key(self, request: Request) -> Response:  # noqa: ARG002
        self.keys.change()
        return JSONResponse({"kid": self.keys.kid})

    async def put_holder(self, request: Request) -> Response:
        """For tests: a person, new or in place of the one of the same key."""
        holder = Holder(**await request.json())
        self._register.holders[holder.key] = holder
        return JSONResponse({"key": holder.key})

    async def count(self, request: Request) -> Response:  # noqa: ARG002
        return JSONResponse(self.reads)

    async def logout_token(self, request: Request) -> Response:
        """For tests: a logout token of the latest session, with the claims given in place of its own; null removes one."""
        changes = await request.json()
        claims = {**self._logout_claims(self._sessions[-1]), **changes}
        claims = {name: value for name, value in claims.items() if value is not None}
        return JSONResponse({"logout_token": self.keys.sign(claims)})

    def _logout_claims(self, grant: Grant) -> dict[str, Any]:
        return logout_claims(self.url, self.name, grant.holder.subject, grant.session)

    def _logout_token(self, grant: Grant) -> str:
        return self.keys.sign(self._logout_claims(grant))

    async def _tell(self, token: str) -> None:
        if not self._back_channel_url:
            return
        url = f"{self._back_channel_url}/{self.name}/back-channel-logout"
        async with httpx.AsyncClient(timeout=5) as http:
            try:
                await http.post(url, data={"logout_token": token})
            except httpx.HTTPError:
                return

    def _is_client(self, request: Request, fields: dict[str, str]) -> bool:
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        shown = (fields.get("client_id", ""), fields.get("client_secret", ""))
        if scheme.lower() == "basic":
            name, _, secret = base64.b64decode(value).decode().partition(":")
            shown = (unquote_plus(name), unquote_plus(secret))
        return shown == (self.name, self._secret)


class IdentityProviderSimulator:
    def __init__(self, settings: VneidSettings) -> None:
        register = Register.of_development()
        secrets_of: dict[str, str] = json.loads(settings.eid_client_secrets)
        self._issuers = [Issuer(name, settings, secrets_of[name], register) for name in ("vneid", "npsp")]

    def app(self) -> Starlette:
        mounts = [Mount(f"/{issuer.name}", routes=issuer.routes()) for issuer in self._issuers]
        return Starlette(routes=[*mounts, *probes()])


def _fits(grant: Grant, fields: dict[str, str]) -> bool:
    """PKCE and the address, as the code was asked for."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(fields.get("code_verifier", "").encode()).digest())
    same_challenge = challenge.rstrip(b"=").decode() == grant.params["code_challenge"]
    return same_challenge and fields.get("redirect_uri") == grant.params["redirect_uri"]


def _back(params: dict[str, str], answer: dict[str, str]) -> Response:
    return RedirectResponse(f"{params['redirect_uri']}?{urlencode(answer)}", 303)


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode(errors="replace")))
