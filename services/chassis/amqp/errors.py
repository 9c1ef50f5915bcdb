"""What may go wrong with a broker, in few words, for those who must not know its client libraries."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from amqp.exceptions import AccessRefused, AMQPError, NotAllowed, NotFound, PreconditionFailed
from kombu.exceptions import OperationalError

from chassis.amqp.publisher import NotPublished


class BrokerErrorKind(StrEnum):
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
    """Raised in place of the client libraries' own errors."""

    def __init__(self, fault: BrokerErrorKind, detail: str) -> None:
        super().__init__(detail)
        self.kind = fault
        self.detail = detail


@contextmanager
def translate_broker_errors() -> Iterator[None]:
    """Raises BrokerFault for every error of the broker or on the way to it."""
    try:
        yield
    except tuple(kind for kind, _ in _KINDS) as error:
        fault = next(fault for kind, fault in _KINDS if isinstance(error, kind))
        detail = str(getattr(error, "reply_text", "") or error)
        raise BrokerError(fault, detail) from error
