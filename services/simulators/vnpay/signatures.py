"""VNPAY's signature, written a second time: a fault of the service's own must not hide here."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

QUERY_FIELDS = (
    "vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TxnRef", "vnp_TransactionDate",
    "vnp_CreateDate", "vnp_IpAddr", "vnp_OrderInfo",
)  # fmt: skip
RESPONSE_FIELDS = (
    "vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef", "vnp_Amount",
    "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType", "vnp_TransactionStatus",
    "vnp_OrderInfo", "vnp_PromotionCode", "vnp_PromotionAmount",
)  # fmt: skip

REFUND_FIELDS = (
    "vnp_RequestId", "vnp_Version", "vnp_Command", "vnp_TmnCode", "vnp_TransactionType", "vnp_TxnRef", "vnp_Amount",
    "vnp_TransactionNo", "vnp_TransactionDate", "vnp_CreateBy", "vnp_CreateDate", "vnp_IpAddr", "vnp_OrderInfo",
)  # fmt: skip
REFUND_RESPONSE_FIELDS = RESPONSE_FIELDS[:-2]
"""Without those of a promotion."""


class VnpaySigner:
    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def of_query(self, params: Mapping[str, str]) -> str:
        """Over a query string: keys sorted, empty values and the signature itself left out."""
        signed = [
            (key, value)
            for key, value in sorted(params.items())
            if value and key not in ("vnp_SecureHash", "vnp_SecureHashType")
        ]
        return self._hash(urlencode(signed))

    def of_values(self, message: Mapping[str, Any], names: Sequence[str]) -> str:
        """Over a JSON message: the values in documented order, joined by bars."""
        return self._hash("|".join("" if message.get(name) is None else str(message[name]) for name in names))

    def signed_query(self, params: Mapping[str, str]) -> dict[str, str]:
        return {**params, "vnp_SecureHash": self.of_query(params)}

    def accepts_query(self, params: Mapping[str, str]) -> bool:
        return _equal(params.get("vnp_SecureHash"), self.of_query(params))

    def accepts_values(self, message: Mapping[str, Any], names: Sequence[str]) -> bool:
        return _equal(message.get("vnp_SecureHash"), self.of_values(message, names))

    def _hash(self, data: str) -> str:
        return hmac.new(self._secret, data.encode("utf-8"), hashlib.sha512).hexdigest()


def _equal(received: object, expected: str) -> bool:
    return isinstance(received, str) and hmac.compare_digest(received.encode(), expected.encode())
