"""A security key in software, whose messages are made by `fido2` of Yubico: what accounts reads is a second library's."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

_FLAG = AuthenticatorData.FLAG


@dataclass
class SecurityKey:
    """One credential. `counts`: whether the counter moves (synced keys leave it at 0); `verifies`: whether its holder has
    shown a PIN or a finger."""

    origin: str
    counts: bool = True
    verifies: bool = True
    shared: bool = False
    counter: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def create(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create` gives, as JSON."""
        public_key = ES256.from_cryptography_key(self.private_key.public_key())  # type: ignore[no-untyped-call]
        made = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public_key)
        client_data = CollectedClientData.create("webauthn.create", options["challenge"], self.origin)
        data = self._data(options["rp"]["id"], _FLAG.AT, made)
        attestation = AttestationObject.create("none", data, {})
        return self._credential(
            {"clientDataJSON": websafe_encode(client_data), "attestationObject": websafe_encode(attestation)}
        )

    def get(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.get` gives, as JSON."""
        self.counter += self.counts
        client_data = CollectedClientData.create("webauthn.get", options["challenge"], self.origin)
        data = self._data(options["rpId"])
        signature = self.private_key.sign(data + client_data.hash, ec.ECDSA(SHA256()))
        return self._credential(
            {
                "clientDataJSON": websafe_encode(client_data),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
                "userHandle": None,
            }
        )

    def _data(self, rp_id: str, flags: int = 0, credential: bytes = b"") -> AuthenticatorData:
        flags |= _FLAG.UP | (_FLAG.UV if self.verifies else 0) | (_FLAG.BE | _FLAG.BS if self.shared else 0)
        rp_id_hash = hashlib.sha256(rp_id.encode()).digest()
        made: AuthenticatorData = AuthenticatorData.create(rp_id_hash, _FLAG(flags), self.counter, credential)
        return made

    def _credential(self, response: Mapping[str, Any]) -> dict[str, Any]:
        credential_id = websafe_encode(self.credential_id)
        return {
            "id": credential_id,
            "rawId": credential_id,
            "type": "public-key",
            "authenticatorAttachment": "cross-platform",
            "clientExtensionResults": {},
            "response": dict(response),
        }
