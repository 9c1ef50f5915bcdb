"""Bodies are the contracts' own: what headers and path say is not in them; their JSON is read strictly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st

from contracts import dossiers
from contracts.base import Body, Command, Model
from contracts.dossiers.commands import ResumeBody, StopBody
from gateway.app import routes
from gateway.http import problems
from gateway.http.bodies import JsonRoute, StrictJson, body_of, default_body, fields, json_body, strict_json
from gateway.middleware.request_log import RequestLogMiddleware
from gateway.settings import GatewaySettings

NO_NOTE = ResumeBody()
SETTINGS = GatewaySettings(
    amqp_uri="amqp://gateway:never-connects@localhost", records_content_url="http://localhost"
)


def bodies() -> Iterator[tuple[APIRoute, StrictJson, type[Model]]]:
    """Each route that takes a body, its annotation and its model."""
    for route in routes():
        if route.body_field is not None:
            found = strict_json(route)
            assert found is not None, route.path
            model = found.model or route.body_field.field_info.annotation
            assert isinstance(model, type)
            assert issubclass(model, Model)
            yield route, found, model


def test_the_body_of_a_command_is_the_part_without_ids() -> None:
    assert body_of(dossiers.Stop) is StopBody
    assert set(StopBody.model_fields) == {"reason", "legal_ground"}


def test_no_body_asks_for_what_a_header_says() -> None:
    for route, _, model in bodies():
        assert not {"command_id", "expected_version"} & set(model.model_fields), route.path
        assert issubclass(model, Body) or not issubclass(model, Command), route.path


def test_every_example_is_a_body() -> None:
    for route, body, model in bodies():
        assert model.model_validate_json(json.dumps(body.example), strict=True), route.path


def test_a_body_may_be_left_out_where_every_field_may() -> None:
    assert default_body(ResumeBody) == ResumeBody()
    assert not isinstance(default_body(StopBody), StopBody)


def test_a_route_needs_a_body_only_where_a_field_is_required() -> None:
    for route, _, model in bodies():
        assert route.body_field is not None
        may_be_left_out = isinstance(default_body(model), model)
        assert route.body_field.field_info.is_required() is not may_be_left_out, route.path


def test_fields_are_those_that_were_sent() -> None:
    assert fields(StopBody.model_validate({"reason": "x"})) == {"reason": "x"}


def test_every_action_on_a_dossier_has_a_route() -> None:
    paths = {route.path for route in routes()}
    acts = (method.name for method in dossiers.METHODS if method.name in list(dossiers.DossierAction))
    for action in acts:
        assert f"/v1/dossiers/{{dossier_id}}/{action.replace('_', '-')}" in paths


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """One route of the gateway's own kind; it answers with what it read."""
    app = FastAPI()
    router = APIRouter(route_class=JsonRoute)

    @router.post("/")
    async def echo(body: Annotated[ResumeBody, json_body({"note": "x"})] = NO_NOTE) -> dict[str, Any]:
        return fields(body)

    app.include_router(router)
    app.state.gateway = SimpleNamespace(settings=SETTINGS)
    problems.register_handlers(app, ())
    app.add_middleware(RequestLogMiddleware)
    return app


def post(app: FastAPI, text: bytes) -> httpx.Response:
    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            return await client.post("/", content=text, headers={"content-type": "application/json"})

    return asyncio.run(send())


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("", 200, None),
        ("{}", 200, None),
        ('{"note": "x"}', 200, None),
        ('{"note": 1}', 422, "string_type"),
        ('{"other": 1}', 422, "extra_forbidden"),
        ("[]", 422, "model_type"),
        ("null", 422, "model_type"),
        ('{"note":', 400, None),
        ("[" * 5000, 400, None),
        ('{"note": 1e400}', 422, "string_type"),
        ('{"note": ' + "9" * 5000 + "}", 400, None),
        ('{"note": "\\ud800"}', 400, None),
        ('{"note": NaN}', 422, "string_type"),
    ],
)
def test_json_is_read_strictly(app: FastAPI, text: str, status: int, code: str | None) -> None:
    answer = post(app, text.encode())
    assert answer.status_code == status, answer.text
    if code is not None:
        assert answer.json()["errors"][0]["code"] == code


@given(
    text=st.binary(max_size=200) | st.text(max_size=100).map(lambda text: json.dumps({"note": text}).encode())
)
def test_no_body_is_an_internal_error(app: FastAPI, text: bytes) -> None:
    answer = post(app, text)
    assert answer.status_code in (200, 400, 422)
