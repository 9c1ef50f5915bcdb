"""Answers in memory: never older than a second, never of a past revision, never of a source that cannot be asked."""

import asyncio
import threading
from collections.abc import Hashable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.core.revisioned_cache import AsyncCache, BlockingCache, RevisionedCache
from contracts.errors import ErrorCode, ServiceError


class Source:
    """A source whose value changes with its revision, a clock, and what was asked of it."""

    def __init__(self) -> None:
        self.now = 100.0
        self.revision: int | None = 1
        self.asked = self.loaded = 0
        self.takes_s = 0.0
        self.cache: RevisionedCache[str, str] = RevisionedCache(10)
        self.blocking = BlockingCache(self.cache, self.ask, lambda: self.now)
        self.calm = AsyncCache(self.cache, self.ask_calmly, lambda: self.now)

    def ask(self) -> Hashable:
        self.asked += 1
        revision = self.revision
        self.now += self.takes_s
        if revision is None:
            raise ServiceError(ErrorCode.UNAVAILABLE)
        return revision

    async def ask_calmly(self) -> Hashable:
        revision = self.ask()
        await asyncio.sleep(0)
        return revision

    def load(self) -> str:
        self.loaded += 1
        return f"of {self.revision}"

    def get(self) -> str:
        return self.blocking.get("key", self.load)


@pytest.fixture
def source() -> Source:
    return Source()


def test_revision_is_asked_once_a_second_and_a_value_loaded_once(source: Source) -> None:
    for _ in range(10):
        assert source.get() == "of 1"
        source.now += 0.09
    assert (source.asked, source.loaded) == (1, 1)
    source.now += 0.1
    source.get()
    assert (source.asked, source.loaded) == (2, 1)


@given(st.lists(st.tuples(st.floats(0, 2), st.booleans(), st.booleans()), max_size=40))
def test_no_value_is_older_than_a_second(steps: list[tuple[float, bool, bool]]) -> None:
    source = Source()
    changed_at = {1: float("-inf")}
    for pause, changes, fails in steps:
        source.now += pause
        revision = max(changed_at) + changes
        changed_at.setdefault(revision, source.now)
        source.revision = None if fails else revision
        answered = source.blocking.get("key", lambda now=revision: f"of {now}")  # type: ignore[misc]
        assert answered == f"of {revision}" or source.now - changed_at[revision] < 1


def test_source_that_cannot_be_asked_is_loaded_from_and_asked_once_a_second(source: Source) -> None:
    source.get()
    source.now, source.revision = 101.0, None
    assert [source.get(), source.get()] == ["of None", "of None"]
    assert (source.asked, source.loaded) == (2, 3)
    source.now, source.revision = 102.0, 1
    assert source.get() == "of 1"
    assert (source.asked, source.loaded) == (3, 3), "the revision stands, and so does the value"


def test_answer_that_took_too_long_is_not_relied_upon(source: Source) -> None:
    source.takes_s = 1.5
    source.get()
    source.get()
    assert (source.asked, source.loaded) == (1, 2)


def test_change_that_the_caller_knows_of_is_seen_at_once(source: Source) -> None:
    source.get()
    source.now, source.revision = 100.1, 2
    source.blocking.expire()
    source.now = 100.2
    assert source.get() == "of 2"


def test_value_that_was_loaded_while_the_revision_moved_on_is_not_kept(source: Source) -> None:
    source.get()
    revision = source.cache.revision(source.now)
    source.cache.confirm(source.cache.question(source.now), 2, source.now)
    source.cache.put("key", "of 1", revision)
    assert source.cache.get("key", source.now) is None


def test_memory_is_bounded_and_forgets_what_was_not_read_for_longest() -> None:
    cache: RevisionedCache[str, str] = RevisionedCache(10, len)
    cache.confirm(cache.question(0.0), 1, 0.0)
    for key in "abcd":
        cache.put(key, "xxx", 1)
        cache.get("b", 0.0)
    assert {key for key in "abcd" if cache.get(key, 0.0)} == {"b", "c", "d"}
    cache.put("large", "x" * 11, 1)
    cache.put("b", "x", 1)
    assert (len(cache), cache.size) == (3, 7)


def test_tasks_that_want_a_value_at_once_ask_once(source: Source) -> None:
    async def run() -> list[Hashable]:
        return await asyncio.gather(*(source.calm.revision() for _ in range(20)))

    assert asyncio.run(run()) == [1] * 20
    assert source.asked == 1


def test_task_that_is_given_up_leaves_the_question_to_the_others(source: Source) -> None:
    async def run() -> Hashable:
        first = asyncio.create_task(source.calm.revision())
        second = asyncio.create_task(source.calm.revision())
        await asyncio.sleep(0)
        first.cancel()
        return await second

    assert asyncio.run(run()) == 1
    assert source.asked == 1


def test_task_remembers_and_reads_without_waiting(source: Source) -> None:
    async def run() -> None:
        source.calm.put("key", "value", await source.calm.revision())

    asyncio.run(run())
    assert source.calm.cached("key") == "value"
    source.calm.expire()
    assert source.calm.cached("key") is None


def test_question_that_was_overtaken_by_a_change_is_put_again(source: Source) -> None:
    async def run() -> Hashable:
        waiting = asyncio.create_task(source.calm.revision())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert source.asked == 1
        source.revision, source.now = 2, 100.5
        source.calm.expire()
        source.now = 100.6
        return await waiting

    assert asyncio.run(run()) == 2
    assert source.asked == 2


def test_threads_that_want_a_value_at_once_ask_once(source: Source) -> None:
    begun, answer = threading.Event(), threading.Event()

    def ask() -> Hashable:
        begun.set()
        answer.wait(10)
        return source.ask()

    waiting = BlockingCache(source.cache, ask, lambda: source.now)
    threads = [threading.Thread(target=waiting.get, args=("key", source.load)) for _ in range(5)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    answer.set()
    for thread in threads:
        thread.join(10)
    assert source.asked == 1
