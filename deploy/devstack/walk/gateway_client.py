"""The gateway as a front end uses it: tokens, idempotency keys, versions, uploads by ticket."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

Json = dict[str, Any]
SECONDS = 30.0


class RefusedError(Exception):
    """An answer of 400 or more. Shows the request and the problem that came back."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.problem: Json = _json(answer)
        request = answer.request
        what = json.dumps(self.problem, ensure_ascii=False) if self.problem else answer.text[:500]
        super().__init__(f"{request.method} {request.url.path} -> {answer.status_code} {what}")

    @property
    def code(self) -> str:
        return str(self.problem.get("code", ""))


class GatewayClient:
    """Plain requests, as nobody in particular."""

    def __init__(self, url: str, seconds: float = SECONDS) -> None:
        self.url = url.rstrip("/")
        self.http = httpx.Client(base_url=self.url, timeout=seconds, trust_env=False)

    def close(self) -> None:
        self.http.close()

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The answer, whatever it is. `path` may be a whole address. Raises httpx.TransportError."""
        return self.http.request(method, path, **options)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A good answer. Raises RefusedError for any other, and httpx.TransportError."""
        answer = self.send(method, path, **options)
        if answer.status_code >= 400:
            raise RefusedError(answer)
        return answer

    def get(self, path: str, **params: Any) -> Json:
        found: Json = self.request("GET", path, params=params).json()
        return found

    def register(self, details: Json) -> Json:
        made: Json = self.request("POST", "/v1/accounts", json=details, headers=new_key()).json()
        return made

    def log_in(self, login: str, password: str) -> User:
        tokens = self.request("POST", "/v1/sessions", json={"login": login, "password": password}).json()
        person = User(self, login, password, tokens["access_token"], tokens["refresh_token"])
        person.account = person.get("/v1/me")
        return person


@dataclass
class User:
    """Somebody who has logged in. Logs in again when the token has expired."""

    portal: GatewayClient
    login: str
    password: str = field(repr=False)
    token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    account: Json = field(default_factory=dict)

    @property
    def account_id(self) -> str:
        return str(self.account["account_id"])

    @property
    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def renew(self) -> None:
        """A new access token, which says what has changed of the account, and the account anew."""
        body = {"refresh_token": self.refresh_token}
        tokens = self.portal.request("POST", "/v1/sessions/refresh", json=body).json()
        self.token, self.refresh_token = tokens["access_token"], tokens["refresh_token"]
        self.account = self.get("/v1/me")

    def send(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        version: int | None = None,
        headers: Mapping[str, str] | None = None,
        **options: Any,
    ) -> httpx.Response:
        """The answer, whatever it is. `version` is what If-Match asks for."""
        sent_headers = {**self.bearer, **(headers or {})}
        if key is not None:
            sent_headers["Idempotency-Key"] = key
        if version is not None:
            sent_headers["If-Match"] = f'"{version}"'
        return self.portal.send(method, path, headers=sent_headers, **options)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A good answer. Raises RefusedError for any other."""
        answer = self.send(method, path, **options)
        if answer.status_code == 401 and _json(answer).get("code") == "token_expired":
            self.token = self.portal.log_in(self.login, self.password).token
            answer = self.send(method, path, **options)
        if answer.status_code >= 400:
            raise RefusedError(answer)
        return answer

    def get(self, path: str, **params: Any) -> Json:
        found: Json = self.request("GET", path, params=params).json()
        return found

    def post(self, path: str, body: Json | None = None, *, version: int | None = None) -> Json:
        """With an Idempotency-Key of its own."""
        made: Json = self.request(
            "POST", path, json=body or {}, key=str(uuid.uuid4()), version=version
        ).json()
        return made

    def pages(self, path: str, **params: Any) -> Iterator[Json]:
        """Every item of a list, page by page."""
        cursor: Json = {}
        while True:
            found = self.get(path, **params, **cursor)
            yield from found["items"]
            if not found.get("next_cursor"):
                return
            cursor = {"cursor": found["next_cursor"]}

    def dossier(self, dossier_id: str) -> Json:
        return self.get(f"/v1/dossiers/{dossier_id}")

    def act(self, dossier_id: str, action: str, body: Json | None = None) -> Json:
        """Reads the dossier and acts on the version read. `action` is the last part of the path."""
        version = self.dossier(dossier_id)["version"]
        return self.post(f"/v1/dossiers/{dossier_id}/{action}", body, version=version)

    def upload(self, name: str, content: bytes) -> str:
        """The id of the file, once its bytes are stored and their hash was answered."""
        ticket = self.post("/v1/files", {"name": name, "size": len(content), "sha256": sha256(content)})
        answer = self.portal.request(
            "PUT", ticket["upload_url"], content=content, headers={"Content-Type": "application/pdf"}
        )
        assert answer.json()["sha256"] == sha256(content), "the stored bytes are other bytes"
        return str(ticket["file_id"])

    def download(self, file_id: str) -> bytes:
        ticket = self.request("POST", f"/v1/files/{file_id}/download").json()
        return self.portal.request("GET", ticket["download_url"]).content


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def new_key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


def _json(answer: httpx.Response) -> Json:
    try:
        content = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
