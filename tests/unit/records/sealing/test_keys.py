"""Where the key that seals may be, and settings that leave it open."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from pydantic import ValidationError
from tests.support.records.seals import authority, checker, seal, settings, stamped

from chassis.core.clock import utcnow
from devstack.walk.pdf import pdf
from records.sealing.keys import seal_key_of
from records.sealing.signing import PdfSealer
from records.sealing.validation import SignatureValidator


def test_a_key_in_a_pkcs12_file_seals(tmp_path: Path) -> None:
    file = tmp_path / "seal.p12"
    locked = BestAvailableEncryption(b"phrase")
    pair, issuer = seal(), authority().certificate
    file.write_bytes(serialize_key_and_certificates(b"seal", pair.key, pair.certificate, [issuer], locked))
    given = settings(seal_key="", seal_certificate="", seal_pkcs12_path=str(file), seal_passphrase="phrase")
    assert checker().validate(stamped(pdf("Ket qua"), by=PdfSealer(seal_key_of(given))), utcnow())[0].valid


@pytest.mark.parametrize(
    "wrong",
    [
        {"seal_key": ""},
        {"seal_pkcs12_path": "/also.p12"},
        {"seal_certificate": ""},
        {"seal_key": "", "seal_pkcs11_module": "/lib.so"},
    ],
    ids=["none", "two", "no certificate", "no token"],
)
def test_settings_name_one_key_and_all_it_needs(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="SEAL_"):
        settings(**wrong)


def test_a_key_that_cannot_be_read_stops_the_start() -> None:
    with pytest.raises(ValueError):
        seal_key_of(settings(seal_key="-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))


def test_trust_in_nobody_stops_the_start() -> None:
    with pytest.raises(ValueError):
        SignatureValidator("")
