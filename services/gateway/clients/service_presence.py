"""Which services nobody serves just now: their request queues have no consumer.

A request to a service that is away waits in its queue until its deadline, and its caller with it. A restart takes a few
seconds, in which waiting is right; after them it is known that nobody will answer, and the callers are told at once.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from aiormq.abc import AbstractChannel
from aiormq.exceptions import ChannelNotFoundEntity

from chassis.amqp.rpc_protocol import request_queue_name
from gateway.clients.amqp_connection import CONNECTION_ERRORS

log = logging.getLogger(__name__)

PATIENCE_S = 4.0
"""How long a call waits for a service that nobody serves: longer than a restart takes."""
_EVERY_S = 0.5
_ANSWER_S = 3.0

OpenChannel = Callable[[], "asyncio.Future[AbstractChannel] | None"]


class ServicePresence:
    """Asks the broker for the consumers of those services that are slow to answer, and of those that were away.

    `slow`: the services with a call that has waited for `PATIENCE_S`. `on_away` is called once for each service that
    is found to be away. `channel` opens a channel of its own; None while there is no connection.
    """

    def __init__(
        self, channel: OpenChannel, slow: Callable[[], Iterable[str]], on_away: Callable[[str], None]
    ) -> None:
        self._open = channel
        self._slow = slow
        self._on_away = on_away
        self._channel: AbstractChannel | None = None
        self._away: set[str] = set()

    def is_away(self, service: str) -> bool:
        return service in self._away

    def forget(self) -> None:
        """After the connection was lost nothing is known."""
        self._away.clear()
        self._channel = None

    async def run(self) -> None:
        while True:
            await asyncio.sleep(_EVERY_S)
            for service in {*self._slow(), *self._away}:
                with suppress(*CONNECTION_ERRORS):
                    await self._look(service)

    async def _look(self, service: str) -> None:
        consumers = await self._consumers(service)
        if consumers is None:
            return
        if consumers:
            if service in self._away:
                log.info("a service is back", extra={"away": service})
            self._away.discard(service)
        else:
            if service not in self._away:
                log.warning("a service is away: nobody takes its requests", extra={"away": service})
            self._away.add(service)
            self._on_away(service)

    async def _consumers(self, service: str) -> int | None:
        """None where it cannot be known."""
        if self._channel is None or self._channel.is_closed:
            opening = self._open()
            if opening is None:
                return None
            self._channel = await opening
        try:
            async with asyncio.timeout(_ANSWER_S):
                found = await self._channel.queue_declare(request_queue_name(service), passive=True)
        except ChannelNotFoundEntity:
            return None  # a request to it comes back at once
        return found.consumer_count


def waited_since(started: Iterable[tuple[str, float]]) -> set[str]:
    """The services of the calls (service, time of sending) that have waited for `PATIENCE_S`."""
    long_ago = time.monotonic() - PATIENCE_S
    return {service for service, at in started if at <= long_ago}
