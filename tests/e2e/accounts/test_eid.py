"""People log in by the simulated VNeID, through the gateway alone; nothing sent in place of an answer makes a 500."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.portal.eid_browser import PAGE, Browser
from tests.support.portal.problems import assert_problem

from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User


@pytest.fixture
def browser(portal: GatewayClient, system: System) -> Browser:
    return Browser(portal, system.vneid_url)


def me(portal: GatewayClient, tokens: Json) -> Json:
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    found: Json = portal.request("GET", "/v1/me", headers=bearer).json()
    return found


def test_a_person_logs_in_files_and_logs_out_at_the_provider(browser: Browser, portal: GatewayClient) -> None:
    holder = browser.holder()
    typed = people.stranger(portal, "Kẻ Mạo Danh", holder["personal_number"])
    tokens = browser.log_in(holder)
    account = me(portal, tokens)
    assert (account["personal_number"], account["assurance"], account["proof"]) == (
        holder["personal_number"],
        2,
        "eid",
    )
    assert typed.get("/v1/me")["frozen_at"]
    wait_until(
        lambda: [each["template"] for each in typed.pages("/v1/messages")] == ["accounts.account_frozen"],
        what="the one who typed the number is told",
    )
    body = {"refresh_token": tokens["refresh_token"], "return_to": "http://localhost:5173/"}
    other = browser.log_in(holder)
    address = portal.request("POST", "/v1/eid/logout", json=body).json()["log_out_url"]
    assert browser.provider.get(address).headers["location"] == "http://localhost:5173/"
    for each in (tokens, other):  # ended here, and by the provider's logout token
        refresh = portal.send("POST", "/v1/sessions/refresh", json={"refresh_token": each["refresh_token"]})
        assert_problem(refresh, 401, "unauthenticated")


def test_a_signed_in_person_links_lists_and_unlinks(browser: Browser, citizen: User) -> None:
    holder = browser.holder() | {"personal_number": citizen.account["personal_number"]}
    browser.provider.post("/vneid/simulator/holders", json=holder).raise_for_status()
    body = {"provider": "vneid", "return_to": PAGE}
    started = citizen.send("POST", "/v1/me/identities/authorizations", json=body)
    assert started.status_code == 201
    linked = citizen.send("POST", "/v1/me/identities", json=browser.walk(started.json(), holder["key"]))
    assert (linked.status_code, linked.json()["provider"]) == (201, "vneid")
    assert citizen.get("/v1/me/identities")["items"] == [linked.json()]
    path = f"/v1/me/identities/{linked.json()['identity_id']}"
    assert citizen.send("DELETE", path).status_code == 204
    assert citizen.get("/v1/me/identities")["items"] == []


def test_no_secret_of_an_attempt_is_in_the_logs(browser: Browser, system: System) -> None:
    holder = browser.holder()
    answer = browser.walk(browser.start(), holder["key"])
    tokens = browser.portal.request("POST", "/v1/eid/sessions", json=answer).json()
    logs = "".join(log.read_text(errors="replace") for log in system.log.glob("*.log"))
    hidden = (
        answer["state"],
        answer["code"],
        answer["binding"],
        holder["personal_number"],
        holder["subject"],
    )
    assert not [each for each in (*hidden, tokens["refresh_token"]) if each in logs]


_ANY = st.none() | st.integers() | st.text(max_size=60) | st.lists(st.text(max_size=5), max_size=2)
_FIELDS = ("state", "binding", "code", "error", "iss", "device", "more")
_OPAQUE = st.text("abcdefXYZ_-019", min_size=20, max_size=60)
_BODIES = st.dictionaries(st.sampled_from(_FIELDS), _ANY | _OPAQUE, max_size=7) | st.fixed_dictionaries(
    {"state": _OPAQUE, "binding": _OPAQUE, "code": st.text(min_size=1, max_size=60)}
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_BODIES)
def test_nothing_posted_in_place_of_an_answer_is_an_error_of_ours(
    portal: GatewayClient, body: dict[str, Any]
) -> None:
    answer = portal.send("POST", "/v1/eid/sessions", json=body)
    assert answer.status_code in (400, 401, 422), answer.text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.sampled_from(["", "logout_token=", "logout_token=eyJhbGciOiJSUzI1NiJ9."]))
def test_nothing_posted_as_a_logout_token_is_an_error_of_ours(
    portal: GatewayClient, body: bytes, head: str
) -> None:
    answer = portal.send("POST", "/v1/eid/vneid/back-channel-logout", content=head.encode() + body)
    assert answer.status_code in (400, 422), answer.text


def test_an_unknown_provider_tells_of_no_log_out(portal: GatewayClient) -> None:
    answer = portal.send("POST", "/v1/eid/nobody/back-channel-logout", data={"logout_token": "x"})
    assert_problem(answer, 404, "not_found")


def test_what_the_browser_brings_back_wrongly_is_refused(browser: Browser, portal: GatewayClient) -> None:
    holder = browser.holder()
    answer = browser.walk(browser.start(), holder["key"])
    for part in ("code", "iss", "binding", "state"):
        changed = portal.send("POST", "/v1/eid/sessions", json={**answer, part: "x" * 43})
        assert changed.status_code == 401
        answer = browser.walk(browser.start(), holder["key"])
    assert portal.send("POST", "/v1/eid/sessions", json=answer).status_code == 200
