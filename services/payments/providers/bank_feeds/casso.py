"""Casso, webhook of the second version: one movement a call, signed over its data with the keys in order.

Source: developer.casso.vn. `X-Casso-Signature: t=MILLISECONDS,v1=HEX` is HMAC-SHA512 over the milliseconds, a point, and
the JSON of `data` as JavaScript writes it with the keys sorted at every depth. A trial of the address has no id.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from payments.domain.transfers.movements import AccountMovement
from payments.providers.bank_feeds.base import UnreadableMovement
from payments.providers.bank_feeds.wire import is_equal, local_moment, text_at, whole_amount
from payments.providers.base import InvalidSignature
from payments.providers.json_messages import signed_object

TOLERANCE = timedelta(minutes=5)
_SIGNATURE = re.compile(r"t=([0-9]{13}),v1=([0-9a-f]{128})")


class CassoFeed:
    name = "casso"

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def read(self, body: str, headers: Mapping[str, str], now: datetime) -> tuple[AccountMovement, ...]:
        data = self._signed_data(body, headers.get("x-casso-signature", ""), now)
        feed_id = text_at(data, "id")
        if feed_id in ("", "0"):
            raise UnreadableMovement("a trial of the address")
        return (
            AccountMovement(
                feed_id=feed_id,
                account=text_at(data, "virtualAccount") or text_at(data, "accountNumber"),
                amount=whole_amount(data, "amount"),
                at=local_moment(text_at(data, "transactionDateTime")),
                text=text_at(data, "description"),
                reference=text_at(data, "reference") or None,
            ),
        )

    def accepted(self) -> tuple[int, str]:
        return 200, '{"success":true}'

    def _signed_data(self, body: str, header: str, now: datetime) -> Mapping[str, Any]:
        """Raises InvalidSignature, also for a call that is older or newer than five minutes: it may be a repetition."""
        signature = _SIGNATURE.fullmatch(header)
        data = signed_object(body).get("data")
        if signature is None or not isinstance(data, dict):
            raise InvalidSignature
        sent = datetime.fromtimestamp(int(signature[1]) / 1000, UTC)
        text = f"{signature[1]}.{javascript_json(data)}"
        if not is_equal(signature[2], hmac.digest(self._key, text.encode(), hashlib.sha512).hex()):
            raise InvalidSignature
        if abs(now - sent) > TOLERANCE:
            raise InvalidSignature
        return data


def javascript_json(value: Mapping[str, Any]) -> str:
    """As `JSON.stringify` writes an object whose keys are in order: no blanks, letters as they are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
