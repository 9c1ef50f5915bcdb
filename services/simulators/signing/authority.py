"""A certification authority: certificates on demand, who of them is revoked (RFC 5280, RFC 6960), timestamps (RFC 3161)."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_FRESH = timedelta(days=1)
_LIFETIME = timedelta(days=3650)


class Authority:
    """Its key signs certificates, lists and answers. What it has revoked is forgotten when it ends."""

    def __init__(self, certificate_pem: str, key_pem: str, url: str, folder: Path) -> None:
        self.certificate = x509.load_pem_x509_certificate(certificate_pem.encode())
        self.certificate_pem = certificate_pem
        key = load_pem_private_key(key_pem.encode(), None)
        assert isinstance(key, Key), "an elliptic or an RSA key"
        self._key, self._url, self._folder = key, url, folder
        self._revoked: dict[int, datetime] = {}
        self._stamper = self._timestamper()

    def issue(self, name: str, common_name: str, organisation: str) -> str:
        """The key of this name and its certificates, in PEM; made when it is first asked for."""
        file = self._folder / f"{name}.pem"
        if not file.exists():
            key = ec.generate_private_key(ec.SECP256R1())
            pem = self._certificate(common_name, organisation, key).public_bytes(Encoding.PEM).decode()
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = file.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text(_pem(key) + pem + self.certificate_pem)
            fresh.rename(file)
        return file.read_text()

    def change_timestamper(self, lifetime: timedelta, at: datetime | None = None) -> None:
        """Timestamps have another key and certificate from now on, which ends after this time. All of them say `at`, where
        it is given."""
        self._stamper = self._timestamper(lifetime, at)

    def revoke(self, serial_number: int) -> None:
        self._revoked.setdefault(serial_number, datetime.now(UTC))

    def answer(self, query: bytes) -> bytes:
        """Raises ValueError for what is no query of OCSP."""
        request, now = ocsp.load_der_ocsp_request(query), datetime.now(UTC)
        revoked_at = self._revoked.get(request.serial_number)
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=request.issuer_name_hash,
            issuer_key_hash=request.issuer_key_hash,
            serial_number=request.serial_number,
            algorithm=request.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD,
            this_update=now,
            next_update=now + _FRESH,
            revocation_time=revoked_at,
            revocation_reason=None,
        )
        responder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificate)
        return responder.sign(self._key, SHA256()).public_bytes(Encoding.DER)

    def revocation_list(self) -> bytes:
        now = datetime.now(UTC)
        builder = x509.CertificateRevocationListBuilder(self.certificate.subject, now, now + _FRESH)
        for serial_number, at in self._revoked.items():
            entry = x509.RevokedCertificateBuilder(serial_number, at).build()
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self._key, SHA256()).public_bytes(Encoding.DER)

    async def timestamp(self, query: bytes) -> bytes:
        """Raises ValueError for what is no query for a timestamp."""
        request = tsp.TimeStampReq.load(query, strict=True)
        return bytes((await self._stamper.async_request_tsa_response(request)).dump())

    def _timestamper(self, lifetime: timedelta = _LIFETIME, at: datetime | None = None) -> DummyTimeStamper:
        key = rsa.generate_private_key(65537, 2048)
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        own = self._certificate("Motcua (dấu thời gian thử nghiệm)", "", key, purpose, lifetime)
        pem = own.public_bytes(Encoding.PEM) + self.certificate_pem.encode()
        first, *chain = load_certs_from_pemder_data(pem)
        secret = load_private_key_from_pemder_data(_pem(key).encode(), None)
        return DummyTimeStamper(first, secret, SimpleCertificateStore.from_certs(chain), fixed_dt=at)

    def _certificate(
        self,
        name: str,
        organisation: str,
        key: Key,
        purpose: x509.ExtendedKeyUsage | None = None,
        lifetime: timedelta = _LIFETIME,
    ) -> x509.Certificate:
        born, public = datetime.now(UTC) - timedelta(minutes=5), key.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(_subject(name, organisation))
            .issuer_name(self.certificate.subject)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(born)
            .not_valid_after(min(born + lifetime, self.certificate.not_valid_after_utc))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_USAGE, critical=True)
            .add_extension(self._ocsp(), critical=False)
            .add_extension(self._crl(), critical=False)
        )
        if purpose is not None:
            builder = builder.add_extension(purpose, critical=True)
        return builder.sign(self._key, SHA256())

    def _ocsp(self) -> x509.AuthorityInformationAccess:
        address = x509.UniformResourceIdentifier(f"{self._url}/ocsp")
        return x509.AuthorityInformationAccess(
            [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, address)]
        )

    def _crl(self) -> x509.CRLDistributionPoints:
        address = x509.UniformResourceIdentifier(f"{self._url}/crl")
        return x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])


_USAGE = x509.KeyUsage(
    digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
    key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
)  # fmt: skip


def _subject(name: str, organisation: str) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.COMMON_NAME, name, _validate=False),
    ]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, organisation))
    return x509.Name(parts)


def _pem(key: Key) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
