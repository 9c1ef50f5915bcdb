"""Certificates for development: an authority of our own, the seal it vouches for, a timestamp authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=3650)
Key = EllipticCurvePrivateKey | rsa.RSAPrivateKey
SEAL = "Motcua (con dấu thử nghiệm)"


@dataclass(frozen=True)
class Pair:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def certificate_pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@dataclass(frozen=True)
class Authority(Pair):
    @classmethod
    def new(cls, name: str = "Motcua (tổ chức chứng thực thử nghiệm)") -> Self:
        key = generate_private_key(SECP256R1())
        draft = _draft(name, name, key).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        return cls(draft.add_extension(_usage(authority=True), critical=True).sign(key, SHA256()), key)

    def seal(self, name: str = SEAL, key: Key | None = None) -> Pair:
        """For signing documents: an elliptic key (P-256) unless another is given, which signs faster than RSA."""
        return self._issue(name, key or generate_private_key(SECP256R1()))

    def timestamps(self, name: str = "Motcua (dấu thời gian thử nghiệm)") -> Pair:
        """For signing timestamps: the simulator of an authority knows RSA only."""
        return self._issue(name, rsa.generate_private_key(65537, 2048), ExtendedKeyUsageOID.TIME_STAMPING)

    def party(self, name: str, address: str) -> Pair:
        """For TLS, as the server at this IP address and as a client of this name."""
        key = rsa.generate_private_key(65537, 2048)
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        draft = _draft(name, _name_of(self.certificate), key).add_extension(names, critical=False)
        return self._signed(draft, key, ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)

    def _issue(self, name: str, key: Key, *purposes: x509.ObjectIdentifier) -> Pair:
        return self._signed(_draft(name, _name_of(self.certificate), key), key, *purposes)

    def _signed(self, draft: x509.CertificateBuilder, key: Key, *purposes: x509.ObjectIdentifier) -> Pair:
        draft = draft.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        draft = draft.add_extension(_usage(authority=False), critical=True)
        if purposes:
            draft = draft.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
        return Pair(draft.sign(self.key, SHA256()), key)


def _draft(name: str, issuer: str, key: Key) -> x509.CertificateBuilder:
    born = datetime.now(UTC) - timedelta(minutes=5)
    return (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(born)
        .not_valid_after(born + LIFETIME)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _named(name: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ])  # fmt: skip


def _name_of(certificate: x509.Certificate) -> str:
    return str(certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
