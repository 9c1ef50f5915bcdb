"""What counts as ours among the queues of the broker."""

import pytest

from chassis.declare import Found
from chassis.topology import describe
from cli.orphans import findings

TOPOLOGY = describe()
ALL = [Found(queue.name, 1, 0) for queue in TOPOLOGY.queues]


def test_a_broker_with_all_that_is_described_has_none() -> None:
    assert list(findings(TOPOLOGY, ALL, complete=True)) == []


@pytest.mark.parametrize("name", ["rpc.reply-gateway-1", "live.gateway-1", "rpc-dossiers"])
def test_queues_of_running_processes_are_known(name: str) -> None:
    assert list(findings(TOPOLOGY, [*ALL, Found(name, 1, 0)], complete=True)) == []


def test_a_queue_of_nobody_is_named() -> None:
    (line,) = findings(TOPOLOGY, [*ALL, Found("events.dossiers.old", 0, 3)], complete=True)
    assert "not known    events.dossiers.old: 3 messages" in line
