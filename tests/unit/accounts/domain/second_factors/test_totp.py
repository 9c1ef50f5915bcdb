"""One-time passwords: the vectors of RFC 6238, and each step good once."""

import base64
import hmac
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from accounts.domain.second_factors import totp

SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
"""RFC 6238, appendix B, SHA-1: seconds since 1970, and codes of eight digits, of which an app shows the last six."""
NOW = datetime(2026, 11, 28, 3, 0, 7, tzinfo=UTC)


def accepted(code: str, at: datetime, last_step: int = 0) -> int | None:
    return totp.accepted_step(SECRET, code, last_step, at)


def code_at(at: datetime) -> str:
    """As an app has it, by another reckoning than ours (RFC 4226, 5.3)."""
    digest = hmac.digest(b"12345678901234567890", totp.step_at(at).to_bytes(8), "sha1")
    offset = digest[-1] & 15
    return f"{(int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF) % 10**6:06}"


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert accepted(code[2:], at) == seconds // 30
    assert code_at(at) == code[2:]


@pytest.mark.parametrize(("steps", "good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_a_step_off(steps: int, good: bool) -> None:
    code = code_at(NOW + timedelta(seconds=30 * steps))
    assert (accepted(code, NOW) is not None) is good


def test_a_step_is_good_once_and_none_before_it_any_more() -> None:
    step = accepted(code_at(NOW), NOW)
    assert step is not None
    assert accepted(code_at(NOW), NOW, step) is None
    assert accepted(code_at(NOW - timedelta(seconds=30)), NOW, step) is None
    assert accepted(code_at(NOW + timedelta(seconds=30)), NOW, step) == step + 1


def test_a_secret_is_of_160_bits_and_never_the_same() -> None:
    secrets = {totp.new_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}


def test_the_address_says_what_an_app_needs() -> None:
    parts = urlsplit(totp.otpauth_uri(SECRET, "lan.tran"))
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/Motcua:lan.tran")
    assert parse_qs(parts.query) == {"secret": [SECRET], "issuer": ["Motcua"]}


def test_the_qr_code_is_a_picture() -> None:
    assert re.match(r"<svg [^>]*>", totp.qr_svg(totp.otpauth_uri(SECRET, "lan.tran")))
