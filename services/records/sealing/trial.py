"""Trial of a seal: whether a file can be sealed at all, found before a dossier depends on it.

The very same is done as later with the seal's key, with a key that nobody trusts: what holds here holds there.
"""

from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from contracts.errors import ErrorCode, ServiceError
from records.rendering.template_data import SignedBy, seal_template_data
from records.rendering.typesetting import qr_svg, typeset
from records.sealing.exclusive import run_exclusively
from records.sealing.keys import FreeKey
from records.sealing.pdf_conversion import as_pdf
from records.sealing.signing import PdfSealer, SigningRequest
from records.sealing.stamps import Stamp

_CODE, _URL = "AAAA-AAAA-AAAA-AAAA", "https://example.vn/v1/verify/AAAA-AAAA-AAAA-AAAA"
_YEAR = timedelta(days=365)


def seal_defect(content: bytes, media_type: str) -> str | None:
    """The stable code of what stands in the way of a seal; None: it can be sealed. Blocks for some 100 ms."""
    try:
        pdf = run_exclusively(as_pdf, content, media_type, "")
        run_exclusively(_sealer).sign(SigningRequest(pdf, _CODE, "", stamp=_stamp(), file_id=""))
    except ServiceError as error:
        if error.code is not ErrorCode.FILE_NOT_SEALABLE:
            raise
        return str(error.params["defect"])
    return None


@cache
def _stamp() -> Stamp:
    at, signed = datetime(2026, 1, 1, tzinfo=UTC), SignedBy("Cơ quan")
    data = seal_template_data("Cơ quan", _CODE, _URL, qr_svg(_URL), at, signed)
    return Stamp(typeset("SEAL", data))


@cache
def _sealer() -> PdfSealer:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = Certificate.load(_certificate(key).public_bytes(serialization.Encoding.DER))
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore.from_certs([certificate])
    return PdfSealer(FreeKey(SimpleSigner(certificate, PrivateKeyInfo.load(der), store)))


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Motcua trial")]), datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _YEAR)
        .not_valid_after(now + 100 * _YEAR)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
