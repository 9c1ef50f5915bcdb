"""Admission: how many pieces of work of one kind may run at once, so that each ends in time.

By Little's law the work in hand is its rate times its time: where it takes longer than it should, too much of it is in hand,
by the same factor. So the limit follows from the measured time alone, whatever the machine and the work are. There is no
queue: what is not admitted is refused at once.
"""

from dataclasses import dataclass
from math import sqrt

LEAST_SAMPLES = 10
WINDOW_S = 0.1
"""A judgement rests on so many pieces of work, begun in at least so many seconds."""
STEEPEST = 0.5
"""The least part of the limit that one judgement leaves."""


@dataclass(frozen=True)
class AdmissionPolicy:
    """`target_s`: the mean time that a piece of work may take. `least`: as many are always admitted, however long they take;
    more than a machine can work on at once, so that a short limit never leaves it idle. `most` bounds memory."""

    target_s: float
    least: int = 32
    initial: int = 64
    most: int = 2000


@dataclass(frozen=True, slots=True)
class Admission:
    """One piece of work in hand: when it began, and under which limit."""

    began_at: float
    window: int


class AdmissionLimiter:
    """The limit of one kind of work. Times are seconds of one steady clock, which never goes back.

    Work is judged that was begun under the limit of today: what was begun under an earlier one says nothing of it.
    """

    def __init__(self, policy: AdmissionPolicy) -> None:
        self.in_flight = 0
        self._policy = policy
        self._limit = float(policy.initial)
        self._begin_window(0.0)
        self._window = 0

    @property
    def limit(self) -> int:
        """How many may be in hand now."""
        return int(self._limit)

    def admit(self, now: float) -> Admission | None:
        """One more piece of work in hand, to be given back by `finish`; None when it is refused."""
        if self.in_flight >= self.limit:
            self._full = True
            return None
        self.in_flight += 1
        self._full = self._full or self.in_flight >= self.limit
        return Admission(now, self._window)

    def finish(self, admission: Admission, now: float, *, counts: bool = True) -> None:
        """The work is done. It does not count for the limit when its time says nothing of the load: it was given up, or
        refused by somebody further on."""
        self.in_flight -= 1
        if not counts or admission.window != self._window:
            return
        self._count += 1
        self._seconds += now - admission.began_at
        if self._count >= LEAST_SAMPLES and now - self._since >= WINDOW_S:
            self._judge(self._seconds / self._count, now)

    def _judge(self, mean_s: float, now: float) -> None:
        """Down by the factor by which the work took too long; up, where the limit was reached, by its root."""
        if mean_s > self._policy.target_s:
            lower = self._limit * max(STEEPEST, self._policy.target_s / mean_s)
            self._limit = max(float(self._policy.least), lower)
            self._window += 1
        elif self._full:
            self._limit = min(float(self._policy.most), self._limit + sqrt(self._limit))
            self._window += 1
        self._begin_window(now)

    def _begin_window(self, now: float) -> None:
        self._since, self._count, self._seconds, self._full = now, 0, 0.0, False
