"""Errors of the broker, for callers that do not know its client libraries."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from amqp.exceptions import AccessRefused, AMQPError, NotAllowed, NotFound, PreconditionFailed
from kombu.exceptions import OperationalError

from chassis.amqp.publisher import NotPublished


class BrokerErrorKind(StrEnum):
    """What went wrong, as far as an operator can act on it."""

    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # the login, or what it asks for
    MISSING = "missing"  # a queue, an exchange, a virtual host
    DIFFERENT = "different"  # it is there, declared in another way
    NOT_TAKEN = "not_taken"  # a message without a confirm


_KINDS: tuple[tuple[type[Exception], BrokerErrorKind], ...] = (
    (AccessRefused, BrokerErrorKind.REFUSED),
    (NotAllowed, BrokerErrorKind.REFUSED),
    (NotFound, BrokerErrorKind.MISSING),
    (PreconditionFailed, BrokerErrorKind.DIFFERENT),
    (NotPublished, BrokerErrorKind.NOT_TAKEN),
    (AMQPError, BrokerErrorKind.UNREACHABLE),
    (OperationalError, BrokerErrorKind.UNREACHABLE),
    (OSError, BrokerErrorKind.UNREACHABLE),
)


class BrokerError(Exception):
    """Raised in place of the client libraries' errors; `detail` is the broker's text."""

    def __init__(self, kind: BrokerErrorKind, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


@contextmanager
def translate_broker_errors() -> Iterator[None]:
    """Context in which every error of the broker, or on the way to it, is raised as BrokerError."""
    try:
        yield
    except tuple(cls for cls, _ in _KINDS) as error:
        kind = next(kind for cls, kind in _KINDS if isinstance(error, cls))
        detail = str(getattr(error, "reply_text", "") or error)
        raise BrokerError(kind, detail) from error
