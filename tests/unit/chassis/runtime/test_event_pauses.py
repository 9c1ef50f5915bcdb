"""Between two batches of events more arrive; the first after a rest, and a full one, begin at once."""

import time
from collections import deque
from typing import Any

import pytest

from chassis.runtime.event_handler import EventEntrypoint
from contracts.events import Subscription

PAUSE_S = 0.05
LONG_AGO = -1e9


class Waiting:
    """A message as far as its order is concerned."""

    def __init__(self, redeliveries: int = 0) -> None:
        self.headers = {"x-delivery-count": redeliveries}


def pause_of(arrived: list[Any], began: float, pause_s: float = PAUSE_S) -> float:
    """How long after now the next batch begins."""
    entrypoint = EventEntrypoint(Subscription("stock", "sales", ()), 3, 1, pause_s)
    entrypoint._arrived, entrypoint._began = deque(arrived), began
    now = time.monotonic()
    entrypoint._pause()
    assert time.monotonic() >= entrypoint._began
    return entrypoint._began - now


def test_a_batch_begins_a_pause_after_the_one_before() -> None:
    before = time.monotonic()
    assert pause_of([Waiting()], before) + time.monotonic() - before >= PAUSE_S


@pytest.mark.parametrize(
    ("arrived", "began", "pause_s"),
    [
        ([Waiting()], LONG_AGO, 60.0),
        ([Waiting()] * 3, time.monotonic(), 60.0),
        ([Waiting(redeliveries=1)], time.monotonic(), 60.0),
        ([Waiting()], time.monotonic(), 0.0),
        ([], LONG_AGO, 60.0),
    ],
    ids=["after a rest", "full", "alone", "without a pause", "taken by another call"],
)
def test_what_need_not_wait_does_not(arrived: list[Any], began: float, pause_s: float) -> None:
    assert pause_of(arrived, began, pause_s) < 60.0 / 2
