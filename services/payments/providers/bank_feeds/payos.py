"""payOS: one movement a call, signed over the pairs of its data.

Source: payos.vn, webhooks. `signature` is HMAC-SHA256 over `key=value` of `data` from A to Z, null written as nothing.
When the address is registered a sample comes (orderCode 123, 3,000 VND): it is answered as every call.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from payments.domain.transfers.movements import AccountMovement
from payments.providers.bank_feeds.base import UnreadableMovement
from payments.providers.bank_feeds.wire import is_equal, local_moment, text_at, whole_amount
from payments.providers.base import InvalidSignature
from payments.providers.json_messages import signed_object

SAMPLE_ORDER = 123


class PayosFeed:
    name = "payos"

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def read(self, body: str, headers: Mapping[str, str], now: datetime) -> tuple[AccountMovement, ...]:  # noqa: ARG002
        message = signed_object(body)
        data = message.get("data")
        if not isinstance(data, dict) or not is_equal(
            text_at(message, "signature"), hmac.digest(self._key, pairs(data).encode(), hashlib.sha256).hex()
        ):
            raise InvalidSignature
        reference, link = text_at(data, "reference"), text_at(data, "paymentLinkId")
        if data.get("orderCode") == SAMPLE_ORDER or not reference:
            raise UnreadableMovement("a trial of the address")
        return (
            AccountMovement(
                feed_id=f"{reference}/{link}",
                account=text_at(data, "virtualAccountNumber") or text_at(data, "accountNumber"),
                amount=whole_amount(data, "amount"),
                at=local_moment(text_at(data, "transactionDateTime")),
                text=text_at(data, "description"),
                reference=reference,
            ),
        )

    def accepted(self) -> tuple[int, str]:
        return 200, '{"success":true}'


def pairs(data: Mapping[str, Any]) -> str:
    return "&".join(f"{key}={_value(data[key])}" for key in sorted(data))


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return str(value)
