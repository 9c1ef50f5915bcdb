"""Settings of accounts: identity providers come with their secrets, and passwords are for the kinds that are named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import ValidationError

from accounts.settings import AccountsSettings
from contracts.accounts import AccountKind

VNEID: dict[str, Any] = {
    "name": "vneid",
    "title": {"vi": "VNeID", "en": "VNeID"},
    "issuer": "https://vneid.example.vn",
    "client_id": "motcua",
    "levels": {"1": 1},
    "return_urls": ["https://portal.example.vn/eid"],
}


def settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> AccountsSettings:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    usual = {
        "service": "accounts",
        "amqp_uri": "amqp://accounts:a-password-of-12@broker/motcua",
        "mongo_uri": "mongodb://accounts:a-password-of-12@mongo/accounts",
        "mongo_database": "motcua_accounts",
        "signing_key": pem.decode(),
        "second_factor_key": "k" * 32,
    }
    for name, value in {**usual, **values}.items():
        monkeypatch.setenv(f"MOTCUA_{name.upper()}", value)
    return AccountsSettings()


@pytest.mark.parametrize("empty", [{}, {"eid_providers": "", "eid_client_secrets": " "}])
def test_nothing_is_switched_on_by_itself(monkeypatch: pytest.MonkeyPatch, empty: dict[str, str]) -> None:
    found = settings(monkeypatch, **empty)
    assert (found.eid_providers, found.eid_client_secrets) == ((), {})
    assert found.kinds_by_password == {AccountKind.CITIZEN, AccountKind.OFFICER, AccountKind.ADMINISTRATOR}


def test_providers_are_read_with_their_secrets_which_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings(
        monkeypatch,
        eid_providers=json.dumps([VNEID]),
        eid_client_secrets='{"vneid": "a-secret-of-theirs"}',
        local_log_in="officer, administrator",
    )
    assert [each.name for each in found.eid_providers] == ["vneid"]
    assert "a-secret-of-theirs" not in repr(found)
    assert found.kinds_by_password == {AccountKind.OFFICER, AccountKind.ADMINISTRATOR}


@pytest.mark.parametrize(
    "values",
    [
        {"eid_providers": "{"},
        {"eid_providers": json.dumps([VNEID])},
        {"eid_providers": json.dumps([VNEID]), "eid_client_secrets": '{"vneid": ""}'},
        {"eid_providers": json.dumps([VNEID, VNEID]), "eid_client_secrets": '{"vneid": "s"}'},
        {
            "eid_providers": json.dumps([{**VNEID, "algorithms": ["HS256"]}]),
            "eid_client_secrets": '{"vneid": "s"}',
        },
        {"eid_client_secrets": "[1]"},
        {"local_log_in": "citizen,system"},
    ],
)
def test_settings_that_do_not_fit_end_the_start(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str]
) -> None:
    with pytest.raises(ValidationError):
        settings(monkeypatch, **values)
