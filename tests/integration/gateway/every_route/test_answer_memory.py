"""What is kept in memory on every route: public answers of the catalogue and of the release, and nothing else."""

from __future__ import annotations

from datetime import date
from itertools import count

import httpx
import pytest
from tests.support.gateway_routes import BEARER, RouteCall, StubRpc, is_stream, operation_of, route_calls, run

from chassis.core.revisioned_cache import MAX_AGE_S
from contracts.catalog import CatalogueRevision
from gateway.app import routes
from gateway.dependencies.caller import catalogue_reader, unchanging

numbers = count(1)


def next_revision() -> CatalogueRevision:
    return CatalogueRevision(revision=next(numbers), day=date(2026, 11, 28))


def reads() -> list[RouteCall]:
    return [call for call in route_calls() if call.method == "GET" and not is_stream(call)]


def has(call: RouteCall, *dependencies: object) -> bool:
    return any(each.call in dependencies for each in call.route.dependant.dependencies)


def of_the_catalogue() -> list[RouteCall]:
    return [call for call in reads() if has(call, catalogue_reader)]


def test_what_is_kept_is_public_and_asks_for_nobody() -> None:
    for route in routes():
        marked = [
            each for each in route.dependant.dependencies if each.call in (catalogue_reader, unchanging)
        ]
        if marked:
            assert route.methods == {"GET"}, route.path
            assert "security" not in operation_of(route, "GET") or not operation_of(route, "GET")["security"]


def test_everything_of_the_catalogue_that_depends_on_nobody_is_kept() -> None:
    assert {call.route.path for call in of_the_catalogue()} >= {
        "/v1/procedures",
        "/v1/procedures/suggestions",
        "/v1/procedures/{code}",
        "/v1/agencies",
        "/v1/agencies/{code}",
        "/v1/agencies/{code}/calendar",
        "/v1/units",
        "/v1/units/{code}",
        "/v1/conditions",
        "/v1/search-thesaurus",
    }


def test_second_reader_of_every_public_route_is_answered_from_memory_and_nobody_else() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        rpc.revision = next_revision()
        for call in reads():
            answers, calls = [], []
            for token in ("Bearer any", "Bearer another"):
                before = len(rpc.calls)
                answers.append(await call.send(client, headers={"Authorization": token}))
                calls.append(len(rpc.calls) - before)
            if has(call, catalogue_reader):
                assert calls == [1, 0], str(call)
                assert answers[0].content == answers[1].content, str(call)
                assert answers[0].headers["cache-control"].startswith("public"), str(call)
                assert same_but_for_the_trace(*answers), str(call)
            else:
                assert calls[0] == calls[1], str(call)

    run(test)


def same_but_for_the_trace(first: httpx.Response, again: httpx.Response) -> bool:
    own = {"traceparent"}
    return all(first.headers[name] == again.headers[name] for name in {*first.headers, *again.headers} - own)


def test_memory_answers_conditional_head_and_compressed_reads_as_the_route_does() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        for call in of_the_catalogue():
            for coding in ("gzip", "identity"):
                rpc.revision = None
                expected = await call.send(client, headers={"Accept-Encoding": coding})
                rpc.revision = next_revision()
                client._transport.app.state.gateway.catalogue.expire()  # type: ignore[attr-defined]
                for _ in range(2):
                    found = await call.send(client, headers={"Accept-Encoding": coding})
                    assert found.content == expected.content, str(call)
                    assert same_but_for_the_trace(expected, found), str(call)
                head = await call.send(client, method="HEAD", headers={"Accept-Encoding": coding})
                assert (head.status_code, head.content) == (200, b"")
                assert head.headers["content-length"] == expected.headers["content-length"]
                held = await call.send(
                    client, headers={"Accept-Encoding": coding, "If-None-Match": expected.headers["etag"]}
                )
                assert (held.status_code, held.content) == (304, b""), str(call)
                assert "Accept-Encoding" in held.headers["vary"]
                assert "content-length" not in held.headers

    run(test)


def test_change_of_the_revision_is_seen_within_a_second_and_own_changes_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        cache = client._transport.app.state.gateway.catalogue.cache  # type: ignore[attr-defined]
        now = 1e6
        monkeypatch.setattr(cache, "_clock", lambda: now)
        rpc.revision = next_revision()
        call = next(call for call in of_the_catalogue() if call.route.path == "/v1/procedures/{code}")

        async def reaches_the_catalogue() -> bool:
            calls = len(rpc.calls)
            assert (await call.send(client)).status_code == 200
            return len(rpc.calls) > calls

        assert [await reaches_the_catalogue(), await reaches_the_catalogue()] == [True, False]
        rpc.revision = next_revision()
        assert not await reaches_the_catalogue()
        now += MAX_AGE_S
        assert [await reaches_the_catalogue(), await reaches_the_catalogue()] == [True, False]
        rpc.revision = next_revision()
        saving = next(each for each in route_calls() if str(each) == "POST /v1/agencies")
        assert (await saving.send(client)).status_code == 200
        assert [await reaches_the_catalogue(), await reaches_the_catalogue()] == [True, False]
        rpc.revision = None
        now += MAX_AGE_S
        assert [await reaches_the_catalogue(), await reaches_the_catalogue()] == [True, True]

    run(test)


def test_problems_are_not_kept_and_a_header_that_says_two_things_is_refused() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        rpc.revision = next_revision()
        for call in of_the_catalogue():
            await call.send(client)
            refused = await call.send(client, lines=[("Authorization", "Bearer other")], headers=BEARER)
            assert refused.status_code == 422, str(call)
            wrong = [("cursor", "?"), ("cursor", "!")]
            if "cursor" in {name["name"] for name in operation_of(call.route, "GET").get("parameters", ())}:
                assert (await call.send(client, params=wrong)).status_code == 422, str(call)

    run(test)


def test_document_is_made_once_and_compressed_once() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for coding in ("gzip", "identity"):
            first = await client.get("/openapi.json", headers={"Accept-Encoding": coding})
            held = {"Accept-Encoding": coding, "If-None-Match": first.headers["etag"]}
            assert (await client.get("/openapi.json", headers=held)).status_code == 304
            assert first.json()["openapi"]

    run(test)
