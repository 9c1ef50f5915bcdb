"""The broker goes away, comes back, or takes nothing: callers are told in time, services come back by themselves."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.integration.chassis.runtime.rpc import calls
from tests.integration.chassis.runtime.rpc.calls import Ask
from tests.integration.chassis.runtime.rpc.conftest import Suite, Waiting

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from contracts.errors import ServiceError
from devstack.servers.broker import PrivateBroker
from devstack.servers.mongo_address import MongoDatabase
from devstack.waiting import wait_until

pytestmark = pytest.mark.deep


@pytest.fixture
def alone(broker_of_own: PrivateBroker, database: MongoDatabase, tmp_path: Path) -> Iterator[Suite]:
    uri = broker_of_own.address.new_vhost("alone").uri
    with ExitStack() as running:
        yield Suite(uri, database, tmp_path, running, running.enter_context(BlockingRpcClient(uri, "test")))


def is_answered(uri: str) -> bool:
    try:
        with BlockingRpcClient(uri, "again") as caller:
            return caller.call(calls.forward_echo, Ask(text="again"), timeout_s=2).text == "again"
    except (ServiceError, OSError):
        return False


def test_services_come_back_after_the_broker_was_killed(alone: Suite, broker_of_own: PrivateBroker) -> None:
    processes = [alone.start_chassis("target"), alone.start_chassis("front")]
    assert is_answered(alone.uri)
    broker_of_own.kill()
    for process in processes:
        wait_until(process.is_unready, 10, "it says that it is not ready")
        assert process.is_live()
    broker_of_own.start()
    wait_until(lambda: is_answered(alone.uri), 30, "calls are answered again")
    for process in processes:
        wait_until(process.is_ready, 10, "it is ready again")


def test_work_begun_before_the_break_settles_nothing_that_came_after_it(
    alone: Suite, broker_of_own: PrivateBroker
) -> None:
    """Delivery tags start at 1 again on each connection: the old 1 must not acknowledge the new 1."""
    target = alone.start_chassis("target")
    before, after = alone.gate(), alone.gate()
    Waiting(alone.uri, before)
    broker_of_own.kill()
    wait_until(target.is_unready, 10, "it noticed the break")
    broker_of_own.start()
    wait_until(target.is_ready, 30, "it is ready again")
    waiting = Waiting(alone.uri, after)
    before.touch()
    wait_until(lambda: target.metric("workers_busy", service="target") == 1, 10, "the old work is done")
    after.touch()
    waiting.join(10)
    assert waiting.answer is not None, "the call that came after the break got no answer"


def test_a_call_while_the_broker_is_away_fails_fast(alone: Suite, broker_of_own: PrivateBroker) -> None:
    alone.start_chassis("target")
    started = time.monotonic()
    broker_of_own.kill()
    with pytest.raises((ServiceError, OSError)):
        alone.caller.call(calls.echo, Ask(), timeout_s=3)
    assert time.monotonic() - started < 8
