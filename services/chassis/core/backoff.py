"""Exponential back-off with jitter: the pause before the next try of whatever failed."""

import random
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Backoff:
    """Pauses that double from `first_s` to `longest_s` seconds.

    Each is drawn evenly from the upper part of its range, `jitter` being the share that may be taken off (0 to 1):
    processes that failed together do not try again together.
    """

    first_s: float
    longest_s: float
    jitter: float = 0.5

    def pause_s(self, failures: int) -> float:
        """Seconds to wait after the `failures`-th failure in a row; the first is 1."""
        full = min(self.longest_s, self.first_s * 2.0 ** min(max(failures, 1) - 1, 60))
        return full * (1.0 - random.uniform(0.0, self.jitter))  # noqa: S311  spreads load, guards nothing

    def pause(self, failures: int) -> timedelta:
        """As `pause_s`, for who reckons with days and times."""
        return timedelta(seconds=self.pause_s(failures))
