"""Two releases side by side: what the next one adds is read by this one, and what a caller slips in is refused.

The next release is this one with an optional field more on every value, nested ones included.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from kombu.message import Message
from pydantic import BaseModel
from tests.contract.filled import Filled

from chassis.amqp.event_decoder import EventDecoder
from chassis.amqp.rpc_protocol import decode_reply, decode_request, encode_request
from chassis.storage.idempotency import fingerprint
from contracts import dossiers, topology
from contracts.base import ANONYMOUS, AnyMethod, Command
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.events import AnyEventType, Subscription

ADDED = "added_by_the_next_release"

METHODS = [method for methods in topology.METHODS.values() for method in methods]
EVENTS = [event for events in topology.EVENTS.values() for event in events]


def named(values: list[Any]) -> list[Any]:
    return [pytest.param(value, id=getattr(value, "routing_key", None) or value.name) for value in values]


def filled(model: type[BaseModel], **options: Any) -> Filled:
    return Filled(model.model_json_schema(mode="validation"), **options)


@pytest.mark.parametrize("method", named(METHODS))
def test_answer_of_the_next_release_is_read(method: AnyMethod) -> None:
    this, following = filled(method.response), filled(method.response, added=ADDED)
    assert ADDED in json.dumps(following.value)
    assert _answer(method, following.value) == _answer(method, this.value)


@pytest.mark.parametrize("event", named(EVENTS))
def test_event_of_the_next_release_is_read(event: AnyEventType) -> None:
    this, following = filled(event.payload), filled(event.payload, added=ADDED)
    envelope = {
        "event_id": "e", "type": event.name, "schema_version": event.schema_version, "aggregate_id": "a",
        "aggregate_version": 1, "occurred_at": "2026-11-27T08:00:00Z", "correlation_id": "c",
    }  # fmt: skip
    actor = ANONYMOUS.model_dump(mode="json")
    expected = _event(event, {**envelope, "actor": actor, "payload": this.value})
    found = _event(
        event, {**envelope, "actor": {**actor, ADDED: 1}, "payload": following.value, ADDED: {"a": 1}}
    )
    assert found == expected


@pytest.mark.parametrize("method", named(METHODS))
def test_request_with_an_unknown_field_is_refused_at_every_depth(method: AnyMethod) -> None:
    request = filled(method.request, added=ADDED)
    with pytest.raises(ServiceError) as raised:
        decode_request(method, _request(request.value))
    assert raised.value.code == ErrorCode.INVALID_REQUEST
    unknown = {error.pointer for error in raised.value.errors if error.code == "extra_forbidden"}
    assert unknown == set(request.pointers)


@pytest.mark.parametrize("method", named(METHODS))
def test_request_leaves_out_what_was_not_set(method: AnyMethod) -> None:
    """So a caller one release ahead, who knows of more optional fields, is not refused."""
    request = method.request.model_validate(filled(method.request, optional=False).value, extra="forbid")
    body = json.loads(encode_request(request))
    assert set(body["kwargs"]) == {
        name for name, field in method.request.model_fields.items() if field.is_required()
    }
    assert decode_request(method, encode_request(request)) == request


def test_command_repeated_after_a_release_is_the_same_command() -> None:
    class Before(Command):
        amount: int

    class After(Before):
        note: str | None = None

    before = Before(command_id="c", amount=1)
    after = After(command_id="c", amount=1)
    assert fingerprint(after) == fingerprint(before)
    assert fingerprint(After(command_id="c", amount=1, note="x")) != fingerprint(before)


def test_action_of_the_next_release_is_left_out() -> None:
    answer = filled(dossiers.Dossier).value
    answer["allowed_actions"] = ["accept", ADDED]
    assert _answer(dossiers.get_dossier, answer).allowed_actions == (dossiers.DossierAction.ACCEPT,)


def test_error_of_the_next_release_is_read() -> None:
    wrong = FieldError(pointer="/a", code="missing", detail="Missing.")
    sent = json.loads(ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,)).to_json())
    sent[ADDED] = 1
    sent["errors"][0][ADDED] = 1
    assert ServiceError.from_json(json.dumps(sent)).errors == (wrong,)


def _answer(method: AnyMethod, value: Any) -> Any:
    return decode_reply(method, json.dumps({"result": value, "error": None, ADDED: 1}).encode())


def _request(value: Any) -> bytes:
    return json.dumps({"args": [], "kwargs": value}).encode()


def _event(event: AnyEventType, value: Any) -> Any:
    decoder = EventDecoder(Subscription("test", "tolerance", (event,)))
    return decoder.decode(Message(body=json.dumps(value).encode(), content_type="application/json"))
