"""Putting many rows into the index: other greenlets run in between."""

import threading
import time

import pytest

from catalog.application.search.replica import SLICE, apply_changes, in_slices
from catalog.domain.search.index import SearchIndex
from catalog.repository.search_entries import SearchEntryRow
from contracts.catalog import NamedCode, ProcedureSummary


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each pause of this thread was; other tests may have left threads that sleep."""
    made: list[float] = []
    here, sleep = threading.get_ident(), time.sleep

    def pause(seconds: float) -> None:
        if threading.get_ident() == here:
            made.append(seconds)
        else:
            sleep(seconds)

    monkeypatch.setattr(time, "sleep", pause)
    return made


def test_items_come_in_order_with_a_pause_after_each_slice(pauses: list[float]) -> None:
    assert list(in_slices(range(10), 3)) == list(range(10))
    assert pauses == [0, 0, 0]


def test_the_index_is_filled_in_slices(pauses: list[float]) -> None:
    index = SearchIndex()
    apply_changes(index, map(row, range(4 * SLICE)))
    assert (len(index), len(pauses)) == (4 * SLICE, 4)


def row(number: int) -> SearchEntryRow:
    code = f"1.{900_000 + number}"
    summary = ProcedureSummary(
        code=code, name="Cấp thẻ mẫu", promulgator=NamedCode(code="G99", name="Bộ mẫu"), fileable=False
    )
    return SearchEntryRow(code=code, summary=summary, subjects=(), keywords=("thẻ",))
