"""Remote signing services (dịch vụ ký số từ xa): the port, and the protocol of the Cloud Signature Consortium (CSC API v2).

A service holds the keys; it is given digests, no documents. The signing service of the Government is another one that has
the members of `SigningService`.
"""

import base64
import hashlib
import logging
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx
from asn1crypto.x509 import Certificate
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from contracts.errors import ErrorCode, ServiceError
from records.sealing.cms import DIGEST

log = logging.getLogger(__name__)

_SHA256 = "2.16.840.1.101.3.4.2.1"
_ALGORITHMS = {"rsa": "1.2.840.113549.1.1.11", "ec": "1.2.840.10045.4.3.2"}
"""sha256WithRSAEncryption, ecdsa-with-SHA256."""
_EC_OVERHEAD = 16


class SigningService(Protocol):
    """Where keys are that this system does not hold. Both methods block on the network.

    They raise UNAVAILABLE while the service is away or does not answer in time, SIGNATURE_REFUSED where it refuses.
    """

    def certificates(self, credential: str) -> list[Certificate]:
        """The certificate of a credential, its own first."""

    def sign_digest(self, credential: str, digest: bytes, key_type: str) -> bytes:
        """The signature of a SHA-256 digest by a key of this type (rsa, ec)."""


@dataclass
class CscService:
    """A service of the CSC API v2, at the address before `/csc/v2`: a client that is proved by a secret, credentials that
    are authorised for each signature by a PIN."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    pin: str = field(repr=False)
    timeout_s: float
    _token: str = field(default="", repr=False)

    def certificates(self, credential: str) -> list[Certificate]:
        answer = self._ask("credentials/info", {"credentialID": credential, "certificates": "chain"})
        try:
            encoded = answer["cert"]["certificates"]
            return [Certificate.load(base64.b64decode(each)) for each in encoded]
        except (KeyError, TypeError, ValueError) as error:
            raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="service_refused") from error

    def sign_digest(self, credential: str, digest: bytes, key_type: str) -> bytes:
        hashes = [base64.b64encode(digest).decode()]
        credential_and_hashes = {"credentialID": credential, "hashes": hashes, "hashAlgorithmOID": _SHA256}
        authorisation = {
            **credential_and_hashes,
            "numSignatures": 1,
            "authData": [{"id": "PIN", "value": self.pin}] if self.pin else [],
        }
        granted = self._ask("credentials/authorize", authorisation)
        signed = self._ask(
            "signatures/signHash",
            {**credential_and_hashes, "SAD": granted.get("SAD"), "signAlgo": _ALGORITHMS[key_type]},
        )
        try:
            return base64.b64decode(signed["signatures"][0], validate=True)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="service_refused") from error

    def _ask(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._post(method, body)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            self._token = ""
            answer = self._post(method, body)
        return _read(answer, method)

    def _post(self, method: str, body: dict[str, Any]) -> httpx.Response:
        self._token = self._token or self._logged_in()
        return self._send(f"/csc/v2/{method}", json=body, headers={"authorization": f"Bearer {self._token}"})

    def _logged_in(self) -> str:
        grant = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }
        answer = _read(self._send("/oauth2/token", data=grant), "oauth2/token")
        return str(answer.get("access_token", ""))

    def _send(self, path: str, **content: Any) -> httpx.Response:
        try:
            return httpx.post(f"{self.url.rstrip('/')}{path}", timeout=self.timeout_s, **content)
        except httpx.HTTPError as error:
            log.warning("no answer from the signing service", extra={"reason": type(error).__name__})
            raise ServiceError(ErrorCode.UNAVAILABLE) from error


def _read(answer: httpx.Response, method: str) -> dict[str, Any]:
    """Raises SIGNATURE_REFUSED, and UNAVAILABLE for what may pass by itself."""
    if answer.is_success:
        try:
            read = answer.json()
        except ValueError:
            read = None
        if isinstance(read, dict):
            return read
    log.warning("the signing service refuses", extra={"method": method, "status": answer.status_code})
    if answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise ServiceError(ErrorCode.UNAVAILABLE)
    raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="service_refused")


class RemoteSigner(Signer):
    """Has a service sign digests by one of its credentials."""

    def __init__(self, service: SigningService, credential: str, certificates: list[Certificate]) -> None:
        own = certificates[0]
        super().__init__(signing_cert=own, cert_registry=SimpleCertificateStore.from_certs(certificates))
        self._service, self._credential = service, credential

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        assert digest_algorithm == DIGEST, "the one of every signature"
        assert self.signing_cert is not None, "the first of its certificates"
        key = self.signing_cert.public_key
        if dry_run:
            octets = -(-key.bit_size // 8)
            return bytes(octets if key.algorithm == "rsa" else 2 * octets + _EC_OVERHEAD)
        return self._service.sign_digest(self._credential, _sha256(data), key.algorithm)


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
