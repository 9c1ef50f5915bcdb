"""Retry policy: a message whose handling failed goes to the next retry tier, or to the dead letters."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kombu.message import Message
from pydantic import ValidationError

from chassis.amqp.publisher import OutgoingMessage
from chassis.amqp.retry_tiers import RetryTiers
from chassis.amqp.topology import DELIVERY_LIMIT, dead_letter_queue
from chassis.core.clock import utcnow
from contracts.errors import ServiceError


@dataclass(frozen=True)
class RetryPolicy:
    """The retry policy of one event queue: its tiers in order, then the dead letters of its service."""

    service: str
    queue: str
    tiers: RetryTiers

    def next_message(self, message: Message, error: BaseException) -> OutgoingMessage:
        """The message to publish for one whose handler raised `error`: to the next tier, or a dead letter."""
        attempt = attempt_count(message) + 1
        if is_permanent(error):
            return self.dead_letter(message, "permanent", error)
        if attempt > len(self.tiers):
            return self.dead_letter(message, "retries_exhausted", error)
        return self._outgoing(message, self.tiers[attempt - 1].exchange, self.queue, attempt, {}, error)

    def dead_letter(
        self, message: Message, reason: str, error: BaseException | None = None
    ) -> OutgoingMessage:
        """The dead letter of a message. `reason`: permanent, retries_exhausted, delivery_limit, or of UndecodableEvent."""
        attempt = attempt_count(message) + (error is not None)
        return self._outgoing(
            message, dead_letter_queue(self.service), "", attempt, {REASON_HEADER: reason}, error
        )

    def _outgoing(
        self,
        message: Message,
        exchange: str,
        routing_key: str,
        attempt: int,
        more: dict[str, Any],
        error: BaseException | None,
    ) -> OutgoingMessage:
        headers = {
            **original_headers(message.headers),
            ATTEMPT_HEADER: attempt,
            # The type only: an exception's text may hold personal data.
            LAST_ERROR_HEADER: error_name(error) if error else None,
            FIRST_FAILED_AT_HEADER: message.headers.get(FIRST_FAILED_AT_HEADER) or utcnow().isoformat(),
            QUEUE_HEADER: self.queue,
            **more,
        }
        return OutgoingMessage(
            exchange=exchange,
            routing_key=routing_key,
            message_id=str(message.properties.get("message_id") or ""),
            body=body_bytes(message),
            headers={name: value for name, value in headers.items() if value is not None},
            # As it came, even if it came without.
            content_type=message.content_type or "",
            content_encoding=message.content_encoding or "",
        )


def attempt_count(message: Message) -> int:
    """How often handling failed before, from our own header: RabbitMQ 4 does not keep x-death on republishing."""
    attempt = message.headers.get(ATTEMPT_HEADER, 0)
    return attempt if isinstance(attempt, int) and attempt > 0 else 0


def exceeds_redelivery_limit(message: Message) -> bool:
    """True when the broker redelivered the message too often: processes crash while they handle it."""
    return redelivery_count(message) >= DELIVERY_LIMIT


def redelivery_count(message: Message) -> int:
    """How often the broker had to deliver the message again because nobody settled it."""
    redelivered = message.headers.get("x-delivery-count", 0)
    return redelivered if isinstance(redelivered, int) else 0


def is_permanent(error: BaseException) -> bool:
    """True when a retry would fail the same way."""
    if isinstance(error, ServiceError):
        return not error.retryable
    return isinstance(error, ValidationError)


def error_name(error: BaseException) -> str:
    """The code of a ServiceError, else the class: an exception's text may hold personal data."""
    return str(error.code) if isinstance(error, ServiceError) else type(error).__name__


def log_failure(log: logging.Logger, what: str, error: Exception, extra: dict[str, Any]) -> None:
    """Log a ServiceError by its code, any other exception with its traceback."""
    fault = None if isinstance(error, ServiceError) else error
    log.warning("%s failed: %s", what, error_name(error), extra=extra, exc_info=fault)


def body_bytes(message: Message) -> bytes:
    """The body as bytes, which kombu may have decoded."""
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)


ATTEMPT_HEADER = "attempt"
LAST_ERROR_HEADER = "last_error"
FIRST_FAILED_AT_HEADER = "first_failed_at"
QUEUE_HEADER = "queue"
REASON_HEADER = "reason"
_RETRY_HEADERS = frozenset(
    {ATTEMPT_HEADER, LAST_ERROR_HEADER, FIRST_FAILED_AT_HEADER, QUEUE_HEADER, REASON_HEADER}
)


def original_headers(headers: Mapping[str, Any]) -> dict[str, Any]:
    """The headers of the original message, without those of the broker (x-...) and of the retry policy."""
    return {
        name: value
        for name, value in headers.items()
        if not name.startswith("x-") and name not in _RETRY_HEADERS
    }
