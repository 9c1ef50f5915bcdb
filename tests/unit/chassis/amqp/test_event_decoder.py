"""Events of a newer release are read as far as they are known; a new schema version is refused."""

from typing import Any

import orjson
import pytest
from kombu.message import Message

from chassis.amqp.event_decoder import EventDecoder, UndecodableEvent
from contracts.base import Model
from contracts.events import EventType, Subscription


class Line(Model):
    item: str


class Sold(Model):
    line: Line


SOLD = EventType("shop.sold", Sold, schema_version=2)
DECODER = EventDecoder(Subscription("stock", "sales", (SOLD,)))


def event(**changes: Any) -> dict[str, Any]:
    return {
        "event_id": "e-1",
        "type": "shop.sold",
        "schema_version": 2,
        "aggregate_id": "s-1",
        "aggregate_version": 1,
        "occurred_at": "2026-07-01T08:00:00Z",
        "actor": {"kind": "citizen"},
        "correlation_id": "c-1",
        "payload": {"line": {"item": "pen"}},
        **changes,
    }


def message(content: Any, content_type: str = "application/json") -> Message:
    return Message(body=orjson.dumps(content), content_type=content_type, content_encoding="utf-8")


@pytest.mark.parametrize(
    "changes",
    [
        {"colour": "blue"},
        {"actor": {"kind": "citizen", "colour": "blue"}},
        {"payload": {"line": {"item": "pen"}, "colour": "blue"}},
        {"payload": {"line": {"item": "pen", "colour": "blue"}}},
        {"schema_version": 1},
    ],
)
def test_event_of_another_release_is_read_as_far_as_it_is_known(changes: dict[str, Any]) -> None:
    assert DECODER.decode(message(event(**changes))).payload == Sold(line=Line(item="pen"))


@pytest.mark.parametrize(
    ("content", "content_type", "reason"),
    [
        (event(), "text/plain", "foreign_content_type"),
        ([], "application/json", "unknown_type"),
        (event(type="shop.burnt"), "application/json", "unknown_type"),
        (event(payload={}), "application/json", "invalid_event"),
        (event(schema_version=3), "application/json", "unknown_schema_version"),
    ],
)
def test_what_is_no_event_of_the_subscription_is_refused_with_a_word(
    content: Any, content_type: str, reason: str
) -> None:
    with pytest.raises(UndecodableEvent) as refused:
        DECODER.decode(message(content, content_type))
    assert refused.value.reason == reason
