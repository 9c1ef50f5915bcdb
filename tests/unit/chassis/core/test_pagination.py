from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.core.pagination import decode_cursor, encode_cursor, page, position_of
from contracts.base import Page
from contracts.errors import ErrorCode, ServiceError

MINE = {"owner": "a-1"}


@given(st.text() | st.integers(-(2**53), 2**53) | st.datetimes(timezones=st.just(UTC)), st.text())
def test_cursor_gives_back_what_it_was_made_from(sort_key: Any, last_id: str) -> None:
    assert decode_cursor(encode_cursor(sort_key, last_id, MINE), MINE) == (sort_key, last_id)


def test_cursor_is_safe_in_an_address() -> None:
    cursor = encode_cursor(datetime(2026, 1, 1, tzinfo=UTC), "ü?&=+/", MINE)
    assert cursor.replace("-", "").replace("_", "").isalnum()


def refusal(cursor: str, filter: Any = MINE) -> ServiceError:  # noqa: A002
    with pytest.raises(ServiceError) as refused:
        decode_cursor(cursor, filter)
    return refused.value


def test_cursor_of_another_list_is_refused() -> None:
    error = refusal(encode_cursor("k", "i", {"owner": "a-2"}))
    assert (error.code, error.errors[0].pointer) == (ErrorCode.INVALID_REQUEST, "/cursor")


@given(st.text(max_size=80))
def test_nonsense_is_refused_and_never_breaks(cursor: str) -> None:
    assert refusal(cursor).code is ErrorCode.INVALID_REQUEST


def number_page(found: list[int]) -> Page[str]:
    return page(Page[str], found, 2, key=lambda row: (row, f"id-{row}"), filter=MINE, view=str)


def test_page_shows_its_limit_and_goes_on_after_its_last_row() -> None:
    shown = number_page([1, 2, 3])
    assert shown.items == ("1", "2")
    assert position_of(shown.next_cursor, MINE) == (2, "id-2")


@pytest.mark.parametrize("found", [[], [1], [1, 2]])
def test_last_page_has_no_cursor(found: list[int]) -> None:
    assert number_page(found).next_cursor is None


def test_page_is_of_the_class_that_the_contract_names() -> None:
    assert type(number_page([1])) is Page[str]


def test_list_without_cursor_starts_at_its_beginning() -> None:
    assert position_of(None, MINE) is None
