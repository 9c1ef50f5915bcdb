"""One-time codes: one for each letter, by a key that is in no database."""

import hashlib
import hmac
import re

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from accounts.domain.one_time_codes import OneTimeCodes
from accounts.domain.signing_keys import SigningKeys
from contracts.accounts import DeskCodeText, OneTimeCode

CODES = OneTimeCodes(bytes(range(32)))
SEED = bytes(32)


def codes_of(seed: bytes) -> OneTimeCodes:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return OneTimeCodes.of(SigningKeys.from_pem(pem))


def test_a_code_is_the_same_whenever_it_is_asked_for_and_another_for_another_letter() -> None:
    codes = [CODES.code(f"letter-{number}") for number in range(2000)]
    assert codes == [CODES.code(f"letter-{number}") for number in range(2000)]
    assert len(set(codes)) == 2000


def test_a_code_has_the_form_that_the_contract_takes() -> None:
    assert OneTimeCode == DeskCodeText
    for number in range(200):
        assert re.fullmatch(r"[2-9A-HJ-NP-Z]{8}", CODES.code(str(number)))


def test_each_sign_comes_at_each_place() -> None:
    codes = [CODES.code(str(number)) for number in range(2000)]
    assert {len({code[place] for code in codes}) for place in range(8)} == {32}


def test_only_the_code_of_this_letter_is_right() -> None:
    code = CODES.code("a")
    assert CODES.is_right("a", code)
    assert not CODES.is_right("b", code)
    assert not CODES.is_right("a", code[:-1])
    assert not CODES.is_right("a", "")


def test_the_key_is_derived_from_the_one_that_signs_and_is_not_that() -> None:
    """HKDF-SHA256 (RFC 5869) with one block, reckoned by hand."""
    extracted = hmac.digest(bytes(32), SEED, hashlib.sha256)
    expected = hmac.digest(extracted, b"motcua one-time codes 1\x01", hashlib.sha256)
    assert codes_of(SEED).key == expected != SEED
    assert codes_of(bytes([1] * 32)).key != expected
    assert expected.hex() not in repr(codes_of(SEED))
