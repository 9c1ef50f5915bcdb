"""What becomes of a message whose handling failed: another try later, or the dead letters."""

import logging
from dataclasses import dataclass
from typing import Any

from kombu.message import Message
from pydantic import ValidationError

from chassis.moments import now
from chassis.publish import Letter
from chassis.retry_headers import ATTEMPT, FIRST_FAILED_AT, LAST_ERROR, QUEUE, REASON, foreign_headers
from chassis.tiers import Tiers
from chassis.topology import DELIVERY_LIMIT, dead_letters
from contracts.errors import ServiceError


@dataclass(frozen=True)
class Failures:
    """The way out of one work queue: its tiers, then the dead letters of its service."""

    service: str
    queue: str
    tiers: Tiers

    def after(self, message: Message, error: BaseException) -> Letter:
        """The next step for a message whose handler raised: a tier while there is one and hope."""
        attempt = attempts(message) + 1
        if is_permanent(error):
            return self.dead(message, "permanent", error)
        if attempt > len(self.tiers):
            return self.dead(message, "retries_exhausted", error)
        return self._letter(message, self.tiers[attempt - 1].exchange, self.queue, attempt, {}, error)

    def dead(self, message: Message, reason: str, error: BaseException | None = None) -> Letter:
        """`reason` is a word of ours: permanent, retries_exhausted, delivery_limit, undecodable ..."""
        attempt = attempts(message) + (error is not None)
        return self._letter(message, dead_letters(self.service), "", attempt, {REASON: reason}, error)

    def _letter(
        self,
        message: Message,
        exchange: str,
        routing_key: str,
        attempt: int,
        more: dict[str, Any],
        error: BaseException | None,
    ) -> Letter:
        headers = {
            **foreign_headers(message.headers),
            ATTEMPT: attempt,
            # The type only: an exception's text may hold personal data.
            LAST_ERROR: describe(error) if error else None,
            FIRST_FAILED_AT: message.headers.get(FIRST_FAILED_AT) or now().isoformat(),
            QUEUE: self.queue,
            **more,
        }
        return Letter(
            exchange=exchange,
            routing_key=routing_key,
            message_id=str(message.properties.get("message_id") or ""),
            body=raw_body(message),
            headers={name: value for name, value in headers.items() if value is not None},
            # As it came, even if it came without.
            content_type=message.content_type or "",
            content_encoding=message.content_encoding or "",
        )


def attempts(message: Message) -> int:
    """How often handling was tried before; from our own header, for RabbitMQ 4 keeps x-death no more."""
    attempt = message.headers.get(ATTEMPT, 0)
    return attempt if isinstance(attempt, int) and attempt > 0 else 0


def crashed_too_often(message: Message) -> bool:
    """True when processes keep dying over this message without ever saying that it failed."""
    redelivered = message.headers.get("x-delivery-count", 0)
    return isinstance(redelivered, int) and redelivered >= DELIVERY_LIMIT


def is_permanent(error: BaseException) -> bool:
    """Trying again would end the same way."""
    if isinstance(error, ServiceError):
        return not error.retryable
    return isinstance(error, ValidationError)


def describe(error: BaseException) -> str:
    return str(error.code) if isinstance(error, ServiceError) else type(error).__name__


def log_failure(log: logging.Logger, what: str, error: Exception, extra: dict[str, Any]) -> None:
    """A refusal by its code, a fault with its traceback."""
    fault = None if isinstance(error, ServiceError) else error
    log.warning("%s failed: %s", what, describe(error), extra=extra, exc_info=fault)


def raw_body(message: Message) -> bytes:
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)
