"""Decoder of events: a message into a typed event of one subscription, or a reason why it is none."""

from typing import Any

import orjson
from kombu.message import Message
from pydantic import ValidationError

from chassis.amqp.publisher import CONTENT_TYPE
from chassis.amqp.retry_policy import body_bytes
from contracts.events import AnyEvent, AnyEventType, Event, Subscription


class UndecodableEvent(Exception):
    """Raised when a message is no event of the subscription. `reason` is one word, fit for a header."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class EventDecoder:
    """Decoder for the event types of one subscription."""

    def __init__(self, subscription: Subscription) -> None:
        self._types = {kind.name: (kind, _model(kind)) for kind in subscription.types}

    def decode(self, message: Message) -> AnyEvent:
        """The typed event; fields that are not known are ignored at every depth. Raises UndecodableEvent."""
        if message.content_type != CONTENT_TYPE:
            raise UndecodableEvent("foreign_content_type")
        body = body_bytes(message)
        kind, model = self._find_type(_type_name(body))
        try:
            event = model.model_validate_json(body, extra="ignore")
        except ValidationError as error:
            raise UndecodableEvent("invalid_event") from error
        if event.schema_version > kind.schema_version:
            raise UndecodableEvent("unknown_schema_version")
        return event

    def _find_type(self, name: Any) -> tuple[AnyEventType, type[AnyEvent]]:
        found = self._types.get(name) if isinstance(name, str) else None
        if found is None:
            raise UndecodableEvent("unknown_type")
        return found


def _type_name(body: bytes) -> Any:
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise UndecodableEvent("broken_body") from error
    return content.get("type") if isinstance(content, dict) else None


def _model(kind: AnyEventType) -> type[AnyEvent]:
    model: type[AnyEvent] = Event[kind.payload]  # type: ignore[name-defined]
    return model
