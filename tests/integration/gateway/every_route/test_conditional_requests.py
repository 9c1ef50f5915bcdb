"""If-None-Match and If-Match on every route that knows versions (RFC 9110 13.1)."""

from __future__ import annotations

import httpx
import pytest
from tests.support.gateway_routes import RouteCall, StubRpc, is_stream, operation_of, route_calls, run

from gateway.openapi.docs_page import DOCUMENT_PATH

HELD = ("{}", "W/{}", '"other", {}', 'W/"other",W/{}', "*", " {} ", '{}, "other",')
"""How a caller says that it holds the tag in the braces."""
CODED = ("-gzip", "--gzip", ";gzip", "-br")
"""What servers on the way append to the tag of what they compress."""


def reads() -> list[RouteCall]:
    return [call for call in route_calls() if call.method == "GET" and not is_stream(call)]


def changes() -> list[RouteCall]:
    return [call for call in route_calls() if "If-Match" in names_of_headers(call)]


def names_of_headers(call: RouteCall) -> set[str]:
    operation = operation_of(call.route, call.method)
    return {parameter["name"] for parameter in operation.get("parameters", ())}


def test_an_answer_that_is_held_is_not_sent() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        tagged = 0
        for call in reads():
            tag = (await call.send(client)).headers.get("etag")
            if tag is None:
                continue
            tagged, tag = tagged + 1, tag.removeprefix("W/")
            suffixed = [f'"{tag[1:-1]}{coding}"' for coding in CODED]
            for held in (*(form.format(tag) for form in HELD), *suffixed):
                answer = await call.send(client, headers={"If-None-Match": held})
                assert (answer.status_code, answer.content) == (304, b""), f"{call}: {held}"
                assert answer.headers["etag"].removeprefix("W/") == tag, f"{call}: {held}"
                assert "Accept-Encoding" in answer.headers["vary"], str(call)
            for other in ('"other"', 'W/"other"', "other", tag[1:-1], ""):
                answer = await call.send(client, headers={"If-None-Match": other})
                assert answer.status_code == 200, f"{call}: {other}"
            lines = [("If-None-Match", '"other"'), ("If-None-Match", tag)]
            assert (await call.send(client, lines=lines)).status_code == 304, str(call)
        assert tagged > 20

    run(test)


def test_the_document_says_of_every_answer_whether_it_has_an_etag() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in reads():
            answer = await call.send(client)
            documented = "If-None-Match" in names_of_headers(call)
            if call.route.include_in_schema:
                assert ("etag" in answer.headers) is documented, str(call)

    run(test)


def test_what_is_public_has_an_etag() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in reads():
            headers = (await call.send(client)).headers
            if headers.get("cache-control", "").startswith("public, no-cache"):
                assert "etag" in headers, str(call)
        assert "etag" in (await client.get(DOCUMENT_PATH)).headers

    run(test)


DONE = {200, 201, 204}
SEEN = {
    '"7"': (7,),
    'W/"7"': (7,),
    '"7.3"': (7,),
    '"7-gzip"': (7,),
    'W/"7--gzip"': (7,),
    '"6", "7"': (7,),
    '"7","9"': (9, 7),
    '"nothing-of-ours", W/"7"': (10**9, 7),
    "*": (0,),
}
"""If-Match, and the versions that the owner is asked for until it has the one that is current: the seventh."""
PLAIN = [
    call
    for call in changes()
    if not call.route.path.endswith(
        ("/calendar", "/terms", "/search-thesaurus")
    )  # they know a version 0: below
]


FROM_NOTHING = ('"7"', 'W/"7"', '"6", W/"7-gzip"', "*")
"""The same of what has a version 0 before anybody saved it; `*` reads the current one first."""


@pytest.mark.parametrize("seen", FROM_NOTHING)
def test_what_begins_at_nothing_takes_every_form_too(seen: str) -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        tried = 0
        for call in changes():
            if call not in PLAIN and not call.route.path.endswith("/calendar"):
                tried += 1
                rpc.current = None if seen == "*" else 7
                answer = await call.send(client, headers={"If-Match": seen})
                assert answer.status_code == 200, f"{call}: {answer.text}"
                sent = expected_of(rpc)
                assert seen == "*" or sent[-1] == 7, str(call)
        assert tried == 2

    run(test)


def expected_of(rpc: StubRpc) -> tuple[int, ...]:
    requests = [request for _, request, _ in rpc.calls]
    rpc.calls.clear()
    return tuple(
        getattr(request, name)
        for request in requests
        for name in ("expected_version", "expected_revision")
        if hasattr(request, name)
    )


@pytest.mark.parametrize(("seen", "versions"), SEEN.items(), ids=SEEN)
def test_a_change_takes_every_form_of_the_version_that_was_seen(seen: str, versions: tuple[int, ...]) -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        assert len(PLAIN) > 25
        rpc.current = 7
        for call in PLAIN:
            answer = await call.send(client, headers={"If-Match": seen})
            assert answer.status_code in DONE, f"{call}: {answer.text}"
            assert expected_of(rpc) == versions, str(call)

    run(test)


@pytest.mark.parametrize("seen", ['"6"', 'W/"6"', '"6", "8"', '"abc"', '"0"', '"vn-7"', '""'])
def test_a_version_that_is_not_current_is_refused_with_the_one_that_is(seen: str) -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        rpc.current = 7
        for call in PLAIN:
            answer = await call.send(client, headers={"If-Match": seen})
            assert (answer.status_code, answer.json()["code"]) == (412, "version_stale"), str(call)
            assert answer.headers["etag"] == '"7"', str(call)

    run(test)


@pytest.mark.parametrize(
    "seen", ["7", '"7', 'w/"7"', '"7" "8"', "*, *", ", ".join(f'"{n}"' for n in range(1, 30))]
)
def test_what_is_no_list_of_tags_is_a_fault_of_the_header(seen: str) -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in changes():
            answer = await call.send(client, headers={"If-Match": seen})
            assert answer.status_code == 422, f"{call}: {answer.status_code}"
            assert answer.json()["errors"][0]["pointer"].lower() == "/header/if-match", str(call)

    run(test)


def test_two_lines_of_if_match_are_one_list() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        rpc.current = 7
        for call in PLAIN:
            answer = await call.send(client, headers={"If-Match": '"6"'}, lines=[("If-Match", '"7"')])
            assert answer.status_code in DONE, str(call)

    run(test)


def test_a_change_without_a_version_is_refused() -> None:
    async def test(client: httpx.AsyncClient, _: StubRpc) -> None:
        for call in changes():
            if call.headers.get("If-Match"):
                headers = {name: value for name, value in call.headers.items() if name != "If-Match"}
                answer = await client.request(call.method, call.path, headers=headers, json=call.body)
                assert answer.status_code == 428, str(call)

    run(test)
