"""Codes by mail, from outside: an address is proved, a forgotten password is replaced, and its owner is told."""

from __future__ import annotations

import secrets
from dataclasses import replace

from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.problems import assert_problem

from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import mailbox, people
from devstack.walk.gateway_client import GatewayClient, User

NEW = "chim-hot-ngoai-vuon"
PROVED = "Địa chỉ thư điện tử của Ông/Bà đã được xác thực"
GIVEN_UP = "Địa chỉ này không còn là địa chỉ của tài khoản"


def templates_of(person: User) -> list[str]:
    return [message["template"] for message in person.pages("/v1/messages")]


def ask(portal: GatewayClient, login: str) -> str:
    answer = portal.request("POST", "/v1/password-resets", json={"login": login})
    assert answer.status_code == 202 and answer.headers["cache-control"] == "no-store"
    assert set(answer.json()) == {"reset_id", "expires_at"}
    return str(answer.json()["reset_id"])


def test_a_forgotten_password_is_replaced_by_a_code_from_the_mailbox(
    system: System, portal: GatewayClient
) -> None:
    person = people.stranger(portal)
    people.prove_email(person, system.mail_url)
    assert person.account["email_proof"]["address"] == person.account["email"]
    reset_id = ask(portal, person.login)
    code = mailbox.newest_code(system.mail_url, person.account["email"], mailbox.RESET)
    body = {"code": code, "new_password": NEW}
    path = f"/v1/password-resets/{reset_id}"
    wrong = portal.send("POST", path, json=body | {"code": "22222222"}, headers={"Idempotency-Key": "k"})
    problem = assert_problem(wrong, 422, "invalid_request")
    assert [(error["pointer"], error["code"]) for error in problem["errors"]] == [("/code", "wrong_code")]
    assert portal.request("POST", path, json=body, headers={"Idempotency-Key": "k"}).status_code == 204
    wait_until(lambda: person.send("GET", "/v1/me").status_code == 401, what="the token is refused")
    old = {"login": person.login, "password": person.password}
    assert_problem(portal.send("POST", "/v1/sessions", json=old), 401, "credentials_invalid")
    again = portal.log_in(person.login, NEW)
    expected = ["accounts.password_reset", "accounts.email_proved"]
    wait_until(lambda: templates_of(again) == expected, what="the person is told")


def test_who_asks_for_nobody_gets_the_same_answer(portal: GatewayClient) -> None:
    reset_id = ask(portal, people.personal_number())
    body = {"code": "22222222", "new_password": NEW}
    answer = portal.send(
        "POST",
        f"/v1/password-resets/{reset_id}",
        json=body,
        headers={"Idempotency-Key": secrets.token_hex(8)},
    )
    assert_problem(answer, 422, "invalid_request")


def test_a_password_is_changed_and_the_other_device_is_out(portal: GatewayClient, citizen: User) -> None:
    other = replace(citizen, token=portal.log_in(citizen.login, citizen.password).token)
    wrong = {"current_password": NEW, "new_password": NEW}
    answer = citizen.send("POST", "/v1/me/password", json=wrong, key=secrets.token_hex(8))
    assert_problem(answer, 422, "invalid_request")
    right = {"current_password": citizen.password, "new_password": NEW}
    citizen.request("POST", "/v1/me/password", json=right, key=secrets.token_hex(8))
    wait_until(lambda: other.send("GET", "/v1/me").status_code == 401, what="the other device is out")
    citizen.get("/v1/me")
    wait_until(lambda: "accounts.password_changed" in templates_of(citizen), what="the person is told")


def test_a_new_address_takes_the_place_of_the_old_one_when_it_is_proved(
    system: System, portal: GatewayClient
) -> None:
    person = people.stranger(portal)
    people.prove_email(person, system.mail_url)
    old, new = person.account["email"], f"moi-{secrets.token_hex(6)}@example.vn"
    version = person.account["version"]
    person.account = person.request("PATCH", "/v1/me", json={"email": new}, version=version).json()
    assert (person.account["email"], person.account["new_email"]) == (old, new)
    people.prove_email(person, system.mail_url)
    assert (person.account["email"], person.account["new_email"]) == (new, None)

    def subjects(address: str) -> list[str]:
        return [letter["Subject"] for letter in mailbox.messages_to(system.mail_url, address)]

    wait_until(lambda: GIVEN_UP in subjects(old), what="the old address is told")
    wait_until(lambda: PROVED in subjects(new), what="the new address is told")


def test_nothing_personal_goes_to_an_address_that_was_typed(system: System, case: DossierCase) -> None:
    address = case.citizen.account["email"]
    case.submitted()
    case.submitted()
    wait_until(
        lambda: templates_of(case.citizen).count("dossiers.submitted") == 2, what="the messages in the inbox"
    )
    people.prove_email(case.citizen, system.mail_url)
    wait_until(lambda: mailbox.messages_to(system.mail_url, address), what="the first letter")
    subjects = [letter["Subject"] for letter in mailbox.messages_to(system.mail_url, address)]
    assert subjects == [PROVED], "what came before the proof is in the inbox alone"
