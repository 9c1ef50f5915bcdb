"""What browsers are told: by every route, of whatever outcome."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.support.gateway_routes import (
    BEARER,
    ORIGIN,
    StubRpc,
    document,
    is_stream,
    operation_of,
    route_calls,
    run,
)

from contracts.base import AnyMethod, Model
from gateway.http import cross_origin
from gateway.middleware.response_headers import GUARDS, HSTS
from gateway.openapi.headers import HEADERS

SAFELISTED = {"content-language", "content-type", "cache-control"}
"""Headers of answers that a browser shows by itself (Fetch standard)."""
GUARDED = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "no-referrer"}


def check_guards(answer: httpx.Response, what: str) -> None:
    for name, value in GUARDED.items():
        assert answer.headers[name] == value, f"{what}: {name}"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy, what
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy, what


def test_every_answer_has_the_headers_that_guard_it() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in route_calls():
            if is_stream(call):
                check_guards(await call.send(client, method="HEAD"), str(call))
                continue
            check_guards(await call.send(client), str(call))
            check_guards(await client.request(call.method, call.path), f"{call} without anything")
            check_guards(await client.request("DELETE", call.path), f"DELETE {call.path}")
        for path in ("/nothing", "/docs/assets/swagger-ui.css", "/docs", "/openapi.json", "/"):
            check_guards(await client.get(path), path)

    run(test)


def test_a_breakdown_has_them_too_and_a_front_end_can_read_it() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        async def break_down(_: AnyMethod, __: Model, ___: object) -> Model:
            raise RuntimeError

        rpc.call = break_down  # type: ignore[method-assign, assignment]
        answer = await client.get("/v1/procedures", headers={"Origin": ORIGIN})
        assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        check_guards(answer, "500")

    run(test)


def test_https_is_told_to_stay() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        assert "strict-transport-security" not in (await client.get("/healthz")).headers
        secure = await client.get("https://gateway/healthz")
        assert secure.headers["strict-transport-security"] == HSTS[1].decode()

    run(test)


def test_what_a_token_was_needed_for_stays_on_no_disk() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in route_calls():
            if operation_of(call.route, call.method).get("security") and not is_stream(call):
                headers = (await call.send(client)).headers
                assert "no-store" in headers["cache-control"], str(call)

    run(test)


def test_a_front_end_of_another_origin_may_send_every_header_that_is_documented() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        everywhere = ["authorization", "content-type", "accept-language", "traceparent", "if-none-match"]
        for call in route_calls():
            parameters = operation_of(call.route, call.method).get("parameters", ())
            named = [found["name"].lower() for found in parameters if found.get("in") == "header"]
            for method in (call.method, "HEAD"):
                preflight = {
                    "Origin": ORIGIN,
                    "Access-Control-Request-Method": method,
                    "Access-Control-Request-Headers": ",".join([*everywhere, *named]),
                }
                answer = await client.options(call.path, headers=preflight)
                assert answer.status_code == 200, f"{call}: {answer.text}"
                assert answer.headers["access-control-allow-origin"] == ORIGIN, str(call)
            answer = await client.options(call.path, headers={**preflight, "Origin": "https://evil.example"})
            assert answer.status_code == 400, str(call)

    run(test)


def test_a_stream_can_be_taken_up_and_a_download_in_parts_from_another_origin() -> None:
    assert {"Last-Event-ID", "Range", "If-Range"} <= set(cross_origin.REQUEST_HEADERS)


def test_a_front_end_may_read_every_header_that_is_documented() -> None:
    exposed = {name.lower() for name in cross_origin.EXPOSED_HEADERS} | SAFELISTED
    assert {name.lower() for name in HEADERS} <= exposed
    documented = {
        name.lower()
        for item in document()["paths"].values()
        for operation in item.values()
        for answer in operation["responses"].values()
        for name in answer.get("headers", {})
    }
    assert documented <= exposed
    assert documented


def test_every_answer_to_a_front_end_can_be_read() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in route_calls():
            answer = await call.send(client, method="HEAD", headers={"Origin": ORIGIN})
            assert answer.headers["access-control-allow-origin"] == ORIGIN, str(call)
            assert "Origin" in answer.headers["vary"], str(call)

    run(test)


def test_pages_say_their_own_policy() -> None:
    assert set(GUARDED) < {name.decode() for name, _ in GUARDS}

    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        docs = (await client.get("/docs")).headers["content-security-policy"]
        assert "script-src 'self' 'sha256-" in docs
        assert "unsafe-inline" not in docs.partition("style-src")[0]
        page = await client.get("/v1/verify/no code at all", headers={"Accept": "text/html,*/*;q=0.8"})
        assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "<h1>Mã kiểm tra không đúng</h1>" in page.text
        assert "style-src 'unsafe-inline'" in page.headers["content-security-policy"]
        assert page.headers["vary"].startswith("Accept, Accept-Language")

    run(test)


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "/metrics/", "/readyz//"])
@pytest.mark.parametrize("passed_on", [{"X-Forwarded-For": "192.0.2.1"}, {"Forwarded": "for=192.0.2.1"}])
def test_what_is_for_operators_is_not_passed_out(path: str, passed_on: dict[str, str]) -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        assert (await client.get(path)).status_code == 200
        assert (await client.get(path, headers=passed_on)).status_code == 404
        assert (await client.get("/healthz", headers=passed_on)).status_code == 200

    run(test)


LANGUAGES: dict[str, str] = {
    "": "vi", "en": "en", "EN-gb": "en", "vi": "vi", "vi-VN": "vi", "fr": "vi", "fr, en;q=0.5": "en",
    "fr;q=0.9, vi;q=0.1": "vi",
    "en;q=0.2, vi;q=0.3": "vi", "vi;q=0.3, en;q=0.4": "en", "*": "vi", "vi;q=0, *": "en", "en;q=0": "vi",
    "de, *;q=0.1": "vi",
    "en;q=oops": "vi", ";;;,": "vi", "zh-Hant-TW": "vi", "en , vi;q=0.9": "en",
}  # fmt: skip


@pytest.mark.parametrize(("accept_language", "language"), LANGUAGES.items())
def test_words_are_in_the_best_language_that_there_is(accept_language: str, language: str) -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        sent: dict[str, Any] = {"headers": {"Accept-Language": accept_language, **BEARER}}
        for path in (
            "/v1/nothing",
            "/v1/dossiers/d-1/history",
            "/v1/dossiers/d-1/clock",
            "/v1/payments/vnpay/return",
        ):
            answer = await client.get(path, **sent)
            if "payments" not in path:  # the page is in the language that the person paid in
                assert answer.headers["content-language"] == language, path
            assert "Accept-Language" in answer.headers["vary"], path

    run(test)


def test_two_lines_of_languages_are_one_list() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        lines = [("Accept-Language", "vi;q=0.1"), ("Accept-Language", "en;q=0.9")]
        assert (await client.get("/nothing", headers=lines)).headers["content-language"] == "en"

    run(test)
