"""Event-loop lag: how late the loop wakes a sleeping greenlet because other work did not yield, in seconds."""

import time
from collections import deque

import eventlet

from chassis.observability import metrics

_INTERVAL_S = 1.0
_WINDOW_S = 10.0


class SlidingMaximum:
    """The greatest of the values seen in the last `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._falling: deque[tuple[float, float]] = deque()  # (time, value), values fall from left to right

    def add(self, at: float, value: float) -> float:
        """Add a value seen at the time `at` (seconds, never before the last one); the greatest of the window."""
        while self._falling and self._falling[-1][1] <= value:
            self._falling.pop()
        self._falling.append((at, value))
        while self._falling[0][0] < at - self._seconds:
            self._falling.popleft()
        return self._falling[0][1]


def start_measuring(service: str) -> None:
    """Spawn the greenlet that measures until the process ends, into the metrics `hub_lag_*`."""
    eventlet.spawn(_measure, service)


def _measure(service: str) -> None:
    last, greatest = metrics.HUB_LAG.labels(service), metrics.HUB_LAG_MAX.labels(service)
    window = SlidingMaximum(_WINDOW_S)
    while True:
        before = time.monotonic()
        eventlet.sleep(_INTERVAL_S)
        now = time.monotonic()
        lag = max(0.0, now - before - _INTERVAL_S)
        last.set(lag)
        greatest.set(window.add(now, lag))
