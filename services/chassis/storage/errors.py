"""Translation of the database driver's errors into ServiceError."""

from pymongo.errors import (
    BulkWriteError,
    ConnectionFailure,
    DuplicateKeyError,
    PyMongoError,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
)

from contracts.errors import ErrorCode, ServiceError

IS_THERE_ALREADY = (DuplicateKeyError, BulkWriteError)
"""What a transaction raises whose writes meet a unique index: of one write, or of several together."""
_ABSENT = (ServerSelectionTimeoutError, WaitQueueTimeoutError)
_CONTENTION = "TransientTransactionError"


def translate_error(error: BaseException) -> BaseException:
    """UNAVAILABLE when MongoDB is unreachable, DEADLINE_EXCEEDED when time ran out, else the error itself.

    Anything that is not an error of the driver is returned as it is.
    """
    if not isinstance(error, PyMongoError):
        return error
    # A transaction that ran out of time while it was retried is raised from what it was retried for.
    cause = error.__cause__ if isinstance(error.__cause__, PyMongoError) else error
    if isinstance(cause, _ABSENT) or (isinstance(cause, ConnectionFailure) and not cause.timeout):
        return ServiceError(ErrorCode.UNAVAILABLE)
    if error.timeout or error.has_error_label(_CONTENTION):
        return ServiceError(ErrorCode.DEADLINE_EXCEEDED)
    return error
