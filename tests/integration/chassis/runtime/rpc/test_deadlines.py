"""A call ends by its deadline, wherever it is, and leaves nothing behind."""

import time
from pathlib import Path

import pytest
from tests.integration.chassis.runtime.rpc import calls
from tests.integration.chassis.runtime.rpc.calls import Ask
from tests.integration.chassis.runtime.rpc.conftest import Suite, Waiting, runs

from chassis.core.context import Context
from contracts.errors import ErrorCode, ServiceError
from devstack.waiting import wait_until


def pause(suite: Suite, kind: str) -> None:
    """Let the target declare its queue, then take it away."""
    process = suite.start_chassis("target") if kind == "chassis_services" else suite.start_nameko("target")
    process.kill()


@pytest.mark.deep
def test_a_call_to_a_service_that_is_down_ends_at_its_deadline_and_the_next_at_once(suite: Suite) -> None:
    pause(suite, "chassis_services")
    front = suite.start_chassis("front")
    started = time.monotonic()
    with pytest.raises(ServiceError) as raised:
        suite.caller.call(calls.forward_echo, Ask(timeout_s=0.5))
    assert raised.value.code == ErrorCode.UNAVAILABLE
    assert time.monotonic() - started < 3
    started = time.monotonic()
    with pytest.raises(ServiceError) as raised:
        suite.caller.call(calls.forward_echo, Ask(timeout_s=8))
    assert raised.value.code == ErrorCode.UNAVAILABLE
    assert time.monotonic() - started < 3
    assert front.metric("rpc_client_pending", service="front") == 0
    wait_until(lambda: suite.depth("target") == 0, 5, "the request expired in the queue")
    suite.start_chassis("target")
    wait_until(lambda: answered(suite), 10, "the service is back")


def answered(suite: Suite) -> bool:
    try:
        return suite.caller.call(calls.forward_echo, Ask(text="back")).text == "back"
    except ServiceError:
        return False


def test_a_slow_service_is_not_taken_for_one_that_is_away(suite: Suite) -> None:
    suite.start_chassis("target")
    suite.start_chassis("front")
    with pytest.raises(ServiceError) as raised:
        suite.caller.call(calls.forward_wait, Ask(path=str(suite.gate()), timeout_s=0.5))
    assert raised.value.code == ErrorCode.DEADLINE_EXCEEDED
    assert suite.caller.call(calls.forward_echo, Ask(text="alive")).text == "alive"


@pytest.mark.deep
def test_stock_waits_for_ever_and_leaves_the_request_to_be_run_later(suite: Suite) -> None:
    pause(suite, "nameko_services")
    suite.start_nameko("front")
    with pytest.raises(ServiceError) as raised:
        suite.caller.call(calls.forward_echo, Ask(), timeout_s=2)
    assert raised.value.code == ErrorCode.DEADLINE_EXCEEDED
    assert suite.depth("target") == 1


def test_a_nested_call_inherits_what_is_left(suite: Suite) -> None:
    suite.start_chassis("target")
    suite.start_chassis("front")
    context = Context.new(timeout_s=1.0)
    answer = suite.caller.call(calls.forward_echo, Ask(timeout_s=30), context, timeout_s=30)
    assert answer.remaining_s is not None
    assert 0 < answer.remaining_s < 1.0
    assert answer.trace_id == context.trace_id


def test_a_request_past_its_deadline_is_not_run(suite: Suite, tmp_path: Path) -> None:
    target = suite.start_chassis("target")
    gate = suite.gate()
    with pytest.raises(ServiceError):
        suite.caller.call(calls.wait, Ask(path=str(gate)), Context.new(timeout_s=-1.0))
    suite.caller.call(calls.echo, Ask(text="after"))
    assert not Path(f"{gate}.runs").exists()
    assert target.metric("rpc_server_requests_total", method="wait", outcome="expired") == 1


def test_a_request_that_waits_for_a_worker_past_its_deadline_is_not_begun(suite: Suite) -> None:
    target = suite.start_chassis("target", max_workers=1)
    first, second = suite.gate(), suite.gate()
    waiting = Waiting(suite.uri, first)
    with pytest.raises(ServiceError) as raised:
        suite.caller.call(calls.wait, Ask(path=str(second)), timeout_s=0.5)
    assert raised.value.code == ErrorCode.DEADLINE_EXCEEDED
    first.touch()
    waiting.join(10)
    labels = {"method": "wait", "outcome": ErrorCode.DEADLINE_EXCEEDED}
    wait_until(lambda: target.metric("rpc_server_requests_total", **labels) == 1, 5, "it is answered")
    assert (runs(first), Path(f"{second}.runs").exists()) == (1, False)


def test_an_unknown_service_is_told_at_once_and_leaks_nothing(suite: Suite) -> None:
    front = suite.start_chassis("front")
    started = time.monotonic()
    for _ in range(50):
        with pytest.raises(ServiceError) as raised:
            suite.caller.call(calls.forward_nowhere, Ask())
        assert raised.value.code == ErrorCode.UNKNOWN_SERVICE
    assert time.monotonic() - started < 5
    assert front.metric("rpc_client_pending", service="front") == 0


@pytest.mark.deep
def test_stock_keeps_every_failed_call_pending(suite: Suite) -> None:
    suite.start_nameko("front")
    left = [suite.caller.call(calls.forward_nowhere, Ask()).text for _ in range(5)]
    assert left == ["1", "2", "3", "4", "5"]
