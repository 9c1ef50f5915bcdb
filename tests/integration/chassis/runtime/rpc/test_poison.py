"""Malformed messages in the request queue end neither the service nor its other calls."""

import json

import pytest
from pydantic import ConfigDict
from tests.integration.chassis.runtime.rpc import calls
from tests.integration.chassis.runtime.rpc.calls import Answer, Ask
from tests.integration.chassis.runtime.rpc.conftest import Shared, Suite
from tests.support.broker_view import put_raw

from chassis.amqp.connection import connect
from contracts.base import Method, Query
from contracts.errors import ErrorCode, ServiceError
from devstack.waiting import wait_until


class Loose(Query):
    """A client that minds no contract."""

    model_config = ConfigDict(extra="allow")


LOOSE_ECHO = Method("target", "echo", Loose, Answer)
BODY = json.dumps({"args": [], "kwargs": {}}).encode()


def send(uri: str, body: bytes, **properties: object) -> None:
    """To the target's echo through the RPC exchange, as a client would."""
    from amqp import Message

    connection = connect(uri, 5)
    try:
        connection.channel().basic_publish_confirm(Message(body, **properties), "nameko-rpc", "target.echo")
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("body", "properties"),
    [
        pytest.param(BODY, {"content_type": "application/json"}, id="no reply_to"),
        pytest.param(BODY, {"reply_to": "x", "content_type": "application/x-python-serialize"}, id="pickle"),
        pytest.param(BODY, {"reply_to": "x"}, id="no content type"),
        pytest.param(b"{broken", {"reply_to": "x", "content_type": "application/json"}, id="broken body"),
        pytest.param(b"\xff\xfe", {"reply_to": "x", "content_type": "application/json"}, id="no text"),
        pytest.param(b"", {"reply_to": "x", "content_type": "application/json"}, id="empty"),
        pytest.param(b"[1]", {"reply_to": "x", "content_type": "application/json"}, id="no object"),
        pytest.param(
            BODY,
            {
                "reply_to": "x",
                "content_type": "application/json",
                "application_headers": {
                    "nameko.actor": "{",
                    "nameko.deadline": "soon",
                    "nameko.call_id_stack": 7,
                },
            },
            id="nonsense in the headers",
        ),
    ],
)
def test_a_broken_request_is_taken_away_and_the_service_lives(
    shared: Shared, body: bytes, properties: dict[str, object]
) -> None:
    suite, target = shared.suite, shared.target
    send(suite.uri, body, **properties)
    assert suite.caller.call(calls.echo, Ask(text="alive")).text == "alive"
    wait_until(lambda: suite.depth("target") == 0, 5, "the queue is empty")
    assert target.is_ready()


@pytest.mark.deep
def test_stock_dies_of_a_message_without_reply_to_and_finds_it_again(suite: Suite) -> None:
    target = suite.start_nameko("target")
    send(suite.uri, BODY, content_type="application/json")
    assert target.exit_within(10) != 0
    wait_until(lambda: suite.depth("target") == 1, 5, "the poison is back in the queue")


def test_a_foreign_message_in_the_queue_itself_is_taken_away(shared: Shared) -> None:
    suite = shared.suite
    put_raw(suite.uri, "rpc-target", b"x", headers=None)
    assert suite.caller.call(calls.echo, Ask(text="alive")).text == "alive"


@pytest.mark.parametrize(
    ("kwargs", "pointer"),
    [({"text": 7}, "/text"), ({"unheard": 1}, "/unheard"), ({"timeout_s": "soon"}, "/timeout_s")],
)
def test_a_wrong_field_is_named(shared: Shared, kwargs: dict[str, object], pointer: str) -> None:
    with pytest.raises(ServiceError) as raised:
        shared.suite.caller.call(LOOSE_ECHO, Loose.model_validate(kwargs))
    assert raised.value.code == ErrorCode.INVALID_REQUEST
    assert [error.pointer for error in raised.value.errors] == [pointer]
