"""Declaration and inspection of a topology on a broker, over AMQP."""

from contextlib import closing
from dataclasses import dataclass
from typing import Any

from amqp.exceptions import NotFound

from chassis.amqp.connection import connect
from chassis.amqp.topology import Topology

_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class QueueStatus:
    """A queue as it is on the broker now."""

    name: str
    consumers: int
    messages: int


def declare_topology(amqp_uri: str, topology: Topology) -> None:
    """Declare all exchanges, queues and bindings. May be repeated; removes nothing.

    Raises amqp.exceptions.PreconditionFailed when the broker has one of the names with other arguments;
    OSError or AMQPError when it is not reachable or the user may not do it.
    """
    with closing(connect(amqp_uri, _TIMEOUT_S)) as connection:
        _declare(connection.channel(), topology)


def inspect_queues(amqp_uri: str, topology: Topology) -> list[QueueStatus]:
    """The status of those queues of the topology that exist. AMQP can look a queue up by name, not list queues."""
    with closing(connect(amqp_uri, _TIMEOUT_S)) as connection:
        statuses = [_inspect_queue(connection, queue.name) for queue in topology.queues]
    return [status for status in statuses if status is not None]


def has_consumer(amqp_uri: str, queue: str, timeout_s: float) -> bool:
    """Whether anybody takes messages from the queue; False also where there is none. Raises OSError or AMQPError."""
    with closing(connect(amqp_uri, timeout_s)) as connection:
        status = _inspect_queue(connection, queue)
    return status is not None and status.consumers > 0


def _inspect_queue(connection: Any, name: str) -> QueueStatus | None:
    channel = connection.channel()
    try:
        there = channel.queue_declare(name, passive=True)
    except NotFound:
        return None
    channel.close()
    return QueueStatus(name, there.consumer_count, there.message_count)


def _declare(channel: Any, topology: Topology) -> None:
    for exchange in topology.exchanges:
        channel.exchange_declare(exchange.name, exchange.type, durable=True, auto_delete=False)
    for queue in topology.queues:
        channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=queue.arguments)
    for binding in topology.bindings:
        channel.queue_bind(binding.queue, binding.exchange, binding.routing_key)
