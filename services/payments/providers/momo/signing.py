"""MoMo's signatures: HMAC-SHA256, in hex, over `name=value` pairs of a fixed list for each message.

Values are signed as they stand in the JSON text, not encoded for an address. `accessKey` is signed and stands in no
message that MoMo sends. Source: developers.momo.vn, v3 documentation of the API /v2/gateway.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from payments.providers.signatures import equal_signatures

SIGNATURE = "signature"
ACCESS_KEY = "accessKey"

CREATE = (
    ACCESS_KEY, "amount", "extraData", "ipnUrl", "orderId", "orderInfo", "partnerCode", "redirectUrl", "requestId",
    "requestType",
)  # fmt: skip
QUERY = (ACCESS_KEY, "orderId", "partnerCode", "requestId")
NOTIFICATION = (
    ACCESS_KEY, "amount", "extraData", "message", "orderId", "orderInfo", "orderType", "partnerCode", "payType",
    "requestId", "responseTime", "resultCode", "transId",
)  # fmt: skip
"""Of the IPN, and of the query with which a browser comes back."""


def sign(message: Mapping[str, Any], fields: tuple[str, ...], access_key: str, secret: str) -> str:
    """`message` holds every field of the list but the access key; a missing one is signed as nothing."""
    values = {**message, ACCESS_KEY: access_key}
    text = "&".join(f"{field}={_text(values.get(field))}" for field in fields)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_genuine(message: Mapping[str, Any], fields: tuple[str, ...], access_key: str, secret: str) -> bool:
    """Whether the message bears its signature; without regard to case, in constant time."""
    return equal_signatures(_text(message.get(SIGNATURE)), sign(message, fields, access_key, secret))


def _text(value: object) -> str:
    """Numbers as MoMo writes them in JSON; what is no text and no whole number was never signed."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""
