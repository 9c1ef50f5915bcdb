"""Security keys: ceremonies with a key whose messages another library makes, and everything that may be wrong with them."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from fido2.server import Fido2Server
from fido2.webauthn import (
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)
from hypothesis import given
from hypothesis import strategies as st
from tests.support.accounts.security_key import SecurityKey

from accounts.domain.second_factors import security_keys
from accounts.domain.second_factors.security_keys import NewCredential, RelyingParty, WrongMessage

ORIGIN = "https://portal.example.vn"
PARTY = RelyingParty("portal.example.vn", (ORIGIN, "https://app.portal.example.vn"))
Json = dict[str, Any]


def creation(challenge: bytes, *known: bytes) -> Json:
    return security_keys.creation_options(PARTY, challenge, "account-1", "lan.tran", "Trần Thị Lan", known)


def enrolled(key: SecurityKey) -> NewCredential:
    challenge = security_keys.new_challenge()
    return security_keys.new_credential(PARTY, challenge, key.create(creation(challenge)))


def counted(key: SecurityKey, made: NewCredential, last: int = 0, party: RelyingParty = PARTY) -> int:
    challenge = security_keys.new_challenge()
    message = key.get(security_keys.request_options(PARTY, challenge, [made.credential_id]))
    assert security_keys.credential_id(message) == made.credential_id
    return security_keys.sign_count(party, challenge, message, made.public_key, last)


def test_a_key_is_enrolled_and_shown() -> None:
    key = SecurityKey(ORIGIN)
    made = enrolled(key)
    assert (made.credential_id, made.sign_count, made.shared) == (key.credential_id, 0, False)
    assert [counted(key, made), counted(key, made, 1)] == [1, 2]


def test_a_second_library_takes_the_same_messages() -> None:
    """The key of these tests is no key of our own making: the server of `fido2` takes it too."""
    key = SecurityKey("https://portal.example.vn")
    server = Fido2Server(PublicKeyCredentialRpEntity(name="Motcua", id="portal.example.vn"))
    user = PublicKeyCredentialUserEntity(id=b"account-1", name="lan.tran", display_name="Lan")
    verified = UserVerificationRequirement.REQUIRED
    options, state = server.register_begin(user, user_verification=verified)
    made = server.register_complete(state, key.create(dict(options.public_key))).credential_data
    assert made is not None
    requested, state = server.authenticate_begin([made], user_verification=verified)
    server.authenticate_complete(state, [made], key.get(dict(requested.public_key)))


def test_the_options_ask_for_a_verified_user_and_no_attestation() -> None:
    options = creation(b"c" * 32, b"known")
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    assert options["rp"] == {"name": "Motcua", "id": "portal.example.vn"}
    assert [each["id"] for each in options["excludeCredentials"]] == ["a25vd24"]
    assert json.loads(json.dumps(options)) == options


def test_a_passkey_is_told_from_a_key() -> None:
    key = SecurityKey(ORIGIN, counts=False, shared=True)
    made = enrolled(key)
    assert made.shared
    assert [counted(key, made), counted(key, made)] == [0, 0]


def test_a_copy_of_a_key_shows_by_its_counter() -> None:
    key = SecurityKey(ORIGIN)
    made = enrolled(key)
    with pytest.raises(WrongMessage):
        counted(key, made, last=5)


@pytest.mark.parametrize(
    "key",
    [SecurityKey("https://portal.example.vn.evil.vn"), SecurityKey(ORIGIN, verifies=False)],
    ids=["another page", "nobody verified"],
)
def test_a_key_elsewhere_or_without_its_holder_is_no_key(key: SecurityKey) -> None:
    with pytest.raises(WrongMessage):
        enrolled(key)
    made = enrolled(SecurityKey(ORIGIN, credential_id=key.credential_id, private_key=key.private_key))
    with pytest.raises(WrongMessage):
        counted(key, made)


def test_an_answer_to_another_challenge_or_party_is_none() -> None:
    key = SecurityKey(ORIGIN)
    made = enrolled(key)
    message = key.get(security_keys.request_options(PARTY, b"a" * 32, [made.credential_id]))
    with pytest.raises(WrongMessage):
        security_keys.sign_count(PARTY, b"b" * 32, message, made.public_key, 0)
    with pytest.raises(WrongMessage):
        counted(key, made, party=RelyingParty("other.example.vn", PARTY.origins))


def test_another_key_does_not_sign_for_this_one() -> None:
    made, other = enrolled(SecurityKey(ORIGIN)), SecurityKey(ORIGIN)
    other.credential_id = made.credential_id
    with pytest.raises(WrongMessage):
        counted(other, made)


def _wrong_bits(message: Json) -> Json:
    text = message["response"]["signature"]
    flipped = "A" if text[10] != "A" else "B"
    return {**message, "response": {**message["response"], "signature": text[:10] + flipped + text[11:]}}


WRONG: dict[str, Callable[[Json], Json]] = {
    "nothing": lambda message: {},
    "no response": lambda message: {**message, "response": None},
    "another type": lambda message: {**message, "type": "password"},
    "a number for text": lambda message: {**message, "rawId": 7},
    "not base64url": lambda message: {**message, "id": "a b"},
    "text of no bytes": lambda message: {**message, "rawId": "abcde"},
    "two ids": lambda message: {**message, "id": "AAAA"},
    "too long": lambda message: {**message, "id": "A" * 20_000},
    "another signature": _wrong_bits,
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_message_of_another_form_is_refused(change: Callable[[Json], Json]) -> None:
    key = SecurityKey(ORIGIN)
    made = enrolled(key)
    challenge = security_keys.new_challenge()
    message = key.get(security_keys.request_options(PARTY, challenge, [made.credential_id]))
    with pytest.raises(WrongMessage):
        security_keys.sign_count(PARTY, challenge, change(message), made.public_key, 0)


@given(st.binary(max_size=400), st.binary(max_size=200), st.booleans())
def test_whatever_bytes_come_are_refused(first: bytes, second: bytes, as_new: bool) -> None:
    def text(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    names = ("attestationObject",) if as_new else ("authenticatorData", "signature")
    response = {"clientDataJSON": text(second), **dict.fromkeys(names, text(first))}
    message = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": response}
    with pytest.raises(WrongMessage):
        if as_new:
            security_keys.new_credential(PARTY, b"c" * 32, message)
        else:
            security_keys.sign_count(PARTY, b"c" * 32, message, second, 0)
