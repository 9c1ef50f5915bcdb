"""The limiter before a simulated service: full use of it, short times, under any load it is offered."""

import heapq
import random
from dataclasses import dataclass, field
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chassis.core.admission import Admission, AdmissionLimiter, AdmissionPolicy

POLICY = AdmissionPolicy(target_s=0.5)
NUMBERS = count()
Running = list[tuple[float, int, Admission]]
"""When each ends, a number of its own, and what was admitted."""


@dataclass
class Service:
    """Workers that take one piece of work each, in the order in which it came."""

    workers: int
    takes_s: float
    dice: random.Random
    free_at: list[float] = field(default_factory=list)

    def ends_at(self, now: float) -> float:
        begins = now if len(self.free_at) < self.workers else max(now, heapq.heappop(self.free_at))
        ends = begins + self.dice.uniform(0.5, 1.5) * self.takes_s
        heapq.heappush(self.free_at, ends)
        return ends

    @property
    def capacity(self) -> float:
        return self.workers / self.takes_s


@dataclass
class Outcome:
    done: int = 0
    shed: int = 0
    times: list[float] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        return sorted(self.times)[int(len(self.times) * share)]


def play(
    limiter: AdmissionLimiter,
    service: Service,
    rate: float,
    begin_s: float,
    end_s: float,
    running: Running | None = None,
    settled_s: float = 5.0,
) -> Outcome:
    """Work arrives at random times at a mean `rate`; what arrives once the limiter had `settled_s` is looked at."""
    outcome, now, running = Outcome(), begin_s, running if running is not None else []
    while now < end_s:
        while running and running[0][0] <= now:
            ended, _, admission = heapq.heappop(running)
            limiter.finish(admission, ended)
            if begin_s + settled_s <= ended:
                outcome.done += 1
                outcome.times.append(ended - admission.began_at)
        admitted = limiter.admit(now)
        if admitted is not None:
            heapq.heappush(running, (service.ends_at(now), next(NUMBERS), admitted))
        elif now >= begin_s + settled_s:
            outcome.shed += 1
        now += service.dice.expovariate(rate)
    return outcome


@settings(max_examples=25)
@given(st.integers(1, 16), st.floats(0.002, 0.05), st.floats(1.5, 8), st.integers())
def test_overload_leaves_full_use_and_short_times(
    workers: int, takes: float, times: float, seed: int
) -> None:
    service = Service(workers, takes, random.Random(seed))
    if not 60 <= service.capacity <= 1500:
        return
    outcome = play(AdmissionLimiter(POLICY), service, service.capacity * times, 0, 20)
    assert outcome.done / 15 >= 0.9 * service.capacity
    assert outcome.quantile(0.99) < 1
    assert outcome.shed > 0


@pytest.mark.parametrize("load", [0.3, 0.6, 0.9])
def test_what_a_service_can_take_is_not_shed(load: float) -> None:
    service = Service(8, 0.02, random.Random(1))
    outcome = play(AdmissionLimiter(POLICY), service, service.capacity * load, 0, 30)
    assert outcome.shed == 0


def test_limit_recovers_within_five_seconds() -> None:
    service, limiter = Service(4, 0.02, random.Random(2)), AdmissionLimiter(POLICY)
    running: Running = []
    play(limiter, service, service.capacity * 5, 0, 20, running)
    calm = play(limiter, service, service.capacity * 0.8, 20, 40, running)
    assert calm.shed == 0
    assert calm.quantile(0.99) < 0.5


def test_service_that_becomes_slower_is_followed() -> None:
    service, limiter = Service(8, 0.01, random.Random(3)), AdmissionLimiter(POLICY)
    running: Running = []
    play(limiter, service, 1600, 0, 10, running)
    service.takes_s = 0.03
    slower = play(limiter, service, 1600, 10, 35, running, settled_s=10)
    assert slower.quantile(0.99) < 1, "once what it had in hand when it became slower is done"
    assert slower.done / 15 >= 0.9 * service.capacity


@given(st.lists(st.tuples(st.floats(0, 3), st.sampled_from(["begin", "end", "give up"])), max_size=300))
def test_limit_keeps_its_bounds_and_counts_what_is_in_hand(steps: list[tuple[float, str]]) -> None:
    limiter, now = AdmissionLimiter(AdmissionPolicy(0.5, least=2, initial=4, most=9)), 0.0
    held: list[Admission] = []
    for pause, step in steps:
        now += pause
        if step == "begin":
            admission = limiter.admit(now)
            assert (admission is None) == (len(held) >= limiter.limit)
            held += [admission] if admission else []
        elif held:
            limiter.finish(held.pop(0), now, counts=step == "end")
        assert limiter.in_flight == len(held)
        assert 2 <= limiter.limit <= 9


def test_work_that_does_not_count_moves_nothing() -> None:
    limiter = AdmissionLimiter(POLICY)
    for second in range(100):
        admission = limiter.admit(float(second))
        assert admission is not None
        limiter.finish(admission, second + 0.9, counts=False)
    assert limiter.limit == POLICY.initial


def test_limit_falls_by_the_factor_by_which_work_took_too_long() -> None:
    limiter, limits = AdmissionLimiter(AdmissionPolicy(0.5, least=1)), []
    for moment in range(4):
        admitted = [limiter.admit(moment * 10.0) for _ in range(20)]
        limits.append(limiter.limit)
        for each in admitted:
            if each is not None:
                limiter.finish(each, moment * 10 + 0.8)
    assert [after / before for before, after in pairwise(limits)][:2] == pytest.approx(
        [0.625, 0.625], abs=0.03
    )
