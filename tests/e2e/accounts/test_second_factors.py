"""A leader enrols an app and a security key, logs in in two steps, and is reset when all is lost; through the gateway."""

from __future__ import annotations

from typing import Any

import jwt
import pyotp
import pytest
from tests.support.accounts.security_key import SecurityKey
from tests.support.portal.problems import assert_problem

from devstack.process_table import LOCAL_FRONT_ENDS
from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User

ORIGIN = LOCAL_FRONT_ENDS[0]


@pytest.fixture
def leader(administrator: User) -> User:
    return people.officer(administrator, "Bùi Thị Ký", ["leader"])


def begin(leader: User) -> Json:
    """The challenge of the first step."""
    body = {"login": leader.login, "password": leader.password}
    answer = leader.portal.send("POST", "/v1/sessions", json=body)
    assert (answer.status_code, answer.headers["cache-control"]) == (202, "no-store")
    challenge: Json = answer.json()
    return challenge


def finish(leader: User, challenge: Json, **shown: Any) -> Json:
    body = {"challenge": challenge["challenge"], **shown}
    tokens: Json = leader.portal.request("POST", "/v1/sessions/second-factor", json=body).json()
    leader.token, leader.refresh_token = tokens["access_token"], tokens["refresh_token"]
    return tokens


def claims_of(token: str) -> Json:
    claims: Json = jwt.decode(token, options={"verify_signature": False})
    return claims


def templates_of(person: User) -> list[str]:
    return [message["template"] for message in person.pages("/v1/messages")]


def test_a_second_factor_from_enrolment_to_reset(
    leader: User, administrator: User, portal: GatewayClient
) -> None:
    plain = portal.send("POST", "/v1/sessions", json={"login": leader.login, "password": leader.password})
    assert plain.status_code == 200 and plain.json()["second_factor_due_at"]

    started = leader.post("/v1/me/second-factors/totp")
    assert started["qr_svg"].startswith("<svg") and started["secret"] in started["otpauth_uri"]
    app = pyotp.TOTP(started["secret"])
    enrolled = {"enrolment_id": started["enrolment_id"], "name": "Điện thoại", "code": app.now()}
    codes = leader.post("/v1/me/second-factors", enrolled)["recovery_codes"]
    assert len(codes) == 10

    key = SecurityKey(ORIGIN)
    started = leader.post("/v1/me/second-factors/webauthn")
    enrolled = {
        "enrolment_id": started["enrolment_id"], "name": "Khóa", "credential": key.create(started["options"]),
    }  # fmt: skip
    leader.post("/v1/me/second-factors", enrolled)

    challenge = begin(leader)
    assert challenge["kinds"] == ["totp", "webauthn"]
    wrong = {"challenge": challenge["challenge"], "recovery_code": "2222-2222-2222-2222"}
    refused = portal.send("POST", "/v1/sessions/second-factor", json=wrong)
    assert assert_problem(refused, 422, "invalid_request")["errors"][0]["code"] == "wrong_factor"
    finish(leader, challenge, assertion=key.get(challenge["webauthn"]))
    assert claims_of(leader.token)["amr"] == ["pwd", "hwk", "mfa"]
    leader.renew()
    assert claims_of(leader.token)["amr"] == ["pwd", "hwk", "mfa"]
    current = next(each for each in leader.get("/v1/sessions")["items"] if each["current"])
    assert current["methods"] == ["pwd", "hwk", "mfa"]

    assert finish(leader, begin(leader), recovery_code=codes[0])["recovery_codes_left"] == 9
    waiting = leader.post("/v1/me/second-factor-challenges")
    proof = {"challenge": waiting["challenge"], "assertion": key.get(waiting["webauthn"])}
    assert leader.post("/v1/me/second-factor-proofs", proof)["fresh_until"]
    listed = leader.get("/v1/me/second-factors")
    assert [each["kind"] for each in listed["items"]] == ["totp", "webauthn"] and listed["required"]
    first, second = (each["factor_id"] for each in listed["items"])
    assert leader.send("DELETE", f"/v1/me/second-factors/{first}").status_code == 204
    stays = leader.send("DELETE", f"/v1/me/second-factors/{second}")
    assert_problem(stays, 409, "second_factor_required")
    messages = {"second_factor_added", "second_factor_removed", "recovery_code_used"}
    wait_until(
        lambda: {f"accounts.{name}" for name in messages} <= set(templates_of(leader)),
        what="the owner is told",
    )

    path, reason = f"/v1/officers/{leader.account_id}/second-factor-reset", {"reason": "Mất khóa."}
    assert administrator.post(path, reason)["second_factors"] == []
    wait_until(lambda: leader.send("GET", "/v1/me").status_code == 401, 5.0, "the session ends")
    challenge = begin(leader)
    assert challenge["kinds"] == []
    enrolment = {"challenge": challenge["challenge"]}
    started = portal.request("POST", "/v1/sessions/second-factor/enrolment", json=enrolment).json()
    tokens = finish(leader, challenge, code=pyotp.TOTP(started["secret"]).now())
    assert len(tokens["recovery_codes"]) == 10
    assert "accounts.second_factors_reset" in templates_of(leader)
