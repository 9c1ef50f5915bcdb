"""Waiting for what comes a moment later, never longer than a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
SECONDS = 20.0
_POLL_SECONDS = 0.03


class WaitTimeoutError(Exception):
    """What was waited for did not come in time."""


def wait_for(what: str, look: Callable[[], T | None], seconds: float = SECONDS) -> T:
    """The first thing that `look` finds, neither None nor False nor empty. Raises LateError."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise WaitTimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(_POLL_SECONDS)
    return found
