"""Events: what happened, told once, in the past tense."""

import sys
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field

from contracts.base import Actor, Instant, Model

PayloadT = TypeVar("PayloadT", bound=Model)


@dataclass(frozen=True)
class EventType(Generic[PayloadT]):
    """A kind of event: `<service>.<what_happened>`, its payload and the version of the payload's shape."""

    name: str
    payload: type[PayloadT]
    schema_version: int = 1

    @property
    def service(self) -> str:
        return self.name.split(".", 1)[0]


AnyEventType = EventType[Any]


def events_of(module: str) -> tuple[AnyEventType, ...]:
    """Every event type that a module defines, in its order: what its service publishes. Call it at the module's end."""
    return tuple(value for value in vars(sys.modules[module]).values() if isinstance(value, EventType))


class Event(Model, Generic[PayloadT]):
    """An event on the wire and in the log of the service that owns it.

    `aggregate_version` counts the events of one aggregate without a gap, from 1: it is the aggregate's version
    after this event. A consumer may see an event twice and must act on it once; order is not promised.
    """

    event_id: str
    type: str
    schema_version: Annotated[int, Field(ge=1)]
    aggregate_id: str
    aggregate_version: Annotated[int, Field(ge=1)]
    occurred_at: Instant
    actor: Actor
    correlation_id: str
    traceparent: str | None = None
    locale: str = "vi"
    payload: PayloadT


AnyEvent = Event[Any]


@dataclass(frozen=True)
class Subscription:
    """A durable queue of one consumer and the event types that fall into it.

    The name is chosen, never made from a method's name: renaming a handler must not orphan a queue.
    """

    consumer: str
    purpose: str
    types: tuple[AnyEventType, ...]

    @property
    def queue(self) -> str:
        return f"events.{self.consumer}.{self.purpose}"
