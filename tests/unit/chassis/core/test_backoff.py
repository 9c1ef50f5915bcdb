from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.core.backoff import Backoff

EXACT = Backoff(first_s=5, longest_s=3600, jitter=0)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 5), (1, 5), (2, 10), (3, 20), (10, 2560), (11, 3600), (99_999, 3600)]
)
def test_pauses_double_up_to_the_longest(failures: int, seconds: float) -> None:
    assert EXACT.pause(failures) == timedelta(seconds=seconds)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_jitter_shortens_a_pause_by_its_share_at_most(failures: int, jitter: float) -> None:
    full = EXACT.pause_s(failures)
    assert full * (1 - jitter) <= Backoff(5, 3600, jitter).pause_s(failures) <= full


def test_processes_that_failed_together_do_not_try_again_together() -> None:
    backoff = Backoff(first_s=5, longest_s=3600)
    assert len({backoff.pause_s(3) for _ in range(20)}) > 10
