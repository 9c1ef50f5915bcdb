"""What goes over the wire: errors, headers, and peace with stock nameko."""

from typing import Any

import pytest
from nameko import config
from nameko.standalone.rpc import ClusterRpcClient
from tests.integration.chassis.runtime.rpc import calls
from tests.integration.chassis.runtime.rpc.calls import Ask
from tests.integration.chassis.runtime.rpc.conftest import Shared, Suite
from tests.support.broker_view import depth

from chassis.amqp.connection import connect
from chassis.core.context import Context
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError
from devstack.waiting import wait_until


def test_a_service_error_arrives_whole(shared: Shared) -> None:
    suite = shared.suite
    with pytest.raises(ServiceError) as raised:
        suite.caller.call(calls.refuse, Ask())
    assert raised.value.code == ErrorCode.GUARD_FAILED
    assert raised.value.params == {"action": "refuse", "reason": {"count": 404}}
    assert [error.pointer for error in raised.value.errors] == ["/text"]


def test_an_unexpected_error_hides_its_text(shared: Shared) -> None:
    suite, target = shared.suite, shared.target
    with pytest.raises(ServiceError) as raised:
        suite.caller.call(calls.crash, Ask())
    assert raised.value.code == ErrorCode.INTERNAL_ERROR
    assert "xyz" not in str(raised.value)
    assert "ValueError" in target.log_text, "the log tells what happened"


@pytest.mark.deep
def test_stock_tells_the_text_to_the_caller(suite: Suite) -> None:
    suite.start_nameko("target")
    config.setup({"AMQP_URI": suite.uri})
    with ClusterRpcClient(timeout=5) as client, pytest.raises(Exception, match="secret db password"):
        client.target.crash()


@pytest.mark.parametrize("size", [0, 1, 4_000, 131_064, 131_072, 400_000])
def test_bodies_of_any_size_come_back(shared: Shared, size: int) -> None:
    suite = shared.suite
    text = "đ" * (size // 2)
    assert suite.caller.call(calls.echo, Ask(text=text)).text == text


def test_a_stock_client_calls_our_service(shared: Shared) -> None:
    suite = shared.suite
    config.setup({"AMQP_URI": suite.uri})
    with ClusterRpcClient(timeout=5) as client:
        assert client.target.echo(text="chào")["text"] == "chào"


def test_a_stock_service_calls_our_service(suite: Suite) -> None:
    suite.start_chassis("target")
    suite.start_nameko("front")
    assert suite.caller.call(calls.forward_echo, Ask(text="chào")).text == "chào"


def test_our_service_calls_a_stock_service(suite: Suite) -> None:
    suite.start_nameko("target")
    suite.start_chassis("front")
    assert suite.caller.call(calls.forward_echo, Ask(text="chào")).text == "chào"


def spy(suite: Suite) -> Any:
    """A queue that sees every call to the target."""
    channel = connect(suite.uri, 5).channel()
    channel.queue_declare("spy", durable=True, auto_delete=False)
    channel.queue_bind("spy", "nameko-rpc", "target.*")
    return channel


def forwarded_headers(suite: Suite) -> dict[str, object]:
    """Call the front with headers that are none of its business, and see what it says to the target."""
    from amqp import Message

    channel = spy(suite)
    headers = {**Context.new(CLERK, "en").to_headers(), "x-death": "stale", "nameko.smuggled": "yes"}
    message = Message(
        b'{"args":[],"kwargs":{}}', reply_to="x", content_type="application/json", application_headers=headers
    )
    channel.basic_publish_confirm(message, "nameko-rpc", "front.forward_echo")
    wait_until(lambda: depth(suite.uri, "spy") == 1, 5, "the front calls the target")
    return dict(channel.basic_get("spy", no_ack=True).headers)


CLERK = Actor(kind=ActorKind.OFFICER, account_id="o-1", agency_code="H26.31", roles=(OfficerRole.RECEPTION,))


def test_only_the_allow_list_of_headers_is_passed_on(suite: Suite) -> None:
    suite.start_chassis("target")
    suite.start_chassis("front")
    headers = forwarded_headers(suite)
    assert not {"x-death", "nameko.x-death", "nameko.smuggled"} & set(headers)
    passed = Context.from_headers(headers)
    assert (passed.actor, passed.locale) == (CLERK, "en")


@pytest.mark.deep
def test_stock_passes_every_header_on(suite: Suite) -> None:
    suite.start_nameko("target")
    suite.start_nameko("front")
    assert {"nameko.x-death", "nameko.smuggled"} <= set(forwarded_headers(suite))
