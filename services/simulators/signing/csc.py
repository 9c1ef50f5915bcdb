"""A remote signing service of the CSC API v2: credentials that are authorised by a PIN, digests that are signed once."""

import base64
import hmac
import re
import secrets
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.keys import load_certs_from_pemder_data

SHA256_OID = "2.16.840.1.101.3.4.2.1"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_CERTIFICATES = re.compile(r"-----BEGIN CERTIFICATE-----.*", re.DOTALL)


class RefusedError(Exception):
    """Its words are the `error` of the answer."""


class Credentials:
    """The keys of a folder, by their names. Each authorisation is for some digests, once."""

    def __init__(self, folder: Path, pin: str) -> None:
        self._folder, self._pin = folder, pin
        self._authorised: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.signed = 0

    def info(self, name: str) -> dict[str, Any]:
        pem = _CERTIFICATES.search(self._file(name).read_text())
        assert pem is not None, "every key has its certificates"
        chain = load_certs_from_pemder_data(pem[0].encode())
        encoded = [base64.b64encode(each.dump()).decode() for each in chain]
        return {
            "cert": {"status": "valid", "certificates": encoded},
            "auth": {"mode": "explicit"},
            "multisign": 100,
        }

    def authorise(self, name: str, hashes: list[str], given: list[dict[str, str]]) -> dict[str, Any]:
        self._file(name)
        pin = next((each.get("value", "") for each in given if each.get("id") == "PIN"), "")
        if not hmac.compare_digest(pin, self._pin):
            raise RefusedError("invalid_pin")
        authorisation = secrets.token_urlsafe(24)
        self._authorised[authorisation] = (name, tuple(hashes))
        return {"SAD": authorisation, "expiresIn": 300}

    def sign(self, name: str, authorisation: str, hashes: list[str]) -> dict[str, Any]:
        if self._authorised.pop(authorisation, None) != (name, tuple(hashes)):
            raise RefusedError("invalid_sad")
        key = load_pem_private_key(self._file(name).read_bytes(), None)
        self.signed += len(hashes)
        return {"signatures": [_signed(key, base64.b64decode(each)) for each in hashes]}

    def _file(self, name: str) -> Path:
        file = self._folder / f"{name}.pem"
        if not _NAME.fullmatch(name) or not file.exists():
            raise RefusedError("invalid_credential")
        return file


def _signed(key: Any, digest: bytes) -> str:
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(digest, padding.PKCS1v15(), Prehashed(SHA256()))
    else:
        signature = key.sign(digest, ec.ECDSA(Prehashed(SHA256())))
    return base64.b64encode(signature).decode()
