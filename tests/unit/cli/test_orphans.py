"""What counts as ours among the queues of the broker."""

import pytest

from chassis.amqp.declare import QueueStatus
from chassis.amqp.topology import build_topology
from cli.orphans import orphan_lines

TOPOLOGY = build_topology()
ALL = [QueueStatus(queue.name, 1, 0) for queue in TOPOLOGY.queues]


def test_a_broker_with_all_that_is_described_has_none() -> None:
    assert list(orphan_lines(TOPOLOGY, ALL, complete=True)) == []


@pytest.mark.parametrize("name", ["rpc.reply-gateway-1", "live.gateway-1", "rpc-dossiers"])
def test_queues_of_running_processes_are_known(name: str) -> None:
    assert list(orphan_lines(TOPOLOGY, [*ALL, QueueStatus(name, 1, 0)], complete=True)) == []


def test_a_queue_of_nobody_is_named() -> None:
    (line,) = orphan_lines(TOPOLOGY, [*ALL, QueueStatus("events.dossiers.old", 0, 3)], complete=True)
    assert "not known    events.dossiers.old: 3 messages" in line
