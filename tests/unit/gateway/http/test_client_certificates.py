"""The certificate of a client as the proxy hands it on: believed from a trusted proxy, once, and read without a slip."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from gateway.http.client_certificates import HEADER, PEER, presented_thumbprint, thumbprint

PROXY, STRANGER = "10.1.2.3", "203.0.113.9"


def certificate() -> x509.Certificate:
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "H05")])
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=365))
        .sign(key, None)
    )


CERTIFICATE = certificate()
ESCAPED = quote(CERTIFICATE.public_bytes(Encoding.PEM).decode())
THUMBPRINT = (
    base64.urlsafe_b64encode(hashlib.sha256(CERTIFICATE.public_bytes(Encoding.DER)).digest())
    .rstrip(b"=")
    .decode()
)


def request(
    *headers: str, peer: str | None = PROXY, trusted: tuple[str, ...] = ("10.0.0.0/8",), on: bool = True
) -> Request:
    settings = SimpleNamespace(proxy_networks=trusted, client_certificates=on)
    gateway = SimpleNamespace(settings=settings)
    scope = {
        "type": "http",
        "headers": [(HEADER.encode(), value.encode("latin-1")) for value in headers],
        "state": {} if peer is None else {PEER: peer},
        "app": SimpleNamespace(state=SimpleNamespace(gateway=gateway)),
    }
    return Request(scope)


def test_the_thumbprint_is_that_of_rfc_8705() -> None:
    assert presented_thumbprint(request(ESCAPED)) == THUMBPRINT
    assert len(THUMBPRINT) == 43


@pytest.mark.parametrize(
    "shown",
    [
        request(ESCAPED, peer=STRANGER),
        request(ESCAPED, peer=None),
        request(ESCAPED, trusted=()),
        request(ESCAPED, on=False),
        request(ESCAPED, ESCAPED),
        request(),
        request(""),
    ],
    ids=["a stranger", "nobody", "no proxy", "switched off", "twice", "nothing", "empty"],
)
def test_nobody_else_says_which_certificate_there_is(shown: Request) -> None:
    assert presented_thumbprint(shown) == ""


@given(st.text(max_size=100) | st.just(ESCAPED[:-40]) | st.just(ESCAPED.replace("BEGIN", "FIRST")))
def test_what_is_no_certificate_has_no_thumbprint(text: str) -> None:
    assert thumbprint(text) == ""
