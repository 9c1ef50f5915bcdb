"""Tickets: leave to move the bytes of one file for a short time, proved by a key that only records has."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from contracts.errors import ErrorCode, ServiceError

MIN_KEY_BYTES = 32


class Operation(StrEnum):
    UPLOAD = "upload"
    DOWNLOAD = "download"


LIFETIMES = {Operation.UPLOAD: timedelta(minutes=15), Operation.DOWNLOAD: timedelta(minutes=5)}


@dataclass(frozen=True)
class TicketGrant:
    """What a ticket allows."""

    file_id: str
    operation: Operation
    expires_at: datetime
    max_bytes: int


class TicketSigner:
    """Signs and checks tickets: HMAC-SHA256 over JSON, both in base64url, joined by a dot."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def issue(
        self, file_id: str, operation: Operation, max_bytes: int, at: datetime
    ) -> tuple[str, TicketGrant]:
        # Whole seconds, rounded down: the ticket says what its holder is told.
        expires_at = (at + LIFETIMES[operation]).replace(microsecond=0)
        grant = TicketGrant(file_id, operation, expires_at, max_bytes)
        body = _encode(_payload(grant))
        return f"{body}.{_encode(self._seal(body))}", grant

    def verify(self, ticket: str, file_id: str, operation: Operation, at: datetime) -> TicketGrant:
        """Raises `ticket_invalid` for any that was not issued for just this, or too long ago."""
        body, _, seal = ticket.partition(".")
        if not hmac.compare_digest(_encode(self._seal(body)).encode(), seal.encode()):
            raise ServiceError(ErrorCode.TICKET_INVALID)
        grant = _read_grant(body)
        if (grant.file_id, grant.operation) != (file_id, operation) or grant.expires_at <= at:
            raise ServiceError(ErrorCode.TICKET_INVALID)
        return grant

    def _seal(self, body: str) -> bytes:
        return hmac.digest(self._key, body.encode(), hashlib.sha256)


def _payload(grant: TicketGrant) -> bytes:
    said = {
        "file_id": grant.file_id,
        "op": grant.operation,
        "exp": int(grant.expires_at.timestamp()),
        "max_bytes": grant.max_bytes,
        "nonce": secrets.token_hex(8),
    }
    return json.dumps(said).encode()


def _read_grant(body: str) -> TicketGrant:
    """Read what the seal has proved to be ours."""
    said = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    expires_at = datetime.fromtimestamp(said["exp"], UTC)
    return TicketGrant(said["file_id"], Operation(said["op"]), expires_at, said["max_bytes"])


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
