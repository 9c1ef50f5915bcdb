"""SIGTERM finishes the work in flight; nobody does it again."""

import threading
from pathlib import Path

import pytest
from tests.integration.chassis.runtime.rpc import calls
from tests.integration.chassis.runtime.rpc.calls import Ask
from tests.integration.chassis.runtime.rpc.conftest import Suite, Waiting, runs
from tests.support.processes import ServiceProcess

from devstack.waiting import wait_until


def stop_while_serving(suite: Suite, target: ServiceProcess, gate: Path) -> Waiting:
    waiting = Waiting(suite.uri, gate)
    target.terminate()
    return waiting


def test_work_in_flight_is_answered_and_not_run_again(suite: Suite) -> None:
    gate = suite.gate()
    target = suite.start_chassis("target")
    waiting = stop_while_serving(suite, target, gate)
    wait_until(target.is_unready, 5, "it says that it is not ready")
    gate.touch()
    assert target.exit_within(10) == 0
    waiting.join(10)
    assert waiting.answer is not None, "the caller got no answer"
    assert suite.depth("target") == 0
    suite.start_chassis("target")
    suite.caller.call(calls.echo, Ask())
    assert runs(gate) == 1


@pytest.mark.deep
def test_stock_leaves_what_it_did_in_the_queue(suite: Suite) -> None:
    gate = suite.gate()
    target = suite.start_nameko("target")
    stop_while_serving(suite, target, gate)
    wait_until(lambda: suite.depth("target") == 1, 10, "the message went back while its worker runs")
    gate.touch()
    target.exit_within(10)
    suite.start_nameko("target")
    wait_until(lambda: runs(gate) == 2, 10, "the next process ran it again")


@pytest.mark.deep
def test_a_request_that_comes_while_stopping_waits_for_the_next_process(suite: Suite) -> None:
    gate = suite.gate()
    target = suite.start_chassis("target")
    stop_while_serving(suite, target, gate)
    wait_until(target.is_unready, 5, "it is stopping")
    late = suite.gate()
    late.touch()
    later = threading.Thread(target=Waiting, args=(suite.uri, late), daemon=True)
    later.start()
    gate.touch()
    assert target.exit_within(10) == 0
    suite.start_chassis("target")
    wait_until(lambda: runs(late) == 1, 10, "the late request was served once by the next process")
    later.join(10)


@pytest.mark.parametrize("workers", [2])
def test_a_full_pool_neither_loses_calls_nor_its_readiness(suite: Suite, workers: int) -> None:
    target = suite.start_chassis("target", max_workers=workers, prefetch=10)
    gates = [suite.gate() for _ in range(2)]
    waiting = [Waiting(suite.uri, gate) for gate in gates]
    queued = suite.gate()
    queued.touch()
    extra = threading.Thread(target=Waiting, args=(suite.uri, queued), daemon=True)
    extra.start()
    wait_until(lambda: target.metric("workers_busy", service="target") == workers, 5, "the pool is full")
    assert target.is_ready()
    for gate in gates:
        gate.touch()
    for one in waiting:
        one.join(10)
    assert all(one.answer for one in waiting)
    wait_until(lambda: runs(queued) == 1, 5, "the queued call was served")
    extra.join(10)
