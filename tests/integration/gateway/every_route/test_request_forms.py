"""What plain clients send: byte-order marks, charsets, slashes, values twice, codes typed by hand; on every route."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from tests.support.gateway_routes import (
    RouteCall,
    StubRpc,
    document,
    is_stream,
    operation_of,
    route_calls,
    run,
)

from contracts.base import AnyMethod, Model
from gateway.dependencies.single_values import single_parameters
from gateway.http.headers import SINGLE_HEADERS
from gateway.openapi.examples import example_of

PLAIN = [call for call in route_calls() if not is_stream(call)]
WITH_BODY = [call for call in PLAIN if call.body is not None]


def as_sent(rpc: StubRpc) -> list[tuple[AnyMethod, Model]]:
    """What the services were asked, without keys that are new each time."""
    sent = [(method, request) for method, request, _ in rpc.calls]
    rpc.calls.clear()
    return [
        (
            method,
            request.model_copy(update={"command_id": "k"}) if hasattr(request, "command_id") else request,
        )
        for method, request in sent
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "application/json", "application/json; charset=utf-8", 'application/json;charset="UTF-8"', "Application/JSON ; x=1",
        "application/json; charset=utf8; profile=x", "application/json;charset=us-ascii",
    ],
)  # fmt: skip
def test_a_body_may_have_a_mark_before_it_and_a_charset_beside_it(kind: str) -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        assert len(WITH_BODY) > 50
        for call in WITH_BODY:
            plain, sent = await call.send(client), as_sent(rpc)
            content = codecs.BOM_UTF8 + json.dumps(call.body).encode()
            marked = await call.send(client, content=content, headers={"Content-Type": kind})
            assert marked.status_code == plain.status_code, f"{call}: {marked.text}"
            assert as_sent(rpc) == sent, str(call)

    run(test)


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/json; charset=utf-16", "application/xml", "application/problem+json", ""],
)
def test_a_body_of_another_kind_is_refused_with_the_one_that_is_taken(kind: str) -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in WITH_BODY:
            answer = await call.send(client, headers={"Content-Type": kind})
            if answer.headers["content-type"] == "application/problem+json":
                assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type"), str(
                    call
                )
                assert "application/json" in answer.headers["accept"], str(call)
            else:  # the contract of 2018 answers 200 and says it in its own code
                assert answer.json()["error_code"] == -1, str(call)

    run(test)


def test_a_compressed_body_is_refused() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in WITH_BODY:
            answer = await call.send(client, headers={"Content-Encoding": "gzip"})
            if answer.headers["content-type"] == "application/problem+json":
                assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity"), str(call)

    run(test)


def test_a_patch_is_a_merge_patch_and_nothing_else_is() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        patches = 0
        for call in WITH_BODY:
            answer = await call.send(client, headers={"Content-Type": "application/merge-patch+json"})
            if call.method == "PATCH":
                patches += 1
                assert answer.status_code == 200, f"{call}: {answer.text}"
            else:
                assert answer.status_code == 415 or answer.json()["error_code"] == -1, str(call)
        assert patches

    run(test)


def test_a_slash_at_the_end_changes_nothing() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        for call in PLAIN:
            plain, sent = await call.send(client), as_sent(rpc)
            slashed = await call.send(client, path=f"{call.path}/")
            assert slashed.status_code == plain.status_code, str(call)
            assert as_sent(rpc) == sent, str(call)
        assert (await client.get("/v1/nothing/")).status_code == 404

    run(test)


def test_a_parameter_that_came_twice_is_refused() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        tried = 0
        for call in route_calls():
            for name in single_parameters(call.route):
                answer = await call.send(client, params=[(name, "1"), (name, "2")])
                assert answer.status_code == 422, f"{call}: {name}"
                (error,) = answer.json()["errors"]
                assert (error["pointer"], error["code"]) == (f"/query/{name}", "repeated"), str(call)
                assert not rpc.calls, f"{call}: {name}"
                tried += 1
        assert tried > 100

    run(test)


def test_a_header_that_says_two_things_is_refused() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in route_calls():
            for name in SINGLE_HEADERS.values():
                lines = [(name, "application/json"), (name, "other")]
                headers = {"Content-Type": "application/json"} if call.body is not None else {}
                answer = await call.send(client, headers=headers, lines=lines)
                if answer.headers["content-type"] == "application/problem+json":
                    assert answer.status_code in (415, 422), f"{call}: {name}"
                else:  # the contract of 2018
                    assert answer.json()["error_code"] == -1, f"{call}: {name}"

    run(test)


NOT_TYPED = {"provider", "regime_id", "q"}
READ_BY_THE_SERVICE = {"result_code"}
"""Codes of the national catalogue that may hold blanks and small letters: who looks for them takes either form."""


def typed_parameters() -> Iterator[tuple[RouteCall, str, str]]:
    """Each call with each of its parameters that is a code of the trade, and its value: what has a form and is no id."""
    for call in PLAIN:
        for parameter in operation_of(call.route, call.method).get("parameters", ()):
            form = parameter.get("schema", {}).get("pattern")
            free_text = form is not None and r"\x00" in form  # any text that people can read
            coded = (form and not free_text) or "code" in parameter.get("name", "")
            if parameter.get("in") in ("path", "query") and coded and not is_id(parameter):
                schemas = document()["components"]["schemas"]
                yield call, parameter["name"], example_of(parameter["schema"], schemas, parameter["name"])


def is_id(parameter: dict[str, Any]) -> bool:
    return (
        parameter["name"].endswith("_id")
        or parameter["name"] in NOT_TYPED | READ_BY_THE_SERVICE
        or "step" in parameter["name"]
    )


def by_hand(code: str) -> tuple[str, ...]:
    """As people type it: small letters, blanks before, after and within, a dash of a word processor."""
    half = len(code) // 2
    return (
        code.lower(), code.upper(), f" {code}", f"{code} ", f"{code[:half]} {code[half:]}",
        f"\u00a0{code.lower()}\u200b", code.replace("-", " – "), code.replace("-", "\u2011"),
    )  # fmt: skip


def test_a_code_typed_by_hand_is_the_code() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        tried = set()
        for call, name, code in typed_parameters():
            in_path = f"{{{name}}}" in call.route.path
            changes: dict[str, Any] = {} if in_path or name in call.query else {"params": [(name, code)]}
            plain, sent = await call.send(client, **changes), as_sent(rpc)
            assert plain.status_code < 300, f"{call}: {plain.text}"
            for typed in by_hand(code):
                if in_path:
                    changes = {"path": call.path.replace(f"/{code}", f"/{quote(typed)}")}
                    answer = await call.send(client, **changes)
                elif name in call.query:
                    answer = await replace(call, query={**call.query, name: typed}).send(client)
                else:
                    answer = await call.send(client, params=[(name, typed)])
                assert answer.status_code == plain.status_code, f"{call}: {typed!r}: {answer.text}"
                assert as_sent(rpc) == sent, f"{call}: {typed!r}"
            tried.add(f"{call} {name}")
        assert len(tried) > 30

    run(test)
