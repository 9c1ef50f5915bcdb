"""What may go wrong with a broker, in few words, for those who must not know its client libraries."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from amqp.exceptions import AccessRefused, AMQPError, NotAllowed, NotFound, PreconditionFailed
from kombu.exceptions import OperationalError

from chassis.publish import NotPublished


class Fault(StrEnum):
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # the login, or what it asks for
    MISSING = "missing"  # a queue, an exchange, a virtual host
    DIFFERENT = "different"  # it is there, declared in another way
    NOT_TAKEN = "not_taken"  # a message without a confirm


_FAULTS: tuple[tuple[type[Exception], Fault], ...] = (
    (AccessRefused, Fault.REFUSED),
    (NotAllowed, Fault.REFUSED),
    (NotFound, Fault.MISSING),
    (PreconditionFailed, Fault.DIFFERENT),
    (NotPublished, Fault.NOT_TAKEN),
    (AMQPError, Fault.UNREACHABLE),
    (OperationalError, Fault.UNREACHABLE),
    (OSError, Fault.UNREACHABLE),
)


class BrokerFault(Exception):
    """Raised in place of the client libraries' own errors."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault
        self.detail = detail


@contextmanager
def as_broker_faults() -> Iterator[None]:
    """Raises BrokerFault for every error of the broker or on the way to it."""
    try:
        yield
    except tuple(kind for kind, _ in _FAULTS) as error:
        fault = next(fault for kind, fault in _FAULTS if isinstance(error, kind))
        detail = str(getattr(error, "reply_text", "") or error)
        raise BrokerFault(fault, detail) from error
