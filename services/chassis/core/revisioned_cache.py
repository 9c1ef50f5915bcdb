"""Cache of another service's answers that stand while the revision of their source stands.

The source names its revision: any value that changes with every change of what it answers. A value that was loaded after
the revision was asked holds as long as the same revision is found again. The revision is asked at most once in
`MAX_AGE_S`, when a value is wanted and by one caller at a time, so that no value is older than that; where it cannot be
asked, nothing is answered from memory.

`RevisionedCache` is the memory and its rules, without a clock; `BlockingCache` and `AsyncCache` ask and load, for
greenlets and for asyncio.
"""

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from contracts.errors import ServiceError

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MAX_AGE_S = 1.0
NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Question:
    """One asking for the revision: since when, and how many changes the callers knew of before."""

    asked_at: float
    expirations: int


class RevisionedCache(Generic[K, V]):
    """Values of one revision, at most `capacity` in the sum of `size_of`; those not read for longest go first.

    Times are seconds of one steady clock. No value is None. Of one thread, whose greenlets or tasks may share it.
    """

    def __init__(self, capacity: int, size_of: Callable[[V], int] = lambda _: 1) -> None:
        self.size = 0
        self._capacity = capacity
        self._size_of = size_of
        self._values: OrderedDict[K, V] = OrderedDict()
        self._revision: Hashable = None
        self._expirations = 0
        self._confirmed = self._failed = Question(NEVER, 0)

    def question(self, now: float) -> Question:
        """What is to be kept while the revision is asked, from `now` on."""
        return Question(now, self._expirations)

    def is_known(self, now: float) -> bool:
        """Whether nothing has to be asked at `now`."""
        return self._holds(self._confirmed, now) or self._holds(self._failed, now)

    def revision(self, now: float) -> Hashable | None:
        """The revision that holds at `now`; None when it must be asked, or could not be."""
        return self._revision if self._holds(self._confirmed, now) else None

    def confirm(self, question: Question, revision: Hashable, now: float) -> None:
        """The answer that came at `now`: another revision empties the memory. One that took too long to be relied upon
        counts as none."""
        if now - question.asked_at >= MAX_AGE_S:
            self.fail(question, now)
            return
        if revision != self._revision:
            self.clear()
            self._revision = revision
        self._confirmed = question

    def fail(self, question: Question, now: float) -> None:
        """There was no answer until `now`: it is asked again `MAX_AGE_S` later."""
        self._failed = Question(now, question.expirations)

    def expire(self) -> None:
        """What was asked until now holds no more: the caller knows of a change."""
        self._expirations += 1

    def get(self, key: K, now: float) -> V | None:
        """The value, None when there is none or the revision must be asked."""
        if not self._holds(self._confirmed, now) or key not in self._values:
            return None
        self._values.move_to_end(key)
        return self._values[key]

    def put(self, key: K, value: V, revision: Hashable) -> None:
        """Remember a value that was loaded after `revision` was asked, unless that is past or the value too large."""
        size = self._size_of(value)
        if revision != self._revision or size > self._capacity:
            return
        if key in self._values:
            self.size -= self._size_of(self._values.pop(key))
        self._values[key] = value
        self.size += size
        while self.size > self._capacity:
            _, oldest = self._values.popitem(last=False)
            self.size -= self._size_of(oldest)

    def clear(self) -> None:
        self._values.clear()
        self.size = 0

    def __len__(self) -> int:
        return len(self._values)

    def _holds(self, question: Question, now: float) -> bool:
        return question.expirations == self._expirations and now - question.asked_at < MAX_AGE_S


class BlockingCache(Generic[K, V]):
    """The cache for greenlets. `ask` returns the revision or raises ServiceError, and may block."""

    def __init__(
        self,
        cache: RevisionedCache[K, V],
        ask: Callable[[], Hashable],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cache = cache
        self._ask = ask
        self._clock = clock
        self._asking = threading.Lock()

    def get(self, key: K, load: Callable[[], V]) -> V:
        """The value in memory, else what `load` returns, which may block and raise and may run for several callers at
        once."""
        revision = self._revision()
        if revision is None:
            return load()
        cached = self._cache.get(key, self._clock())
        if cached is not None:
            return cached
        value = load()
        self._cache.put(key, value, revision)
        return value

    def expire(self) -> None:
        """The caller knows of a change: the next value is read after the revision was asked anew."""
        self._cache.expire()

    def _revision(self) -> Hashable | None:
        if not self._cache.is_known(self._clock()):
            with self._asking:
                while not self._cache.is_known(self._clock()):
                    self._ask_now()
        return self._cache.revision(self._clock())

    def _ask_now(self) -> None:
        question = self._cache.question(self._clock())
        try:
            self._cache.confirm(question, self._ask(), self._clock())
        except ServiceError:
            self._cache.fail(question, self._clock())


class AsyncCache(Generic[K, V]):
    """The cache for asyncio. `ask` returns the revision or raises ServiceError."""

    def __init__(
        self,
        cache: RevisionedCache[K, V],
        ask: Callable[[], Awaitable[Hashable]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cache = cache
        self._ask = ask
        self._clock = clock
        self._asking: asyncio.Task[None] | None = None

    def cached(self, key: K) -> V | None:
        """The value in memory, None when there is none or the revision must be asked first. Never waits."""
        return self._cache.get(key, self._clock())

    async def revision(self) -> Hashable | None:
        """The revision now; None when it cannot be asked."""
        while not self._cache.is_known(self._clock()):
            if self._asking is None:
                self._asking = asyncio.create_task(self._ask_now())
            await asyncio.shield(self._asking)
        return self._cache.revision(self._clock())

    def put(self, key: K, value: V, revision: Hashable) -> None:
        """Remember a value that was loaded after `revision()` returned this."""
        self._cache.put(key, value, revision)

    def expire(self) -> None:
        """The caller knows of a change: the next value is read after the revision was asked anew."""
        self._cache.expire()

    async def _ask_now(self) -> None:
        question = self._cache.question(self._clock())
        try:
            self._cache.confirm(question, await self._ask(), self._clock())
        except ServiceError:
            self._cache.fail(question, self._clock())
        finally:
            self._asking = None
