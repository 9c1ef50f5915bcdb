"""The keys of agencies and officials: of files, of a token, of a signing service; opened when they are first needed."""

from collections import OrderedDict
from pathlib import Path

from asn1crypto.x509 import Certificate
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_pem_private_key,
)
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from contracts.errors import ErrorCode, ServiceError
from contracts.records import KeyPlace
from records.domain.certificates import RegisteredCertificate
from records.sealing.certificates import load_certificates
from records.sealing.cms import DIGEST
from records.sealing.exclusive import run_coroutine
from records.sealing.keys import FreeKey, KeptKeySigner, SealKey, TokenKey, token_session
from records.sealing.signing import PdfSealer
from records.sealing.signing_service import CscService, RemoteSigner, SigningService
from records.settings import RecordsSettings

_CHALLENGE = b"Motcua: does this key belong to this certificate?"
_MOST = 500
"""Keys that are held open; the one that was used longest ago is closed first."""


class KeyRing:
    """Makes a sealer of each key once. Raises SIGNATURE_REFUSED for a key that is not there or not the certificate's."""

    def __init__(self, settings: RecordsSettings, timestamper: TimeStamper | None) -> None:
        self._settings, self._timestamper = settings, timestamper
        self._sealers: OrderedDict[tuple[str, str, str], PdfSealer] = OrderedDict()
        self._service = signing_service_of(settings)

    def sealer(self, identity: RegisteredCertificate) -> PdfSealer:
        place = (identity.certificates, identity.key_place, identity.key_name)
        sealer = self._sealers.pop(place, None) or PdfSealer(self._key(*place), self._timestamper)
        self._sealers[place] = sealer
        while len(self._sealers) > _MOST:
            self._sealers.popitem(last=False)
        return sealer

    def check(self, certificates: str, place: KeyPlace, name: str) -> None:
        """That the key signs, and is that of the certificate. In one thread at a time (`exclusive`)."""
        key = self._key(certificates, place, name)
        with key.exclusive():
            signer = key.signer()
            own = signer.signing_cert
            if own is None:
                raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="no_key")
            try:
                signature = run_coroutine(signer.async_sign_raw(_CHALLENGE, DIGEST))
                _verify(own, signature)
            except InvalidSignature as error:
                raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="other_key") from error
            except LookupError as error:
                raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="no_key") from error

    def _key(self, pem: str, place: KeyPlace, name: str) -> SealKey:
        certificates = load_certificates(pem)
        if place is KeyPlace.FILE:
            return self._of_file(name, certificates)
        if place is KeyPlace.TOKEN:
            return self._of_token(name, certificates)
        if self._service is None:
            raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="no_key")
        return FreeKey(RemoteSigner(self._service, name, certificates))

    def _of_file(self, name: str, certificates: list[Certificate]) -> SealKey:
        folder = self._settings.signing_keys_dir
        try:
            pem = (Path(folder) / f"{name}.pem").read_bytes() if folder else b""
            public = load_pem_private_key(pem, None).public_key()
        except (OSError, ValueError, TypeError) as error:
            raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="no_key") from error
        if (
            public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            != certificates[0].public_key.dump()
        ):
            raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="other_key")
        signer = KeptKeySigner(
            certificates[0],
            load_private_key_from_pemder_data(pem, None),
            SimpleCertificateStore.from_certs(certificates),
        )
        return FreeKey(signer)

    def _of_token(self, name: str, certificates: list[Certificate]) -> SealKey:
        settings = self._settings
        if not settings.signing_pkcs11_module:
            raise ServiceError(ErrorCode.SIGNATURE_REFUSED, obstacle="no_key")
        session = token_session(
            settings.signing_pkcs11_module, settings.signing_pkcs11_token, settings.signing_pkcs11_pin
        )
        return TokenKey(session, name, certificates)


def _verify(certificate: Certificate, signature: bytes) -> None:
    """Of the challenge. Raises InvalidSignature."""
    public = load_der_public_key(certificate.public_key.dump())
    if isinstance(public, RSAPublicKey):
        public.verify(signature, _CHALLENGE, PKCS1v15(), SHA256())
    else:
        assert isinstance(public, EllipticCurvePublicKey), "the kinds that are registered"
        public.verify(signature, _CHALLENGE, ECDSA(SHA256()))


def signing_service_of(settings: RecordsSettings) -> SigningService | None:
    """That of the settings, if there is one."""
    if not settings.signing_service_url:
        return None
    return CscService(
        settings.signing_service_url,
        settings.signing_service_client_id,
        settings.signing_service_client_secret,
        settings.signing_service_pin,
        settings.signing_service_timeout_s,
    )
