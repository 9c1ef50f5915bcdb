"""SePay: one movement a call, vouched for by a key in the header `Authorization: Apikey KEY`.

Source: developer.sepay.vn, webhooks. It calls up to eight times until the answer is a 2xx with exactly
`{"success":true}`; what is older than five hours is not sent any more.
"""

from collections.abc import Mapping
from datetime import datetime

from payments.domain.transfers.movements import AccountMovement
from payments.providers.bank_feeds.base import UnreadableMovement
from payments.providers.bank_feeds.wire import is_equal, local_moment, text_at, whole_amount
from payments.providers.base import InvalidSignature
from payments.providers.json_messages import signed_object


class SepayFeed:
    name = "sepay"

    def __init__(self, key: str) -> None:
        self._authorization = f"Apikey {key}"

    def read(self, body: str, headers: Mapping[str, str], now: datetime) -> tuple[AccountMovement, ...]:  # noqa: ARG002
        if not is_equal(headers.get("authorization", ""), self._authorization):
            raise InvalidSignature
        line = signed_object(body)
        amount = whole_amount(line, "transferAmount")
        match line.get("transferType"):
            case "in":
                sign = 1
            case "out":
                sign = -1
            case _:
                raise UnreadableMovement("neither in nor out")
        feed_id = text_at(line, "id")
        if not feed_id or amount <= 0:
            raise UnreadableMovement("no number or no amount")
        return (
            AccountMovement(
                feed_id=feed_id,
                account=text_at(line, "subAccount") or text_at(line, "accountNumber"),
                amount=sign * amount,
                at=local_moment(text_at(line, "transactionDate")),
                text=text_at(line, "content") or text_at(line, "description"),
                reference=text_at(line, "referenceCode") or None,
            ),
        )

    def accepted(self) -> tuple[int, str]:
        return 200, '{"success":true}'
