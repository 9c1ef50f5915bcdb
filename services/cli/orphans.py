"""What on the broker does not fit the topology."""

from collections.abc import Iterator, Sequence

from chassis.amqp.declare import QueueStatus
from chassis.amqp.permissions import LIVE_QUEUES
from chassis.amqp.topology import Topology
from contracts.topology import SERVICES

_TRANSIENT = ("rpc.reply-", LIVE_QUEUES)
"""Queues of running processes, gone with them."""


def orphan_lines(topology: Topology, found: Sequence[QueueStatus], *, complete: bool) -> Iterator[str]:
    """A line for each queue that is missing, not consumed or not known. `complete`: all queues were listed."""
    by_name = {queue.name: queue for queue in found}
    known = {queue.name for queue in topology.queues}
    for queue in topology.queues:
        there = by_name.get(queue.name)
        if there is None:
            yield f"missing      {queue.name}: run `motcua topology apply`"
        elif queue.service and there.consumers == 0:
            yield f"not consumed {queue.name}: {there.messages} messages wait for service {queue.service}"
    if complete:
        yield from (_unknown(queue) for queue in found if not _is_known(queue.name, known))


def _unknown(queue: QueueStatus) -> str:
    return (
        f"not known    {queue.name}: {queue.messages} messages, {queue.consumers} consumers; no part of ours"
    )


def _is_known(name: str, known: set[str]) -> bool:
    return name in known or name.startswith(_TRANSIENT) or name in {f"rpc-{service}" for service in SERVICES}
