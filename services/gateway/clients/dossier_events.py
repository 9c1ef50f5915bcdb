"""News of dossiers as they happen: the broker's events wake those who wait for them."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import aiormq
import orjson
from aiormq.abc import DeliveredMessage

from contracts.errors import ErrorCode, ServiceError
from gateway.clients.live_queue import listen

EVENTS = "dossiers.events"
EVERY_EVENT = "dossiers.#"
MAX_STREAMS = 2000
"""Streams in all; above this the gateway says that it is full."""
MAX_STREAMS_PER_ACCOUNT = 10


class DossierEventFanout:
    """The streams of this process, and the events that wake them.

    A wake-up says only that there may be news: what they are, each stream asks in its caller's own name.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._by_person: Counter[str] = Counter()
        self.ended = False
        """Whether streams are to end: the process stops, their clients come back to another."""

    async def consume(self, connection: aiormq.Connection) -> None:
        """Listen on a fresh connection until it closes. Whoever waits looks once, for what was missed in between."""
        await listen(connection, EVENTS, [EVERY_EVENT], self._deliver, self._wake_all)

    @contextmanager
    def subscribe(self, dossier_id: str, account_id: str, *others: str) -> Iterator[asyncio.Event]:
        """Set whenever something happened to the dossier, the account, or one of the others: session, act of representation.

        Raises ServiceError: rate_limited, unavailable.
        """
        self._admit(account_id)
        news, subjects = asyncio.Event(), (dossier_id, account_id, *others)
        for subject in subjects:
            self._waiting.setdefault(subject, set()).add(news)
        self._by_person[account_id] += 1
        try:
            yield news
        finally:
            self._leave(subjects, news)
            self._forget(account_id)

    def end_streams(self) -> None:
        self.ended = True
        for subject in self._waiting:
            self.wake(subject)

    def wake(self, subject: str) -> None:
        """Those who wait for news of this dossier, session or account."""
        for news in self._waiting.get(subject, ()):
            news.set()

    @property
    def streams(self) -> int:
        return self._by_person.total()

    def _admit(self, account_id: str) -> None:
        if self._by_person[account_id] >= MAX_STREAMS_PER_ACCOUNT:
            raise ServiceError(ErrorCode.RATE_LIMITED, seconds=60)
        if self.streams >= MAX_STREAMS:
            raise ServiceError(ErrorCode.UNAVAILABLE)

    def _leave(self, subjects: Iterable[str], news: asyncio.Event) -> None:
        for subject in subjects:
            waiting = self._waiting.get(subject, set())
            waiting.discard(news)
            if not waiting:
                self._waiting.pop(subject, None)

    def _forget(self, account_id: str) -> None:
        self._by_person[account_id] -= 1
        if not self._by_person[account_id]:
            del self._by_person[account_id]

    async def _deliver(self, message: DeliveredMessage) -> None:
        try:
            dossier_id = orjson.loads(message.body)["payload"]["dossier_id"]
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return  # an event of something that is no dossier
        self.wake(dossier_id)

    async def _wake_all(self) -> None:
        for subject in self._waiting:
            self.wake(subject)
