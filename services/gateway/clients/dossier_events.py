"""News of dossiers as they happen: the broker's events wake those who wait for them."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import aiormq
import orjson
from aiormq.abc import DeliveredMessage

from chassis.amqp.permissions import LIVE_QUEUE_PREFIX
from contracts.errors import ErrorCode, ServiceError
from gateway.clients.amqp_connection import CONNECTION_ERRORS

log = logging.getLogger(__name__)

EVENTS = "dossiers.events"
EVERY_EVENT = "dossiers.#"
RETRY_S = 5.0
MAX_STREAMS = 2000
"""Streams in all; above this the gateway says that it is full."""
MAX_STREAMS_PER_ACCOUNT = 10


class DossierEventFanout:
    """One queue of this process, gone with its connection, and the streams that wait on it.

    A wake-up says only that there may be news: what they are, each stream asks in its caller's own name.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._by_person: Counter[str] = Counter()
        self.ended = False
        """Whether streams are to end: the process stops, their clients come back to another."""

    async def consume(self, connection: aiormq.Connection) -> None:
        """Listen on a fresh connection, as soon as there is something to listen to; ends with the connection."""
        while not connection.is_closed:
            try:
                await self._listen(connection)
                return
            except CONNECTION_ERRORS as error:
                log.warning("no events of dossiers yet", extra={"error": type(error).__name__})
                await asyncio.sleep(RETRY_S)

    async def _listen(self, connection: aiormq.Connection) -> None:
        """Whoever waits looks once, for what was missed in between."""
        channel = await connection.channel()
        queue = f"{LIVE_QUEUE_PREFIX}{uuid4()}"
        await channel.queue_declare(queue, exclusive=True, auto_delete=True)
        await channel.queue_bind(queue, EVENTS, routing_key=EVERY_EVENT)
        await channel.basic_consume(queue, self._deliver, no_ack=True)
        self._wake(list(self._waiting))

    @contextmanager
    def subscribe(self, dossier_id: str, account_id: str) -> Iterator[asyncio.Event]:
        """Set whenever something happened to the dossier. Raises ServiceError: rate_limited, unavailable."""
        self._admit(account_id)
        news = asyncio.Event()
        self._waiting.setdefault(dossier_id, set()).add(news)
        self._by_person[account_id] += 1
        try:
            yield news
        finally:
            self._leave(dossier_id, account_id, news)

    def end_streams(self) -> None:
        self.ended = True
        self._wake(list(self._waiting))

    @property
    def streams(self) -> int:
        return self._by_person.total()

    def _admit(self, account_id: str) -> None:
        if self._by_person[account_id] >= MAX_STREAMS_PER_ACCOUNT:
            raise ServiceError(ErrorCode.RATE_LIMITED, seconds=60)
        if self.streams >= MAX_STREAMS:
            raise ServiceError(ErrorCode.UNAVAILABLE)

    def _leave(self, dossier_id: str, account_id: str, news: asyncio.Event) -> None:
        waiting = self._waiting[dossier_id]
        waiting.discard(news)
        if not waiting:
            del self._waiting[dossier_id]
        self._by_person[account_id] -= 1
        if not self._by_person[account_id]:
            del self._by_person[account_id]

    async def _deliver(self, message: DeliveredMessage) -> None:
        try:
            dossier_id = orjson.loads(message.body)["payload"]["dossier_id"]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return  # an event of something that is no dossier
        self._wake([dossier_id])

    def _wake(self, dossier_ids: list[str]) -> None:
        for dossier_id in dossier_ids:
            for news in self._waiting.get(dossier_id, ()):
                news.set()
