"""Events: what happened, in the past tense, published once."""

import sys
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ConfigDict, Field

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

    # As for pages: the docstrings of `Event[X]` are not found.
    model_config = ConfigDict(use_attribute_docstrings=False)

    event_id: str = Field(description="Id of the event: the same in every repetition.")
    type: str = Field(description="Type of the event: service and what happened.")
    schema_version: int = Field(
        ge=1, description="Version of the payload's shape; higher ones must not be read."
    )
    aggregate_id: str = Field(description="Id of the thing that it happened to.")
    aggregate_version: int = Field(
        ge=1, description="Version of that thing after the event; counts from 1 without a gap."
    )
    occurred_at: Instant = Field(description="When it happened (UTC).")
    actor: Actor = Field(description="Who caused it.")
    correlation_id: str = Field(description="Id of the request that it came from.")
    traceparent: str | None = Field(default=None, description="Trace that it belongs to (W3C Trace Context).")
    locale: str = Field(default="vi", description="Language of who caused it.")
    payload: PayloadT = Field(description="What happened, by type.")


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
