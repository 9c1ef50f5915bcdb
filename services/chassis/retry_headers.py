"""The headers that tell of a message's failures: ours, for the broker's own are not kept by every version."""

from collections.abc import Mapping
from typing import Any

ATTEMPT = "attempt"
LAST_ERROR = "last_error"
FIRST_FAILED_AT = "first_failed_at"
QUEUE = "queue"
REASON = "reason"
_OWN = frozenset({ATTEMPT, LAST_ERROR, FIRST_FAILED_AT, QUEUE, REASON})


def foreign_headers(headers: Mapping[str, Any]) -> dict[str, Any]:
    """What the message came with, without the broker's marks and ours."""
    return {name: value for name, value in headers.items() if not name.startswith("x-") and name not in _OWN}
