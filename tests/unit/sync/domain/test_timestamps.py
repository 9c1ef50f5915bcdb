"""Timestamps of the wire."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.domain import timestamps


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("20200731090000", datetime(2020, 7, 31, 2, 0, tzinfo=UTC)),
        ("202007310900", datetime(2020, 7, 31, 2, 0, tzinfo=UTC)),
        ("20200731", datetime(2020, 7, 30, 17, 0, tzinfo=UTC)),
        ("2026-06-09T10:00:00+07:00", datetime(2026, 6, 9, 3, 0, tzinfo=UTC)),
        ("2026-06-09T03:00:00Z", datetime(2026, 6, 9, 3, 0, tzinfo=UTC)),
        ("2026-06-09T10:00:00", datetime(2026, 6, 9, 3, 0, tzinfo=UTC)),
    ],
)
def test_both_forms_are_read(text: str, at: datetime) -> None:
    assert timestamps.parse(text) == at


@pytest.mark.parametrize(
    "text", ["20201331090000", "0", "2020", "00000000000000", "31/07/2020", "0001-01-01", "x", "٢٠٢٠٠٧٣١"]
)
def test_other_text_is_none(text: str) -> None:
    assert timestamps.parse(text) is None


@given(st.text(max_size=20))
def test_no_text_breaks_it(text: str) -> None:
    found = timestamps.parse(text)
    assert found is None or found.tzinfo is not None


@given(st.integers(350_000_000, 4_000_000_000))
def test_what_is_written_is_read_back(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert timestamps.parse(timestamps.format_local(at)) == at
