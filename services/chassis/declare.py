"""Putting a topology on a broker, over AMQP. May be repeated."""

from contextlib import closing
from typing import Any

from chassis.amqp_link import connect
from chassis.topology import Topology

_TIMEOUT_S = 10.0


def declare(amqp_uri: str, topology: Topology) -> None:
    """Declare all exchanges, queues and bindings.

    Raises amqp.exceptions.PreconditionFailed when the broker has one of the names with other arguments;
    OSError or AMQPError when it is not reachable or the user may not do it.
    """
    with closing(connect(amqp_uri, _TIMEOUT_S)) as connection:
        _declare(connection.channel(), topology)


def _declare(channel: Any, topology: Topology) -> None:
    for exchange in topology.exchanges:
        channel.exchange_declare(exchange.name, exchange.type, durable=True, auto_delete=False)
    for queue in topology.queues:
        channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=queue.arguments)
    for binding in topology.bindings:
        channel.queue_bind(binding.queue, binding.exchange, binding.routing_key)
