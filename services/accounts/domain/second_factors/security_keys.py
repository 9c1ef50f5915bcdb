"""Security keys (khóa bảo mật): ceremonies of Web Authentication Level 2, read by `webauthn` of Duo Labs.

Attestation is not asked for: which makes of keys an office buys is its own business. The user is verified by the key (PIN,
finger), so that a key that is found opens nothing.
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, options_to_json_dict, parse_attestation_object
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AttestationFormat,
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

_CHALLENGE = 32
_TIMEOUT_MS = 300_000
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST = 16_384
"""Letters of one field of a message; an attestation object without its certificates has some hundred."""
_FORMATS = (AttestationFormat.NONE, AttestationFormat.PACKED)
"""Packed: some browsers hand on what a key has signed with the new credential itself."""


class WrongMessage(Exception):
    """What came is no right answer of a security key to this challenge."""


@dataclass(frozen=True)
class RelyingParty:
    """For whom keys make credentials: the domain of the portal, and the pages on which they may be used."""

    rp_id: str
    origins: tuple[str, ...]
    name: str = "Motcua"


@dataclass(frozen=True)
class NewCredential:
    """What a key has made. `shared`: other devices of its holder have it too (a synced passkey)."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    shared: bool


def new_challenge() -> bytes:
    return secrets.token_bytes(_CHALLENGE)


def creation_options(
    party: RelyingParty, challenge: bytes, account_id: str, login: str, full_name: str, known: Iterable[bytes]
) -> dict[str, Any]:
    """As JSON for `navigator.credentials.create`; a key that has one of the `known` credentials makes no other."""
    options = webauthn.generate_registration_options(
        rp_id=party.rp_id,
        rp_name=party.name,
        user_id=account_id.encode(),
        user_name=login,
        user_display_name=full_name,
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
    )
    return dict(options_to_json_dict(options))


def request_options(party: RelyingParty, challenge: bytes, known: Iterable[bytes]) -> dict[str, Any]:
    """As JSON for `navigator.credentials.get`, with one of the `known` credentials."""
    options = webauthn.generate_authentication_options(
        rp_id=party.rp_id,
        challenge=challenge,
        timeout=_TIMEOUT_MS,
        allow_credentials=[PublicKeyCredentialDescriptor(id=each) for each in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options_to_json_dict(options))


def new_credential(party: RelyingParty, challenge: bytes, message: Mapping[str, Any]) -> NewCredential:
    """Of what `navigator.credentials.create` gave. Raises WrongMessage."""
    credential = _credential(message, ("clientDataJSON", "attestationObject"))
    try:
        attestation = base64url_to_bytes(credential["response"]["attestationObject"])
        if parse_attestation_object(attestation).fmt not in _FORMATS:
            raise WrongMessage
        verified = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.rp_id,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001  whatever a hostile message makes of its reader
        raise WrongMessage from None
    return NewCredential(
        verified.credential_id,
        verified.credential_public_key,
        verified.sign_count,
        verified.credential_device_type is CredentialDeviceType.MULTI_DEVICE,
    )


def credential_id(message: Mapping[str, Any]) -> bytes:
    """Of the credential that a message says it is by. Raises WrongMessage."""
    return base64url_to_bytes(_text(message, "rawId"))


def sign_count(
    party: RelyingParty, challenge: bytes, message: Mapping[str, Any], public_key: bytes, last_count: int
) -> int:
    """The counter in what `navigator.credentials.get` gave. Raises WrongMessage, also where the counter has not moved on
    and the key counts: there may be a copy of it."""
    credential = _credential(message, ("clientDataJSON", "authenticatorData", "signature"))
    try:
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.rp_id,
            expected_origin=list(party.origins),
            credential_public_key=public_key,
            credential_current_sign_count=last_count,
            require_user_verification=True,
        )
    except Exception:  # noqa: BLE001  whatever a hostile message makes of its reader
        raise WrongMessage from None
    return verified.new_sign_count


def _credential(message: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The parts of a message that are read, each base64url of bounded length; all others are left behind."""
    response = message.get("response")
    if not isinstance(response, Mapping) or message.get("type") != "public-key":
        raise WrongMessage
    return {
        "id": _text(message, "id"),
        "rawId": _text(message, "rawId"),
        "type": "public-key",
        "response": {name: _text(response, name) for name in names},
    }


def _text(source: Mapping[str, Any], name: str) -> str:
    value = source.get(name)
    if not isinstance(value, str) or len(value) > _LONGEST or not _BASE64URL.fullmatch(value):
        raise WrongMessage
    if len(value) % 4 == 1:  # no bytes have a text of this length
        raise WrongMessage
    return value
