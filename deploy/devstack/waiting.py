"""Waiting for a condition, never longer than a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 20.0
_POLL_SECONDS = 0.03


class WaitTimeoutError(AssertionError):
    """A condition was not met before the deadline."""


def wait_until(condition: Callable[[], T | None], seconds: float = SECONDS, what: str = "") -> T:
    """The first true value of `condition`: neither None nor False nor empty.

    Blocks, asking every 30 ms. Raises WaitTimeoutError with `what` after so many seconds.
    """
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise WaitTimeoutError(f"not within {seconds:.0f} s: {what or condition!r}")
        time.sleep(_POLL_SECONDS)
    return found
