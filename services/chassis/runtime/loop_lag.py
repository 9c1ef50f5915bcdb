"""Hub lag: how long the event loop was kept from running by work that did not yield."""

import time
from collections import deque

import eventlet

from chassis.observability import metrics

_INTERVAL_S = 0.05
_WINDOW_S = 10.0


class SlidingMaximum:
    """The greatest of the values seen in the last `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._falling: deque[tuple[float, float]] = deque()  # (moment, value), values fall from left to right

    def add(self, moment: float, value: float) -> float:
        while self._falling and self._falling[-1][1] <= value:
            self._falling.pop()
        self._falling.append((moment, value))
        while self._falling[0][0] < moment - self._seconds:
            self._falling.popleft()
        return self._falling[0][1]


def start_measuring(service: str) -> None:
    """Measure in a greenlet until the process ends."""
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
