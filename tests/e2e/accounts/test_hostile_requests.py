"""Whatever comes to the doors of tokens, sessions and electronic identities is refused as a fault of who sent it, and opens
nothing."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devstack.walk.gateway_client import GatewayClient, User

pytestmark = pytest.mark.deep

EXAMPLES = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=(HealthCheck.function_scoped_fixture, HealthCheck.too_slow),
)
FORMS = ("/oauth/token", "/oauth/revoke", "/oauth/introspect", "/v1/eid/vneid/back-channel-logout")
BODIES = (
    "/v1/sessions", "/v1/sessions/refresh", "/v1/sessions/logout", "/v1/eid/authorizations", "/v1/eid/sessions",
    "/v1/password-resets", "/v1/eid/logout",
)  # fmt: skip
NAMES = (
    "login", "password", "refresh_token", "code", "state", "provider", "challenge", "kind", "credential", "grant_type",
    "client_id", "client_secret", "scope", "token", "logout_token", "redirect_uri", "recovery_code", "device",
)  # fmt: skip

texts = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["", "\x00", "vneid", "client_credentials", "a.b.c", "../..", "{}", "null", "%00", "x" * 9000]
    ),
    st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()),
)
values = st.recursive(
    st.one_of(texts, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "Authorization": st.one_of(
            st.binary(min_size=1, max_size=40).map(lambda raw: "Basic " + base64.b64encode(raw).decode()),
            st.binary(min_size=1, max_size=40).map(
                lambda raw: "Bearer " + base64.urlsafe_b64encode(raw).decode()
            ),
            st.sampled_from(["Basic", "Basic =", "Bearer", "Bearer a.b.c", "Basic Og==", "Digest x"]),
        )
    },
)


def check_refused(answer: httpx.Response) -> None:
    """A fault of who asks, told in a form that a program reads; or an answer that opens nothing."""
    assert answer.status_code < 500, (answer.request.url, answer.request.content[:300], answer.text[:300])
    if answer.content:
        assert "json" in answer.headers["content-type"], answer.headers
        assert not {"access_token", "refresh_token"} & set(answer.json()), answer.text


@EXAMPLES
@given(
    path=st.sampled_from(FORMS),
    fields=st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=5),
    raw=st.one_of(st.none(), st.binary(max_size=80)),
    sent=headers,
)
def test_forms_of_any_kind_are_refused(
    portal: GatewayClient, path: str, fields: list[tuple[str, str]], raw: bytes | None, sent: dict[str, str]
) -> None:
    content = urlencode(fields).encode() if raw is None else raw
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    check_refused(portal.send("POST", path, content=content, headers={**kind, **sent}))


@EXAMPLES
@given(
    path=st.sampled_from(BODIES),
    body=st.one_of(st.dictionaries(st.sampled_from(NAMES), values, max_size=5), values),
    sent=headers,
)
def test_bodies_of_any_kind_are_refused(
    portal: GatewayClient, path: str, body: Any, sent: dict[str, str]
) -> None:
    content = json.dumps(body).encode()
    kind = {"Content-Type": "application/json", "Idempotency-Key": base64.b32encode(content[:20]).decode()}
    check_refused(portal.send("POST", path, content=content, headers={**kind, **sent}))


@EXAMPLES
@given(data=st.data())
def test_a_changed_token_is_nobodys(portal: GatewayClient, citizen: User, data: st.DataObject) -> None:
    parts = citizen.token.split(".")
    at = data.draw(st.integers(0, 2), label="part")
    changed = data.draw(
        st.one_of(
            st.binary(max_size=60).map(_encoded),
            st.sampled_from(
                ["", _encoded(b'{"alg":"none"}'), _encoded(b'{"alg":"HS256"}'), parts[(at + 1) % 3]]
            ),
            st.integers(0, len(parts[at]) - 1).map(lambda place: _flipped(parts[at], place)),
        ).filter(lambda part: _meaning(part) != _meaning(parts[at])),
        label="changed",
    )
    token = ".".join((*parts[:at], changed, *parts[at + 1 :]))
    answer = portal.send("GET", "/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401, (token, answer.text)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _flipped(part: str, place: int) -> str:
    other = "A" if part[place] != "A" else "B"
    return part[:place] + other + part[place + 1 :]


def _meaning(part: str) -> bytes:
    """The last letter of base64 has bits that say nothing."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) if len(part) % 4 != 1 else part.encode()
