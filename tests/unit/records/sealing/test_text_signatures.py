"""A detached signature on another's text: of that certificate, of that text, in force; anything else is not good."""

from __future__ import annotations

import base64
from datetime import timedelta
from unittest.mock import patch

import pytest
from tests.support.archive import NAME, fingerprint, seal, signed

from chassis.core.clock import utcnow
from devstack.certificates import Authority
from records.sealing import text_signatures

TEXT = '{"transfer_id": "t1"}'
CONTENT = base64.b64encode(TEXT.encode()).decode()


def test_a_text_that_the_known_certificate_signed_is_good() -> None:
    found = text_signatures.check(CONTENT, signed(TEXT).signature, fingerprint(seal()))
    assert found.valid
    assert NAME in found.signer


def test_another_text_or_another_certificate_is_not_good() -> None:
    mine, other = signed(TEXT).signature, Authority.new().seal("another archive")
    assert not text_signatures.check(
        base64.b64encode(f"{TEXT} ".encode()).decode(), mine, fingerprint(seal())
    ).valid
    assert not text_signatures.check(CONTENT, signed(TEXT, other).signature, fingerprint(seal())).valid
    assert not text_signatures.check(CONTENT, mine, fingerprint(other)).valid


def test_a_certificate_that_has_ended_signs_nothing() -> None:
    with patch.object(text_signatures, "utcnow", lambda: utcnow() + timedelta(days=4000)):
        assert not text_signatures.check(CONTENT, signed(TEXT).signature, fingerprint(seal())).valid


@pytest.mark.parametrize(
    "signature", ["", "AAAA", "not base64 at all", base64.b64encode(b"0" * 500).decode()]
)
def test_what_is_no_signature_is_not_good(signature: str) -> None:
    assert not text_signatures.check(CONTENT, signature, fingerprint(seal())).valid
