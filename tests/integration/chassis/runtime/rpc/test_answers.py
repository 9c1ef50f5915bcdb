"""Every delivery is settled, whatever its answer is made of: the places of the prefetch are never used up."""

import pytest
from tests.integration.chassis.runtime.rpc import calls
from tests.integration.chassis.runtime.rpc.calls import Ask
from tests.integration.chassis.runtime.rpc.conftest import Shared, Suite, Waiting
from tests.integration.chassis.runtime.rpc.test_poison import BODY, send

from contracts.errors import ErrorCode, ServiceError
from devstack.waiting import wait_until

PREFETCH = 2
CASES = (
    "a reference of the database", "an object", "an object without repr", "a type", "a set of objects",
    "half a surrogate pair", "bytes that are no text", "endless", "very deep", "too long for the broker",
    "a field of a wrong type", "nothing", "another model", "an error that cannot be written", "an error without text",
    "a time-out", "the end of the process", "an interrupt", "too deep a recursion",
)  # fmt: skip


def test_an_answer_that_cannot_be_written_is_an_internal_error_and_holds_nobody_up(suite: Suite) -> None:
    target = suite.start_chassis("target", prefetch=PREFETCH)
    for case in CASES:
        with pytest.raises(ServiceError) as raised:
            suite.caller.call(calls.strange, Ask(text=case), timeout_s=5)
        assert raised.value.code in (ErrorCode.INTERNAL_ERROR, ErrorCode.GUARD_FAILED), case
        assert suite.caller.call(calls.echo, Ask(text=case), timeout_s=5).text == case
    wait_until(lambda: target.metric("unsettled_deliveries", queue="rpc") == 0, 5, "all is settled")
    assert target.is_ready()


def test_readiness_tells_of_a_delivery_that_nobody_settles(suite: Suite) -> None:
    target = suite.start_chassis("target", unsettled_limit_s=0.5)
    gate = suite.gate()
    Waiting(suite.uri, gate)
    wait_until(target.is_unready, 10, "not ready")
    assert target.checks()["rpc settles"] is False
    assert "1 unsettled" in target.reasons()["rpc settles"]
    assert target.metric("unsettled_deliveries", service="target", queue="rpc") == 1
    assert target.metric("unsettled_oldest_seconds", service="target", queue="rpc") > 0.5
    gate.touch()
    wait_until(target.is_ready, 10, "ready again")
    assert target.metric("unsettled_deliveries", service="target", queue="rpc") == 0


@pytest.mark.parametrize("reply_to", ["x" * 255, "\u00e9" * 120, "nobody"])
def test_a_reply_that_cannot_be_delivered_holds_nobody_up(shared: Shared, reply_to: str) -> None:
    for _ in range(3):
        send(
            shared.suite.uri,
            BODY,
            content_type="application/json",
            reply_to=reply_to,
            correlation_id="y" * 255,
        )
    assert shared.suite.caller.call(calls.echo, Ask(text="alive")).text == "alive"
    wait_until(lambda: shared.target.metric("unsettled_deliveries", queue="rpc") == 0, 5, "all is settled")
