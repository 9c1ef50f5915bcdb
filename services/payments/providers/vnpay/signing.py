"""VNPAY's signature: HMAC-SHA512, in hex, over sorted parameters or over values joined by bars."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import quote_plus

from payments.providers.signatures import equal_signatures

SIGNATURE = "vnp_SecureHash"
UNSIGNED = frozenset({SIGNATURE, "vnp_SecureHashType"})


def hash_data(params: Mapping[str, str]) -> str:
    """VNPAY's own parameters, keys from A to Z, empty values dropped, form-encoded."""
    signed = sorted((key, value) for key, value in params.items() if _is_signed(key) and value)
    return "&".join(f"{key}={quote_plus(value)}" for key, value in signed)


def sign(params: Mapping[str, str], secret: str) -> str:
    """The signature (vnp_SecureHash) of a query."""
    return hmac_sha512(hash_data(params), secret)


def is_genuine(params: Mapping[str, str], secret: str) -> bool:
    """Whether the query bears its own signature."""
    return equal_signatures(params.get(SIGNATURE, ""), sign(params, secret))


def join_values(values: Iterable[str]) -> str:
    return "|".join(values)


def hmac_sha512(data: str, secret: str) -> str:
    return hmac.new(secret.encode(), data.encode(), hashlib.sha512).hexdigest()


def _is_signed(key: str) -> bool:
    return key.startswith("vnp_") and key not in UNSIGNED
