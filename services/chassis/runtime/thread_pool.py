"""Pool of real threads for CPU-bound work, so that the event loop goes on meanwhile."""

import contextvars
import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from eventlet import patcher, tpool

P = ParamSpec("P")
R = TypeVar("R")

THREADS = max(2, os.cpu_count() or 1)
"""More threads than cores would only take memory."""

tpool.set_num_threads(THREADS)


def run_in_thread(fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Call `fn` in a real thread; the calling greenlet waits, the others run. Returns and raises as `fn`.

    `fn` must release the GIL to be of use (hashing, compression, rendering do) and must not touch greenlets,
    sockets or the database. In a process that is not monkey-patched it is simply called.
    """
    if not patcher.is_monkey_patched("thread"):
        return fn(*args, **kwargs)
    context = contextvars.copy_context()
    result: R = tpool.execute(context.run, fn, *args, **kwargs)
    return result
