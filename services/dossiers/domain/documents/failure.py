"""When a failure to make a document or to seal a result is marked on the dossier, and with which reason.

Making and sealing are tried again without end. What may pass by itself within minutes is not shown to anybody.
"""

from contracts.errors import ErrorCode, ServiceError

PATIENCE = 7
"""Tries, with pauses that double from 5 s: about five minutes."""

PERMANENT = frozenset({ErrorCode.FILE_NOT_SEALABLE, ErrorCode.FILE_NOT_USABLE})
"""Of a file: one that cannot be sealed today cannot be sealed tomorrow."""

_PASSING = frozenset({ErrorCode.VERSION_STALE, ErrorCode.INTERNAL_ERROR})
"""Not worth repeating for a caller, and yet often gone at the next try."""


def failure_reason(error: Exception, attempts: int) -> str | None:
    """The stable code of what stands in the way; None as long as it may pass by itself.

    `attempts` counts the tries, this one included.
    """
    if not isinstance(error, ServiceError):
        return ErrorCode.INTERNAL_ERROR.value if attempts >= PATIENCE else None
    if attempts < PATIENCE and (error.retryable or error.code in _PASSING):
        return None
    defect = error.params.get("defect") or error.params.get("obstacle")
    return str(defect) if defect else error.code.value
