"""Publishes events in the name of a service that is not there."""

from typing import Any

from chassis.amqp.publisher import ConfirmingPublisher, OutgoingMessage
from chassis.amqp.topology import events_exchange
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind, Model
from contracts.events import AnyEvent, AnyEventType, Event


class EventPublisher:
    def __init__(self, amqp_uri: str) -> None:
        self._publisher = ConfirmingPublisher(amqp_uri)

    def close(self) -> None:
        self._publisher.close()

    def publish(self, kind: AnyEventType, aggregate_id: str, payload: Model) -> AnyEvent:
        event = make_event(kind, aggregate_id, payload)
        self.publish_again(event)
        return event

    def publish_again(self, event: AnyEvent) -> None:
        """Confirmed by the broker, and by no queue refused."""
        letter = OutgoingMessage(
            exchange=events_exchange(event.type.split(".")[0]),
            routing_key=event.type,
            message_id=event.event_id,
            body=event.model_dump_json().encode(),
            headers=Context.new(event.actor).to_headers(),
        )
        assert not self._publisher.publish([letter]), f"no queue takes {event.type}"


def make_event(kind: AnyEventType, aggregate_id: str, payload: Model) -> AnyEvent:
    return Event[Any](
        event_id=new_id(),
        type=kind.name,
        schema_version=kind.schema_version,
        aggregate_id=aggregate_id,
        aggregate_version=1,
        occurred_at=utcnow(),
        actor=Actor(kind=ActorKind.SERVICE, name=kind.service),
        correlation_id=new_id(),
        payload=payload,
    )
