"""The words of the suite for what a database driver raises."""

from contracts.errors import Code, ServiceError
from pymongo.errors import AutoReconnect, ConnectionFailure, PyMongoError, ServerSelectionTimeoutError

_AWAY = (ServerSelectionTimeoutError, AutoReconnect, ConnectionFailure)


def is_outage(error: BaseException) -> bool:
    """True for what is nobody's fault and passes: no server, no primary, no time left, a lost race."""
    if not isinstance(error, PyMongoError):
        return False
    return isinstance(error, _AWAY) or error.timeout or error.has_error_label("TransientTransactionError")


def as_service_error(error: PyMongoError) -> Exception:
    """UNAVAILABLE when MongoDB is away, DEADLINE_EXCEEDED when it was too slow, else the error itself."""
    if isinstance(error, _AWAY) and not (error.timeout and not isinstance(error, ServerSelectionTimeoutError)):
        return ServiceError(Code.UNAVAILABLE)
    if is_outage(error):
        return ServiceError(Code.DEADLINE_EXCEEDED)
    return error
