"""Signatures by a pattern are those that the library makes, of every kind of key, with and without a timestamp."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore
from tests.support.records.documents import CODE, rendered, short
from tests.support.records.seals import authority, checker, settings

from chassis.core.clock import utcnow
from contracts.records import SignatureState
from devstack.certificates import Key, Pair
from records.sealing.cms import DIGEST, CmsPattern, PatternSigner
from records.sealing.exclusive import run_coroutine
from records.sealing.keys import seal_key_of
from records.sealing.signing import PdfSealer, SigningRequest

KEYS: dict[str, Callable[[], Key]] = {
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "RSA": lambda: rsa.generate_private_key(65537, 2048),
}
ANY = b"d" * 32


@pytest.fixture(scope="module")
def document() -> bytes:
    return rendered("RECEIPT", short())


def request(document: bytes) -> SigningRequest:
    return SigningRequest(document, CODE, "Giấy tiếp nhận", "Công an phường mẫu số 5")


def seal_of(kind: str) -> Pair:
    return authority().seal(key=KEYS[kind]())


def sealer(pair: Pair, timestamper: DummyTimeStamper | None = None) -> PdfSealer:
    chain = pair.certificate_pem + authority().certificate_pem
    return PdfSealer(seal_key_of(settings(seal_key=pair.key_pem, seal_certificate=chain)), timestamper)


def timestamper() -> DummyTimeStamper:
    """An authority in this process."""
    pair = authority().timestamps()
    key = load_private_key_from_pemder_data(pair.key_pem.encode(), None)
    return DummyTimeStamper(_certificate(pair), key, SimpleCertificateStore())


def _certificate(pair: Pair) -> Certificate:
    return next(iter(load_certs_from_pemder_data(pair.certificate_pem.encode())))


def state(pdf: bytes) -> SignatureState:
    (found,) = checker().validate(pdf, utcnow())
    return found


@pytest.mark.parametrize("kind", KEYS)
def test_every_kind_of_key_seals(kind: str, document: bytes) -> None:
    by = sealer(seal_of(kind))
    for _ in range(2):
        found = state(by.sign(request(document)))
        assert (found.valid, found.reason) == (True, "")


def test_it_is_what_the_library_makes() -> None:
    """Of RSA, whose signatures are the same each time."""
    pair = seal_of("RSA")
    signer = seal_key_of(settings(seal_key=pair.key_pem, seal_certificate=pair.certificate_pem)).signer()
    pattern = run_coroutine(CmsPattern.of(signer, None))
    made = run_coroutine(PatternSigner(signer, pattern).async_sign(ANY, DIGEST))
    assert made == run_coroutine(signer.async_sign(ANY, DIGEST, use_pades=True)).dump()


def test_a_longer_answer_of_the_timestamp_authority_gets_room(document: bytes) -> None:
    authority_of_time = timestamper()
    by = sealer(seal_of("P-256"), authority_of_time)
    short_one = by.sign(request(document))
    authority_of_time.certs_to_embed.extend(_certificate(authority().seal()) for _ in range(3))
    longer = by.sign(request(document))
    for each in (short_one, longer, by.sign(request(document))):
        found = state(each)
        assert (found.valid, found.timestamped) == (True, True)
    assert len(longer) > len(short_one)


def test_little_room_is_left_in_a_document(document: bytes) -> None:
    signed = sealer(seal_of("P-256")).sign(request(document))
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_regular_signatures
    _, end, start, _ = map(int, signature.sig_object["/ByteRange"])
    assert (start - end) // 2 < len(signature.signed_data.dump()) + 400


@pytest.mark.parametrize("kind", KEYS)
def test_other_software_finds_it_valid(kind: str, document: bytes, tmp_path: Path) -> None:
    program = shutil.which("pdfsig")
    if program is None:
        return
    file = tmp_path / "document.pdf"
    file.write_bytes(sealer(seal_of(kind), timestamper()).sign(request(document)))
    found = subprocess.run([program, str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in found
    assert "ETSI.CAdES.detached" in found
    assert "Total document signed" in found
