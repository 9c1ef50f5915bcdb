"""Exclusive work: what reads or makes signatures is done in a thread, one call at a time in a process.

The ASN.1 library under pyHanko fills the tables of a class when it is first used, and parses an object (a certificate of
the settings, too) when it is first read: two threads at once see half of it, and an error that is none of the file.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

from chassis.runtime import thread_pool

P = ParamSpec("P")
R = TypeVar("R")

_ONE = threading.Lock()


def run_exclusively(fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """`fn` in a thread, as `run_in_thread`. Blocks while another is at it. `fn` must not call this."""
    with _ONE:
        return thread_pool.run_in_thread(fn, *args, **kwargs)


def run_coroutine(coroutine: Coroutine[Any, Any, R]) -> R:
    """The result of a coroutine, in the thread that calls.

    `asyncio.run` takes a lock of the process, which greenlets of another thread may hold.
    """
    loop = _DirectLoop()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()


class _DirectLoop(asyncio.SelectorEventLoop):
    """Does at once what is handed to an executor: it is in a thread of its own already."""

    def run_in_executor(  # type: ignore[override]
        self, _executor: object, func: Callable[..., R], *args: Any
    ) -> "asyncio.Future[R]":
        future: asyncio.Future[R] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:  # noqa: BLE001  whoever awaits it gets it
            future.set_exception(error)
        return future
