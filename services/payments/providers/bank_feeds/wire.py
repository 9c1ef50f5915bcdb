"""What the feeds have in common: amounts, moments and secrets on their wires."""

import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contracts.time import VIETNAM
from payments.providers.bank_feeds.base import UnreadableMovement

MAX_TEXT = 1000


def is_equal(received: str, expected: str) -> bool:
    """In constant time. Bytes, because `received` may hold any letter."""
    return hmac.compare_digest(received.encode(), expected.encode())


def whole_amount(message: Mapping[str, Any], key: str) -> int:
    """Raises UnreadableMovement for what is no whole number of VND."""
    value = message.get(key)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 10**15:
        raise UnreadableMovement(f"{key} is no amount")
    return value


def text_at(message: Mapping[str, Any], key: str) -> str:
    value = message.get(key)
    return str(value)[:MAX_TEXT] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def local_moment(text: str) -> datetime:
    """A moment as the feeds write it, in Vietnamese time where it names no zone. Raises UnreadableMovement."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnreadableMovement("no moment") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
