"""The headers that tell of a message's failures: ours, for the broker's own are not kept by every version."""

from collections.abc import Mapping
from typing import Any

ATTEMPT_HEADER = "attempt"
LAST_ERROR_HEADER = "last_error"
FIRST_FAILED_AT_HEADER = "first_failed_at"
QUEUE_HEADER = "queue"
REASON_HEADER = "reason"
_RETRY_HEADERS = frozenset(
    {ATTEMPT_HEADER, LAST_ERROR_HEADER, FIRST_FAILED_AT_HEADER, QUEUE_HEADER, REASON_HEADER}
)


def original_headers(headers: Mapping[str, Any]) -> dict[str, Any]:
    """What the message came with, without the broker's marks and ours."""
    return {
        name: value
        for name, value in headers.items()
        if not name.startswith("x-") and name not in _RETRY_HEADERS
    }
