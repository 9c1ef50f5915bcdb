"""A browser that goes to the simulated identity provider and comes back, through the gateway alone."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs, urlsplit

import httpx

from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User

PAGE = "http://localhost:5173/eid"


class Browser:
    """Goes to the provider and comes back."""

    def __init__(self, portal: GatewayClient, provider_url: str) -> None:
        self.portal = portal
        self.provider = httpx.Client(base_url=provider_url, timeout=10)

    def holder(self, level: str = "2") -> Json:
        """A new person at the provider."""
        key = secrets.token_hex(6)
        holder = {
            "key": key,
            "subject": f"sub-{key}",
            "full_name": "Lê Thị Thật",
            "personal_number": people.personal_number(),
            "level": level,
        }
        self.provider.post("/vneid/simulator/holders", json=holder).raise_for_status()
        return holder

    def walk(self, started: Json, key: str) -> Json:
        """What the browser comes back with, with its binding."""
        page = self.provider.get(started["authorization_url"]).raise_for_status()
        form = {"request": page.headers["x-request"], "holder": key}
        back = self.provider.post("/vneid/consent", data=form)
        query = parse_qs(urlsplit(back.headers["location"]).query)
        return {"binding": started["binding"], **{name: values[0] for name, values in query.items()}}

    def start(self) -> Json:
        body = {"provider": "vneid", "return_to": PAGE}
        answer: Json = self.portal.request("POST", "/v1/eid/authorizations", json=body).json()
        return answer

    def put(self, **fields: object) -> Json:
        """A holder as given, under a key of its own."""
        key = secrets.token_hex(6)
        holder = {"key": key, "subject": f"sub-{key}", **fields}
        self.provider.post("/vneid/simulator/holders", json=holder).raise_for_status()
        return holder

    def person(self, name: str, number: str = "") -> User:
        """Logged in by an electronic identity of level 2; without a password."""
        number = number or people.personal_number()
        tokens = self.log_in(self.put(full_name=name, personal_number=number))
        user = User(self.portal, number, "", tokens["access_token"], tokens["refresh_token"])
        user.account = user.get("/v1/me")
        return user

    def log_in(self, holder: Json) -> Json:
        answer = self.walk(self.start(), holder["key"])
        tokens: Json = self.portal.request("POST", "/v1/eid/sessions", json=answer).json()
        return tokens
