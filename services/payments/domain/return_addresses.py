"""Where a front end may have people sent back to after the provider's page: what the installation allows."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from contracts.errors import ErrorCode, FieldError, ServiceError

ORDER_ID = "order_id"


def require_allowed(address: str | None, allowed: Iterable[str]) -> None:
    """Raises ServiceError(INVALID_REQUEST) at /return_to for an address that no allowed one covers."""
    if address is None or any(covers(each, address) for each in allowed):
        return
    error = FieldError(pointer="/return_to", code="return_to", detail="not an allowed address of return")
    raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(error,))


def covers(allowed: str, address: str) -> bool:
    """Whether the address has the scheme, host and port of the allowed one, and its path or one below it.

    Nothing is compared that browsers read in two ways: no user, no part after `#`, no dot or encoded segment.
    """
    ours, theirs = urlsplit(allowed), urlsplit(address)
    if (ours.scheme, ours.netloc.lower()) != (theirs.scheme, theirs.netloc.lower()):
        return False
    if "@" in theirs.netloc or theirs.fragment or "#" in address or "%" in theirs.path:
        return False
    if any(part in (".", "..") for part in theirs.path.split("/")):
        return False
    base = ours.path.rstrip("/")
    return theirs.path.rstrip("/") == base or theirs.path.startswith(f"{base}/")


def with_order(address: str, order_id: str) -> str:
    """The address with the id of the order among its parameters; one that is there is replaced."""
    parts = urlsplit(address)
    parameters = [(name, value) for name, value in parse_qsl(parts.query, True) if name != ORDER_ID]
    return urlunsplit(parts._replace(query=urlencode([*parameters, (ORDER_ID, order_id)])))
