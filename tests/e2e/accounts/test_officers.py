"""An agency administers its own officers, and what they may do ends at once, through the gateway."""

from __future__ import annotations

import secrets

import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User

AGENCY, OTHER = people.AGENCY, "H26.31.06"
SECONDS = 5.0
"""Within which rights have ended; measured: some hundredths of one."""


@pytest.fixture(scope="module")
def manager(administrator: User) -> User:
    """Who administers the accounts of the agency."""
    details = {"full_name": "Bùi Thị Quản", "held_roles": [{"role": "accounts"}]}
    return hired(administrator, administrator.portal, details)


def hired(by: User, portal: GatewayClient, details: Json) -> User:
    """An officer who has set a password by a set-up code."""
    login = f"officer.{secrets.token_hex(5)}"
    made = by.post("/v1/officers", {"login": login, "agency_code": AGENCY, **details})
    code = by.request("POST", f"/v1/officers/{made['account_id']}/setup-code").json()["code"]
    refused = portal.send("POST", "/v1/sessions", json={"login": login, "password": code})
    assert_problem(refused, 403, "password_change_required")
    return people.first_log_in(portal, login, code, people.new_password())


@pytest.fixture
def clerk(manager: User, portal: GatewayClient) -> User:
    return hired(manager, portal, {"full_name": "Hồ Thị Lan", "roles": ["reception"]})


def change(manager: User, officer: User, body: Json) -> Json:
    version = manager.get(f"/v1/officers/{officer.account_id}")["version"]
    path = f"/v1/officers/{officer.account_id}"
    answer: Json = manager.request("PATCH", path, json=body, version=version).json()
    return answer


def test_an_agency_hires_and_the_officer_works(manager: User, clerk: User, case: DossierCase) -> None:
    dossier_id = case.submitted()["dossier_id"]
    assert clerk.act(dossier_id, "accept")["status"] in ("accepted", "payment_due")
    assert manager.send("GET", f"/v1/dossiers/{dossier_id}").status_code == 404
    body = {"login": "x.y", "full_name": "X", "agency_code": OTHER, "roles": ["reception"]}
    assert_problem(manager.send("POST", "/v1/officers", json=body, key="elsewhere"), 403, "forbidden")


def test_a_role_that_is_taken_away_is_gone_within_seconds(manager: User, clerk: User) -> None:
    change(manager, clerk, {"held_roles": [{"role": "processing"}]})
    wait_until(lambda: clerk.send("GET", "/v1/me").status_code == 401, SECONDS, "the token is refused")
    again = manager.portal.log_in(clerk.login, clerk.password)
    assert again.account["roles"] == ["processing"]


def test_a_locked_officer_is_out_and_is_given_nothing(
    manager: User, clerk: User, case: DossierCase, administrator: User
) -> None:
    manager.post(f"/v1/accounts/{clerk.account_id}/lock", {"reason": "Nghỉ việc."})
    wait_until(lambda: clerk.send("GET", "/v1/me").status_code == 401, SECONDS, "the token is refused")
    dossier_id = case.accepted()["dossier_id"]
    head = people.officer(administrator, "Bùi Thị Nga", ["manager"])
    version = head.dossier(dossier_id)["version"]
    path, body = f"/v1/dossiers/{dossier_id}/assign", {"officer_id": clerk.account_id}
    answer = head.send("POST", path, json=body, key="assign", version=version)
    assert_problem(answer, 422, "invalid_request")
