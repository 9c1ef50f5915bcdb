"""Queues of this process alone, gone with their connection, into which events fall while it listens."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from uuid import uuid4

import aiormq
from aiormq.abc import AbstractChannel, DeliveredMessage

from chassis.amqp.permissions import LIVE_QUEUE_PREFIX
from gateway.clients.amqp_connection import CONNECTION_ERRORS

log = logging.getLogger(__name__)

RETRY_S = 5.0

Deliver = Callable[[DeliveredMessage], Coroutine[None, None, None]]


async def listen(
    connection: aiormq.Connection,
    exchange: str,
    routing_keys: Sequence[str],
    deliver: Deliver,
    on_listening: Callable[[], Awaitable[None]],
) -> None:
    """Listen on a fresh connection, as soon as there is something to listen to, until it closes.

    `on_listening` runs each time that it listens anew, after the queue is bound: what happened before no message brings.
    """
    while not connection.is_closed:
        try:
            channel = await connection.channel()
            await _bind(channel, exchange, routing_keys, deliver)
            await on_listening()
            await asyncio.wait([channel.closing])
        except CONNECTION_ERRORS as error:
            log.warning("no live events yet", extra={"exchange": exchange, "error": type(error).__name__})
        await asyncio.sleep(RETRY_S)


async def _bind(
    channel: AbstractChannel, exchange: str, routing_keys: Sequence[str], deliver: Deliver
) -> None:
    queue = f"{LIVE_QUEUE_PREFIX}{uuid4()}"
    await channel.queue_declare(queue, exclusive=True, auto_delete=True)
    for routing_key in routing_keys:
        await channel.queue_bind(queue, exchange, routing_key=routing_key)
    await channel.basic_consume(queue, deliver, no_ack=True)
