"""The people of a walk and what they have to say. All of them are invented, new ones for each run."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from devstack.walk import mailbox
from devstack.walk.authenticator_app import code
from devstack.walk.gateway_client import GatewayClient, Json, User

PROCEDURE = "1.004222"
"""Đăng ký thường trú: a fee, one mandatory paper, two steps of processing."""
AGENCY = "G01.26.31.05"
PAPER = "1.004222-TP01"
RESULT_CODE = "KQ.G01.000065"
"""Thông báo kết quả giải quyết về cư trú."""
APPLICANT = "Nguyễn Văn An"


def citizen(desk: User, name: str = APPLICANT, mail_url: str = "") -> User:
    """Registered, with a number that the officer of reception has seen proved, and logged in; with the address of the mail
    catcher the e-mail address is proved, too."""
    person = stranger(desk.portal, name)
    if mail_url:
        prove_email(person, mail_url)
    prove(person, desk)
    return person


def prove(person: User, desk: User, number: str = "") -> None:
    """The person shows the card at the desk, by default that of the number that the account states; the new access token
    says so."""
    number = number or _number_of(person)
    proof = {
        "code": person.post("/v1/me/desk-code", {})["code"],
        "personal_number": number,
        "full_name": person.account["full_name"],
        "paper": {"kind": "identity_card", "number": number},
    }
    desk.post("/v1/desk/identity-proofs", proof)
    person.renew()


def prove_email(person: User, mail_url: str) -> None:
    """The person reads the code that came to the address, and enters it."""
    address = person.account.get("new_email") or person.account["email"]
    code = mailbox.newest_code(mail_url, address, mailbox.PROOF)
    person.account = person.post("/v1/me/email/proof", {"code": code})


def stranger(portal: GatewayClient, name: str = APPLICANT, number: str = "") -> User:
    """Registered, with an e-mail address, and logged in; nothing is proved."""
    number, password = number or personal_number(), new_password()
    details = {
        "personal_number": number,
        "full_name": name,
        "password": password,
        "email": f"citizen-{secrets.token_hex(6)}@example.vn",
        "locale": "vi",
    }
    return portal.log_in(portal.register(details)["login"], password)


def officer(
    administrator: User, name: str, roles: Sequence[str], agency: str = AGENCY, unit: str = ""
) -> User:
    """Made by the administrator with a first password, which the officer replaces, and logged in."""
    login, first, own = f"officer.{secrets.token_hex(5)}", new_password(), new_password()
    details = {
        "login": login,
        "full_name": name,
        "password": first,
        "agency_code": agency,
        "unit": unit,
        "roles": list(roles),
    }
    administrator.post("/v1/officers", details)
    return first_log_in(administrator.portal, login, first, own)


def first_log_in(portal: GatewayClient, login: str, first: str, own: str) -> User:
    """Logged in by a password of one's own in place of the first one or of a set-up code. The release before knows no first
    passwords."""
    body = {"login": login, "password": first, "new_password": own}
    answer = portal.send("POST", "/v1/accounts/first-password", json=body)
    if answer.status_code in (404, 405):
        return portal.log_in(login, first)
    assert answer.status_code == 204, answer.text
    return portal.log_in(login, own)


def enrol_app(officer: User) -> str:
    """The officer's session is one of two factors from now on. The release before knows no second factors."""
    if officer.send("GET", "/v1/me/second-factors").status_code == 404:
        return "the release before, none"
    started = officer.post("/v1/me/second-factors/totp")
    shown = {"enrolment_id": started["enrolment_id"], "name": "Điện thoại", "code": code(started["secret"])}
    recovery_codes = officer.post("/v1/me/second-factors", shown)["recovery_codes"]
    body = {"login": officer.login, "password": officer.password}
    challenge = officer.portal.request("POST", "/v1/sessions", json=body).json()
    # The code of now has been shown: the next one is good already, clocks may differ by a step.
    answer = {"challenge": challenge["challenge"], "code": code(started["secret"], steps_on=1)}
    tokens = officer.portal.request("POST", "/v1/sessions/second-factor", json=answer).json()
    officer.token, officer.refresh_token = tokens["access_token"], tokens["refresh_token"]
    return f"{len(recovery_codes)} recovery codes"


def form_data(applicant: User) -> Json:
    """Tờ khai thay đổi thông tin cư trú."""
    return {
        "full_name": applicant.account["full_name"],
        "personal_number": _number_of(applicant),
        "birth_date": "1999-05-17",
        "new_address": "Số 5, ngõ 12, phường mẫu số 5, Thành phố Hà Nội",
        "housing": "owned",
    }


def _number_of(person: User) -> str:
    """As the account states it; a gateway of the release before shows the login alone."""
    return str(person.account.get("stated_number") or person.login)


def submission(applicant: User, file_id: str) -> Json:
    """A submission that is complete."""
    return {
        "procedure_code": PROCEDURE,
        "agency_code": AGENCY,
        "channel": "online",
        "form_data": form_data(applicant),
        "papers": [{"component_code": PAPER, "file_id": file_id}],
        "return_method": "online",
    }


def personal_number() -> str:
    """Twelve digits in the form of a số định danh cá nhân."""
    return f"001{secrets.randbelow(10**9):09d}"


def new_password() -> str:
    return secrets.token_urlsafe(15)
