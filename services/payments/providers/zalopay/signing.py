"""ZaloPay's signatures (mac): HMAC-SHA256, in hex, over values joined by bars.

`key1` signs what the merchant sends, `key2` what ZaloPay sends. Source: docs.zalopay.vn, API v2.
"""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

CREATE = ("app_id", "app_trans_id", "app_user", "amount", "app_time", "embed_data", "item")
RETURN = ("appid", "apptransid", "pmcid", "bankcode", "amount", "discountamount", "status")


def mac(key: str, data: str) -> str:
    return hmac.new(key.encode(), data.encode(), hashlib.sha256).hexdigest()


def joined(message: Mapping[str, Any], fields: tuple[str, ...]) -> str:
    return "|".join(str(message.get(field, "")) for field in fields)
