"""What the proxy sends a second time may come twice."""

import re
from pathlib import Path

import pytest
import yaml
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

import upgrade
from gateway.app import routes

REPO = Path(__file__).parents[3]
NGINX = (REPO / "deploy/nginx/nginx.conf").read_text(encoding="utf-8")
PROXY = yaml.safe_load((REPO / "docker-compose.yml").read_text())["services"]["proxy"]
CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
REPEATABLE = {
    "/v1/sessions": "a second session, which nobody has the tokens of; all sessions end once",
    "/v1/sessions/{session_id}": "the same name; a session ends once",
    "/v1/sessions/logout": "a session ends once",
    "/v1/eid/authorizations": "a second attempt, which nobody goes on with",
    "/v1/me/identities/authorizations": "a second attempt, which nobody goes on with",
    "/v1/me/organisations/authorizations": "a second attempt, which nobody goes on with",
    "/v1/representations/{representation_id}/token": "a second token, good as long as the first",
    "/v1/me/identities/{identity_id}": "what is unlinked is unlinked: the second finds nothing",
    "/v1/eid/logout": "a session ends once",
    "/v1/eid/{provider}/back-channel-logout": "a logout token ends sessions once",
    "/v1/me/desk-code": "a second code, and the first is void",
    "/v1/officers/{account_id}/setup-code": "a second code, and the first is void",
    "/v1/officers/{account_id}": "the same values; the version read before is refused",
    "/v1/me/email/code": "a second code, and the first is void",
    "/v1/me/phone/code": "a second code, and the first is void",
    "/v1/sessions/second-factor/enrolment": "a second secret, and the first is void",
    "/v1/me/second-factors/totp": "a second secret, and the first is void",
    "/v1/me/second-factors/webauthn": "a second challenge, and the first is void",
    "/v1/me/second-factors/{factor_id}": "what is removed is removed: the second finds nothing",
    "/v1/me/recovery-codes": "other codes, and the first are void",
    "/v1/me/second-factor-challenges": "a second challenge, which nobody goes on with",
    "/v1/password-resets": "a second letter, whose code goes with the answer that arrives",
    "/v1/files/{file_id}/download": "changes nothing",
    "/v1/fee-quotes": "changes nothing",
    "/v1/verifications/content": "changes nothing",
    "/v1/desk/paper-searches": "finds the same; the log of its owner has two entries",
    "/v1/files/{file_id}/content": "the same bytes; while they come they are not sent again at all",
    "/v1/payments/providers/{provider}/notifications": "an order is settled once",
    "/sync/login": "a second session, which nobody has the token of",
    "/sync/service": "an item that came already changes nothing",
    "/api/SynsTTHCC/DongBoHoSoMC": "an item that came already changes nothing",
    "/oauth/token": "a second token, which nobody has",
    "/oauth/revoke": "a token is void once",
    "/oauth/introspect": "changes nothing",
    "/v1/machine-clients/{client_id}": "the same values; the version read before is refused",
    "/v1/machine-clients/{client_id}/secrets": "a second secret, in the place of the one that nobody has",
    "/v1/machine-clients/{client_id}/secrets/{secret_id}": "a secret is revoked once",
    "/sync/v2/NoiHoSo": "an item that came already changes nothing",
    "/sync/v2/CapNhatTienTrinh": "an item that came already changes nothing",
    "/sync/v2/CapNhatTrangThai": "an item that came already changes nothing",
    "/sync/v2/GetNextValue": "without a key: a number that nobody has is not given again",
    "/sync/v2/TepTin": "without a key: an upload that nobody has the address of is forgotten",
    "/v1/papers/{paper_id}": "what is removed is removed: the second finds nothing",
    "/v1/me": "the same values; the version read before is refused",
    "/v1/procedures/{code}/versions/{version}": "the same text; the version read before is refused",
    "/v1/regime-drafts/{draft_id}": "the same text; the version read before is refused",
    "/v1/conditions/{condition_id}": "the same text; the version read before is refused",
}
"""Changes without an Idempotency-Key that are the same when they come twice, and why."""
NOT_REPEATABLE = {
    "/v1/sessions/refresh",
    "/v1/accounts/first-password",
    "/v1/eid/sessions",
    "/v1/me/identities",
    "/v1/me/organisations",
    "/v1/sessions/second-factor",
    "/v1/me/second-factors",
    "/v1/me/second-factor-proofs",
}


def has_key(dependant: Dependant) -> bool:
    here = any(
        header.alias.lower() == "idempotency-key" and header.field_info.is_required()
        for header in dependant.header_params
    )
    return here or any(map(has_key, dependant.dependencies))


def changes(route: APIRoute) -> bool:
    return bool(CHANGES & (route.methods or set()))


WITHOUT_KEY = sorted({route.path for route in routes() if changes(route) and not has_key(route.dependant)})


@pytest.mark.parametrize("path", WITHOUT_KEY)
def test_a_change_without_key_is_the_same_when_it_comes_twice_or_is_sent_once(path: str) -> None:
    assert path in REPEATABLE or path in NOT_REPEATABLE


@pytest.mark.parametrize("path", sorted(NOT_REPEATABLE))
def test_what_may_not_come_twice_is_not_sent_twice(path: str) -> None:
    location = re.search(rf"location = {path} \{{(.*?)\n        \}}", NGINX, re.DOTALL)
    assert location
    assert re.findall(r"proxy_next_upstream (.*);", location[1]) == ["error timeout"]


def test_every_gateway_is_tried_however_many_stop_at_once() -> None:
    assert "proxy_next_upstream_tries 0;" in NGINX


def test_it_runs_on_the_copy_that_an_upgrade_replaces() -> None:
    *_, command = PROXY["command"]
    mounted = PROXY["volumes"][0].split(":")[1]
    assert f"cp {mounted} {upgrade.PROXY_COPY} && exec nginx -c {upgrade.PROXY_COPY}" in command


def test_the_lists_name_what_there_is() -> None:
    assert {*REPEATABLE, *NOT_REPEATABLE} == set(WITHOUT_KEY)
