"""Sessions end at once, everywhere: the broker lets the gateway hear of it, and tokens that are out are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.waiting import wait_until
from devstack.walk.gateway_client import GatewayClient, User

SECONDS = 5.0
"""Within which a token is void; measured: some hundredths of one."""


def log_in(portal: GatewayClient, user: User, **headers: str) -> tuple[User, str]:
    """The person on another device, and the refresh token there."""
    body = {"login": user.login, "password": user.password}
    tokens = portal.request("POST", "/v1/sessions", json=body, headers=headers).json()
    return replace(user, token=tokens["access_token"]), tokens["refresh_token"]


def is_refused(user: User) -> Callable[[], bool]:
    return lambda: user.send("GET", "/v1/me").status_code == 401


def test_a_session_is_listed_named_and_ended(portal: GatewayClient, citizen: User) -> None:
    phone, _ = log_in(portal, citizen, **{"User-Agent": "Mozilla/5.0 (Linux; Android 10; K) Chrome/126.0"})
    newest, oldest = citizen.get("/v1/sessions")["items"]
    assert (newest["device"], newest["current"], oldest["current"]) == ("Chrome, Android", False, True)
    path = f"/v1/sessions/{newest['session_id']}"
    named = citizen.request("PATCH", path, json={"device": "Điện thoại"}).json()
    assert (named["device"], named["address"]) == ("Điện thoại", "127.0.0.0/24")
    citizen.request("DELETE", path)
    wait_until(is_refused(phone), SECONDS, "the token of the phone is refused")
    assert_problem(phone.send("GET", "/v1/me"), 401, "unauthenticated")
    assert len(citizen.get("/v1/sessions")["items"]) == 1


def test_a_log_out_ends_what_is_out(portal: GatewayClient, citizen: User) -> None:
    here, refresh_token = log_in(portal, citizen)
    here.get("/v1/me")
    portal.request("POST", "/v1/sessions/logout", json={"refresh_token": refresh_token})
    wait_until(is_refused(here), SECONDS, "the token is refused")
    citizen.get("/v1/me")


def test_all_others_are_ended_at_once(portal: GatewayClient, citizen: User) -> None:
    others = [log_in(portal, citizen)[0] for _ in range(3)]
    citizen.request("DELETE", "/v1/sessions", params={"but_current": "true"})
    for other in others:
        wait_until(is_refused(other), SECONDS, "the token is refused")
    citizen.get("/v1/me")


def test_a_stream_ends_with_its_session(portal: GatewayClient, case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    listener, refresh_token = log_in(portal, case.citizen)
    address = f"{portal.url}/v1/dossiers/{dossier_id}/events"
    with httpx.stream("GET", address, headers=listener.bearer, timeout=10, trust_env=False) as stream:
        lines = stream.iter_lines()
        assert next(lines)
        portal.request("POST", "/v1/sessions/logout", json={"refresh_token": refresh_token})
        rest = "\n".join(lines)
    assert "event: problem" in rest and '"unauthenticated"' in rest


def test_a_locked_account_is_shut(portal: GatewayClient, administrator: User, citizen: User) -> None:
    path = f"/v1/accounts/{citizen.account_id}"
    assert_problem(citizen.send("POST", f"{path}/lock", json={"reason": "Thử."}, key="x"), 403, "forbidden")
    administrator.post(f"{path}/lock", {"reason": "Nghi bị chiếm đoạt."})
    wait_until(is_refused(citizen), SECONDS, "the token is refused")
    body = {"login": citizen.login, "password": citizen.password}
    assert_problem(portal.send("POST", "/v1/sessions", json=body), 403, "account_locked")
    administrator.post(f"{path}/unlock")
    again, _ = log_in(portal, citizen)
    wait_until(lambda: not is_refused(again)(), SECONDS, "the account is open again")


@pytest.mark.parametrize("method", ["DELETE", "PATCH"])
def test_a_session_of_somebody_else_is_not_there(citizen: User, other_citizen: User, method: str) -> None:
    session_id = citizen.get("/v1/sessions")["items"][0]["session_id"]
    answer = other_citizen.send(method, f"/v1/sessions/{session_id}", json={"device": "x"})
    assert_problem(answer, 404, "not_found")
