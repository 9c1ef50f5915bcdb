"""Every route of the gateway, called in memory: services are played by answers made from the contracts' own schemas."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.responses import StreamingResponse

from chassis.core.access_tokens import VerifiedToken
from chassis.core.context import Context
from contracts import catalog, dossiers
from contracts.base import Actor, ActorKind, AnyMethod, Model, is_expected
from contracts.catalog import CatalogueRevision
from contracts.errors import ErrorCode, ServiceError
from gateway.app import create_app, routes
from gateway.openapi.__main__ import PATH
from gateway.openapi.examples import example_of
from gateway.settings import GatewaySettings

ORIGIN = "https://portal.example.vn"
BEARER = {"Authorization": "Bearer any"}
HIDDEN_BODIES: dict[str, dict[str, Any]] = {
    "/sync/login": {"username": "motcua.bacninh", "password": "mot mat khau that dai"},
    "/sync/service": {"session": "s", "service": "LayThuTuc", "maTTHC": "1.001193"},
    "/api/SynsTTHCC/DongBoHoSoMC": {"session": "s", "madonvi": "000.00.00.H05", "data": [{}]},
    "/sync/v2/GetNextValue": {"MaDonVi": "000.00.00.H05"},
    "/sync/v2/TepTin": {"TenTepTin": "a.pdf", "KichThuoc": 10},
    "/sync/v2/NoiHoSo": {"MaHoSo": "x"},
    "/sync/v2/CapNhatTienTrinh": {"MaHoSo": "x"},
    "/sync/v2/CapNhatTrangThai": {"MaHoSo": "x"},
}
"""Of the routes of agencies' systems, which are not in the document."""
FILE = b"%PDF-1.7 " + b"x" * 2000


class StubConnection:
    """A connection to the broker that stands."""

    channel = object()
    blocked = False
    reason = None


class StubRpc:
    """Answers every method with its example; notes what was asked. Whatever is changed has the version `current`, if that
    is set. Nothing of the catalogue is kept in memory unless it has a `revision`."""

    connected = True
    connection = StubConnection()

    def __init__(self) -> None:
        self.calls: list[tuple[AnyMethod, Model, Context]] = []
        self.current: int | None = None
        self.revision: CatalogueRevision | None = None

    async def call(self, method: AnyMethod, request: Model, context: Context) -> Model:
        if method is catalog.get_revision:
            return self._catalogue_revision()
        self.calls.append((method, request, context))
        expected = getattr(request, "expected_version", getattr(request, "expected_revision", None))
        if None not in (self.current, expected) and not is_expected(expected, self.current or 0):
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.current)
        if method is dossiers.get_history:  # a stream reads on until there is no next page
            return example_answer(method).model_copy(update={"next_cursor": None})
        return example_answer(method)

    async def call_json(self, method: AnyMethod, request: Model, context: Context) -> bytes:
        return (await self.call(method, request, context)).model_dump_json().encode()

    def _catalogue_revision(self) -> CatalogueRevision:
        if self.revision is None:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        return self.revision

    async def forward(self, method: AnyMethod, arguments: dict[str, Any], context: Context) -> Any:
        return example_answer(method).model_dump(mode="json")


class StubVerifier:
    async def authenticate(self, token: str, address: str, certificate: str) -> VerifiedToken:
        return VerifiedToken(Actor(kind=ActorKind.SYSTEM, account_id="a-1", agency_code="H26"), "f-1")


class StubContent:
    """The content server: one file for all."""

    async def download(self, *_: object) -> StreamingResponse:
        async def chunks() -> AsyncIterator[bytes]:
            yield FILE

        headers = {"etag": '"f"', "content-length": str(len(FILE))}
        return StreamingResponse(chunks(), headers=headers, media_type="application/pdf")

    upload = download


@dataclass(frozen=True)
class RouteCall:
    """One request that a route takes."""

    route: APIRoute
    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.route.path}"

    async def send(self, client: httpx.AsyncClient, **changes: Any) -> httpx.Response:
        """With other `headers`, `method`, `path` or `content`, further `params` or header `lines` where `changes` say so."""
        return await client.request(
            changes.get("method", self.method),
            changes.get("path", self.path),
            params=[*self.query.items(), *changes.get("params", ())],
            headers=[*{**self.headers, **changes.get("headers", {})}.items(), *changes.get("lines", ())],
            content=changes.get("content", None if self.body is None else json.dumps(self.body).encode()),
        )


BROKER = "amqp://gateway:a-long-test-password@localhost/motcua"


@cache
def made_app(**settings: Any) -> FastAPI:
    """The gateway with these settings, made once: it has more than a hundred routes."""
    chosen = GatewaySettings(
        amqp_uri=BROKER, records_content_url="http://localhost", cors_origins=ORIGIN,
        rate_client=0, rate_account=0, rate_sign_in=0, rate_agency=0, **settings,
    )  # fmt: skip
    return create_app(chosen)


def stub_app(**settings: Any) -> tuple[FastAPI, StubRpc]:
    app, rpc = made_app(**settings), StubRpc()
    app.state.gateway = replace(
        app.state.gateway, rpc=rpc, verifier=StubVerifier(), records_proxy=StubContent()
    )
    app.state.gateway.catalogue.expire()
    return app, rpc


def run(test: Callable[[httpx.AsyncClient, StubRpc], Awaitable[None]], **settings: Any) -> None:
    """Runs a test with a client of the gateway and with what plays the services."""

    async def play() -> None:
        app, rpc = stub_app(**settings)
        async with client_of(app) as client:
            await test(client, rpc)

    asyncio.run(play())


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


@cache
def route_calls() -> tuple[RouteCall, ...]:
    """A request for each method of each route."""
    return tuple(
        _call(route, method, document()["components"]["schemas"])
        for route in routes()
        for method in route.methods or ()
    )


@cache
def document() -> dict[str, Any]:
    """The committed API document, which tests of it compare with the code: to make it takes seconds in each process."""
    committed: dict[str, Any] = json.loads(PATH.read_bytes())
    return committed


def operation_of(route: APIRoute, method: str) -> dict[str, Any]:
    """What the document says of a route; nothing of one that is not in it."""
    found: dict[str, Any] = document()["paths"].get(route.path, {}).get(method.lower(), {})
    return found


def _call(route: APIRoute, method: str, schemas: dict[str, Any]) -> RouteCall:
    operation = operation_of(route, method)
    values: dict[str, dict[str, str]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.get("parameters", ()):
        if parameter["required"]:
            values[parameter["in"]][parameter["name"]] = str(
                example_of(parameter["schema"], schemas, parameter["name"])
            )
    media = operation.get("requestBody", {}).get("content", {}).get("application/json")
    body = media["examples"]["typical"]["value"] if media else HIDDEN_BODIES.get(route.path)
    path = re.sub(r"\{(\w+)\}", lambda found: values["path"].get(found[1], "x"), route.path)
    return RouteCall(
        route, method, path, values["query"],
        values["header"] | BEARER | ({"Content-Type": "application/json"} if body is not None else {}), body,
    )  # fmt: skip


def is_stream(call: RouteCall) -> bool:
    """Whether the answer goes on by itself."""
    return call.route.path.endswith("/events")


@cache
def example_answer(method: AnyMethod) -> Model:
    schema = method.response.model_json_schema(mode="serialization")
    answer: Model = method.response.model_validate(
        example_of(schema, schema.get("$defs", {})), extra="ignore"
    )
    return answer
