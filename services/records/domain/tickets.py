"""File tickets: leave to move the bytes of one file for a short time, as a JWT (RFC 7519) signed with HS256."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import jwt

from contracts.errors import ErrorCode, ServiceError

MIN_KEY_BYTES = 32
_ALGORITHM = "HS256"
_AUDIENCE = "motcua-content"


class Operation(StrEnum):
    UPLOAD = "upload"
    DOWNLOAD = "download"


LIFETIMES = {Operation.UPLOAD: timedelta(minutes=15), Operation.DOWNLOAD: timedelta(minutes=5)}


@dataclass(frozen=True)
class TicketGrant:
    """What a ticket allows. `expires_at` (UTC) has whole seconds."""

    file_id: str
    operation: Operation
    expires_at: datetime
    max_bytes: int


class TicketSigner:
    """Signs and verifies tickets with a key that only records has: service and content server."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def issue(
        self,
        file_id: str,
        operation: Operation,
        max_bytes: int,
        at: datetime,
        lifetime: timedelta | None = None,
    ) -> tuple[str, TicketGrant]:
        """Each ticket is another, also for the same grant. It holds as those of its operation do, or for `lifetime`."""
        # Whole seconds, rounded down: the ticket holds the very time that its holder is given.
        expires_at = (at + (lifetime or LIFETIMES[operation])).replace(microsecond=0)
        claims = {
            "aud": _AUDIENCE,
            "sub": file_id,
            "op": operation.value,
            "exp": int(expires_at.timestamp()),
            "max_bytes": max_bytes,
            "jti": secrets.token_hex(8),
        }
        ticket = jwt.encode(claims, self._key, _ALGORITHM)
        return ticket, TicketGrant(file_id, operation, expires_at, max_bytes)

    def verify(self, ticket: str, file_id: str, operation: Operation, at: datetime) -> TicketGrant:
        """Raises `ticket_invalid` for one that was not issued for just this, or that has expired at `at`."""
        grant = _read_grant(self._claims(ticket))
        if (grant.file_id, grant.operation) != (file_id, operation) or grant.expires_at <= at:
            raise ServiceError(ErrorCode.TICKET_INVALID)
        return grant

    def _claims(self, ticket: str) -> dict[str, Any]:
        # The time of expiry is compared with `at` instead of with the clock of this machine.
        options: Any = {"require": ["aud", "sub", "exp"], "verify_exp": False}
        try:
            claims: dict[str, Any] = jwt.decode(
                ticket, self._key, [_ALGORITHM], audience=_AUDIENCE, options=options
            )
        except jwt.InvalidTokenError:
            raise ServiceError(ErrorCode.TICKET_INVALID) from None
        return claims


def _read_grant(claims: dict[str, Any]) -> TicketGrant:
    """Of claims whose signature has proved them to be ours."""
    expires_at = datetime.fromtimestamp(claims["exp"], UTC)
    return TicketGrant(claims["sub"], Operation(claims["op"]), expires_at, claims["max_bytes"])


def content_url(public_url: str, file_id: str, ticket: str) -> str:
    """Where the ticket is used, as a browser or another system reaches it."""
    return f"{public_url.rstrip('/')}/v1/files/{file_id}/content?ticket={ticket}"
