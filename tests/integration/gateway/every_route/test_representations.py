"""HEAD, compression and the headers of what is answered, on every route."""

from __future__ import annotations

import asyncio
import gzip

import httpx
import pytest
from tests.support.gateway_routes import FILE, RouteCall, StubRpc, is_stream, route_calls, run

from gateway.middleware.compression import SMALLEST, takes_gzip
from gateway.openapi.docs_page import DOCUMENT_PATH

OF_ONE_ANSWER = {"traceparent", "ratelimit", "date"}


def reads() -> list[RouteCall]:
    return [call for call in route_calls() if call.method == "GET"]


def lasting(headers: httpx.Headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in OF_ONE_ANSWER}


def test_head_is_get_without_the_body() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in reads():
            head = await asyncio.wait_for(call.send(client, method="HEAD"), 5)
            assert head.content == b"", str(call)
            if is_stream(call):
                assert head.headers["content-type"].startswith("text/event-stream")
                continue
            full = await call.send(client)
            assert head.status_code == full.status_code, str(call)
            if call.route.path != "/metrics":  # it counts these very requests
                assert lasting(head.headers) == lasting(full.headers), str(call)

    run(test)


def test_head_is_refused_where_there_is_no_get() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        read = {call.route.path for call in reads()}
        for call in route_calls():
            if call.route.path not in read:
                assert (await call.send(client, method="HEAD")).status_code == 405, str(call)

    run(test)


def test_every_address_names_its_methods() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in route_calls():
            answer = await client.options(call.path)
            allowed = set(answer.headers["allow"].split(", "))
            assert (answer.status_code, answer.content) == (204, b""), str(call)
            assert {call.method, "OPTIONS"} <= allowed, str(call)
            assert ("HEAD" in allowed) is ("GET" in allowed), str(call)

    run(test)


def test_what_is_large_is_compressed_for_who_takes_it() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        compressed = 0
        for call in reads():
            if is_stream(call):
                continue
            plain = await call.send(client, headers={"Accept-Encoding": "identity"})
            packed = await call.send(client, headers={"Accept-Encoding": "br, gzip"})
            large = len(plain.content) >= SMALLEST and plain.headers["content-type"] != "application/pdf"
            assert (packed.headers.get("content-encoding") == "gzip") is large, str(call)
            assert "content-encoding" not in plain.headers, str(call)
            if large:
                compressed += 1
                assert "Accept-Encoding" in plain.headers["vary"], str(call)
                assert "Accept-Encoding" in packed.headers["vary"], str(call)
            if "etag" in plain.headers and plain.headers["content-type"] != "application/pdf":
                tag = plain.headers["etag"]
                assert packed.headers["etag"] == (f"W/{tag}" if large else tag), str(call)
        assert compressed > 3

    run(test)


def test_the_document_is_compressed_and_revalidated() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        async with client.stream("GET", DOCUMENT_PATH, headers={"Accept-Encoding": "gzip"}) as answer:
            raw = b"".join([chunk async for chunk in answer.aiter_raw()])
        text = (await client.get(DOCUMENT_PATH, headers={"Accept-Encoding": "identity"})).content
        assert gzip.decompress(raw) == text
        assert len(raw) * 4 < len(text)
        held = {"If-None-Match": answer.headers["etag"], "Accept-Encoding": "gzip"}
        again = await client.get(DOCUMENT_PATH, headers=held)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]

    run(test)


def test_streams_of_events_and_contents_of_files_stay_as_they_are() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in reads():
            if is_stream(call):
                head = await call.send(client, method="HEAD", headers={"Accept-Encoding": "gzip"})
                assert "content-encoding" not in head.headers
            elif call.route.path.endswith("/files/{file_id}/content"):
                answer = await call.send(client, headers={"Accept-Encoding": "gzip"})
                assert answer.content == FILE
                assert answer.headers["etag"] == '"f"'

    run(test)


@pytest.mark.parametrize(
    ("accept_encoding", "taken"),
    [
        ("", False), ("gzip", True), ("GZIP", True), ("x-gzip", True), ("gzip;q=0", False), ("*", True), ("*;q=0", False),
        ("identity", False), ("br, deflate", False), ("gzip;q=0.2, identity;q=0.5", False), ("gzip, identity;q=0.5", True),
        ("*;q=0, gzip", True), ("gzip;q=0, *", False),
    ],
)  # fmt: skip
def test_gzip_is_for_who_takes_it(accept_encoding: str, taken: bool) -> None:
    assert takes_gzip(accept_encoding) is taken
