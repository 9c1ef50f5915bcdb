"""What people may not see and may not do, and tokens that are not what they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.forged_tokens import TokenForger
from tests.support.portal.problems import assert_problem

from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk.gateway_client import GatewayClient, User

FORGERIES: dict[str, tuple[Callable[[TokenForger], str], str]] = {
    "expired": (TokenForger.expired, "token_expired"),
    "for another audience": (TokenForger.for_another_audience, "unauthenticated"),
    "by another key": (TokenForger.by_another_key, "unauthenticated"),
    "unsigned": (TokenForger.unsigned, "unauthenticated"),
    "keyed with the public key": (TokenForger.keyed_with_the_public_key, "unauthenticated"),
}


@pytest.fixture(params=["another citizen", "an officer of another agency"])
def outsider(request: pytest.FixtureRequest, other_citizen: User, other_agency: User) -> User:
    return other_citizen if request.param == "another citizen" else other_agency


@pytest.mark.parametrize("path", ["", "/history"])
def test_outsider_finds_no_dossier(case: DossierCase, outsider: User, path: str) -> None:
    dossier_id = case.submitted()["dossier_id"]
    assert_problem(outsider.send("GET", f"/v1/dossiers/{dossier_id}{path}"), 404, "not_found")


def test_outsiders_lists_do_not_show_it(case: DossierCase, outsider: User) -> None:
    dossier_id = case.accepted()["dossier_id"]
    assert dossier_id not in {item["dossier_id"] for item in outsider.pages("/v1/dossiers", limit=100)}
    assert list(outsider.pages("/v1/bills", dossier_id=dossier_id)) == []


@pytest.mark.parametrize("action", ["accept", "withdraw"])
def test_outsider_changes_nothing(case: DossierCase, outsider: User, action: str) -> None:
    dossier = case.submitted()
    path = f"/v1/dossiers/{dossier['dossier_id']}/{action}"
    body = {"reason": "Nhầm."} if action == "withdraw" else {}
    answer = outsider.send("POST", path, json=body, key=f"out-{dossier['dossier_id']}", version=1)
    assert_problem(answer, 404, "not_found")
    assert case.citizen.dossier(dossier["dossier_id"]) == dossier


def test_outsider_finds_no_bill_and_no_order(case: DossierCase, outsider: User) -> None:
    dossier_id = case.accepted()["dossier_id"]
    bill, order = case.bill(dossier_id), case.order(dossier_id)
    assert_problem(outsider.send("GET", f"/v1/bills/{bill['bill_id']}"), 404, "not_found")
    assert_problem(outsider.send("GET", f"/v1/orders/{order['order_id']}"), 404, "not_found")


def test_outsider_finds_no_paper(case: DossierCase, outsider: User) -> None:
    file_id = case.submitted()["papers"][0]["file_id"]
    assert_problem(outsider.send("GET", f"/v1/files/{file_id}"), 404, "not_found")
    assert_problem(outsider.send("POST", f"/v1/files/{file_id}/download"), 404, "not_found")


def test_paper_of_somebody_else_cannot_be_handed_in(case: DossierCase, other_citizen: User) -> None:
    theirs = DossierCase(other_citizen, case.desk, case.office).submission()["papers"]
    answer = case.citizen.send("POST", "/v1/dossiers", json=case.submission(papers=theirs), key="theft")
    assert_problem(answer, 422, "file_not_usable")
    assert list(case.citizen.pages("/v1/dossiers")) == []


def test_citizen_cannot_accept_his_own_dossier(case: DossierCase) -> None:
    dossier = case.submitted()
    path = f"/v1/dossiers/{dossier['dossier_id']}/accept"
    assert_problem(case.citizen.send("POST", path, json={}, key="mine", version=1), 403, "forbidden")
    assert case.citizen.dossier(dossier["dossier_id"]) == dossier


def test_reception_officer_cannot_issue_a_result(case: DossierCase) -> None:
    dossier = case.processing()
    answer = case.desk.send(
        "POST",
        f"/v1/dossiers/{dossier['dossier_id']}/issue-result",
        json={"outcome": "refused", "reason": "Không đủ điều kiện."},
        key="overstep",
        version=dossier["version"],
    )
    assert_problem(answer, 403, "forbidden")


def test_officer_cannot_file(case: DossierCase) -> None:
    answer = case.desk.send("POST", "/v1/dossiers", json=case.submission(), key="officer")
    assert_problem(answer, 403, "forbidden")


def test_citizen_cannot_make_officers(citizen: User) -> None:
    body = {
        "login": "false.officer",
        "full_name": "Kẻ Mạo Danh",
        "password": "một mật khẩu thật dài",
        "agency_code": "G01",
        "roles": ["leader"],
    }
    assert_problem(citizen.send("POST", "/v1/officers", json=body, key="rise"), 403, "forbidden")


def test_message_of_somebody_else_cannot_be_marked_read(case: DossierCase, other_citizen: User) -> None:
    case.submitted()
    message = wait_until(lambda: case.citizen.get("/v1/messages")["items"], what="a message")[0]
    answer = other_citizen.send("POST", f"/v1/messages/{message['message_id']}/read", key="peek")
    assert_problem(answer, 404, "not_found")


@pytest.mark.parametrize("forgery", FORGERIES)
def test_forged_token_opens_nothing(system: System, citizen: User, forgery: str) -> None:
    make, code = FORGERIES[forgery]
    intruder = replace(citizen, token=make(TokenForger(system, citizen.token)))
    answer = intruder.send("GET", "/v1/me")
    assert_problem(answer, 401, code)
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_forged_token_files_nothing(system: System, case: DossierCase) -> None:
    intruder = replace(case.citizen, token=TokenForger(system, case.citizen.token).expired())
    answer = intruder.send("POST", "/v1/dossiers", json=case.submission(), key="late")
    assert_problem(answer, 401, "token_expired")
    assert list(case.citizen.pages("/v1/dossiers")) == []


@pytest.mark.parametrize("path", ["/v1/me", "/v1/dossiers", "/v1/bills", "/v1/messages", "/v1/officers"])
def test_nobody_in_particular_sees_nothing(portal: GatewayClient, path: str) -> None:
    assert_problem(portal.send("GET", path), 401, "unauthenticated")


def test_wrong_password_and_unknown_login_are_told_alike(portal: GatewayClient, citizen: User) -> None:
    tries = [
        portal.send("POST", "/v1/sessions", json={"login": login, "password": "không phải mật khẩu"})
        for login in (citizen.login, "001999999999")
    ]
    problems = [assert_problem(answer, 401, "credentials_invalid") for answer in tries]
    assert problems[0]["detail"] == problems[1]["detail"]
