"""The seal key and the timestamp authority of the settings.

The key is in PEM, in a PKCS#12 file, or within a PKCS#11 token that never reveals it.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pkcs11 import PKCS11Error, Session
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from contracts.errors import ErrorCode, ServiceError
from records.sealing.cms import DIGEST
from records.sealing.timestamps import HttpAuthority
from records.settings import RecordsSettings


class SealKey(Protocol):
    def exclusive(self) -> AbstractContextManager[None]:
        """Held around each use, where one may sign at a time."""

    def signer(self) -> Signer:
        """May block. Raises UNAVAILABLE when the key is out of reach."""


class KeptKeySigner(SimpleSigner):
    """Reads an RSA key once. The library reads and checks it anew for each signature, which takes 37 ms."""

    @cached_property
    def _rsa_key(self) -> RSAPrivateKey | None:
        key = load_der_private_key(self.signing_key.dump(), password=None)
        return key if isinstance(key, RSAPrivateKey) else None

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if self._rsa_key is None:
            return bytes(super().sign_raw(data, digest_algorithm))
        assert digest_algorithm == DIGEST, "the one of every seal"
        return self._rsa_key.sign(data, PKCS1v15(), SHA256())


class FreeKey:
    """One that may sign several things at once: of a file, of a signing service."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def exclusive(self) -> AbstractContextManager[None]:
        return nullcontext()

    def signer(self) -> Signer:
        return self._signer


class TokenSession:
    """One session with a token, opened when it is first needed and again after a fault. It does one thing at a time."""

    def __init__(self, module: str, token: str, pin: str) -> None:
        self._module, self._token, self._pin = module, token, pin
        self._session: Session | None = None
        self._lock = threading.Lock()

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except PKCS11Error as error:
                self._session = None
                raise ServiceError(ErrorCode.UNAVAILABLE) from error

    def opened(self) -> Session:
        if self._session is None:
            criteria = TokenCriteria(label=self._token)
            self._session = open_pkcs11_session(self._module, token_criteria=criteria, user_pin=self._pin)
        return self._session


token_session = cache(TokenSession)
"""One for each token of a process: who has logged in to it cannot log in again."""


class TokenKey:
    """A key in a token, by its label."""

    def __init__(self, session: TokenSession, label: str, certificates: list[Certificate]) -> None:
        self._session, self._label = session, label
        self._own, *self._chain = certificates

    def exclusive(self) -> AbstractContextManager[None]:
        return self._session.exclusive()

    def signer(self) -> Signer:
        return PKCS11Signer(
            self._session.opened(),
            signing_cert=self._own,
            ca_chain=self._chain,
            key_label=self._label,
            # Every token signs a digest with ECDSA; not every one makes the digest, too.
            use_raw_mechanism=self._own.public_key.algorithm == "ec",
        )


def seal_key_of(settings: RecordsSettings) -> SealKey:
    """Raises ValueError for a key or certificate that cannot be read."""
    if settings.seal_pkcs11_module:
        session = token_session(
            settings.seal_pkcs11_module, settings.seal_pkcs11_token, settings.seal_pkcs11_pin
        )
        return TokenKey(session, settings.seal_pkcs11_label, _certificates(settings.seal_certificate))
    return FreeKey(_from_pkcs12(settings) if settings.seal_pkcs12_path else _from_pem(settings))


def timestamper_of(settings: RecordsSettings) -> TimeStamper | None:
    """The authority of the settings, asked over HTTP each time; None without one."""
    if not settings.timestamp_url:
        return None
    return HttpAuthority(settings.timestamp_url, settings.timestamp_timeout_s)


def archive_timestamper_of(settings: RecordsSettings) -> TimeStamper | None:
    """The authority of the timestamps by which signatures last; that of every signature where none is named for these."""
    if not settings.archive_timestamp_url:
        return timestamper_of(settings)
    return HttpAuthority(settings.archive_timestamp_url, settings.timestamp_timeout_s)


def _from_pem(settings: RecordsSettings) -> SimpleSigner:
    own, *chain = _certificates(settings.seal_certificate)
    phrase = settings.seal_passphrase.encode() or None
    key = load_private_key_from_pemder_data(settings.seal_key.encode(), phrase)
    return KeptKeySigner(own, key, SimpleCertificateStore.from_certs([own, *chain]))


def _from_pkcs12(settings: RecordsSettings) -> SimpleSigner:
    data = Path(settings.seal_pkcs12_path).read_bytes()
    phrase = settings.seal_passphrase.encode() or None
    found: SimpleSigner = SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=phrase)
    return KeptKeySigner(found.signing_cert, found.signing_key, found.cert_registry)


def _certificates(pem: str) -> list[Certificate]:
    return list(load_certs_from_pemder_data(pem.encode()))
