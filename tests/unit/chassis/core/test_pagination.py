import base64
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.core.pagination import SortKey, decode_cursor, encode_cursor, page, position_of
from contracts.base import Page
from contracts.errors import ErrorCode, ServiceError

MINE = {"owner": "a-1"}


@given(st.text() | st.integers(0, 2**63 - 1) | st.datetimes(timezones=st.just(UTC)), st.text())
def test_cursor_gives_back_what_it_was_made_from(sort_key: Any, last_id: str) -> None:
    cursor = encode_cursor(sort_key, last_id, MINE)
    assert decode_cursor(cursor, MINE, type(sort_key)) == (sort_key, last_id)


def test_cursor_is_safe_in_an_address() -> None:
    cursor = encode_cursor(datetime(2026, 1, 1, tzinfo=UTC), "ü?&=+/", MINE)
    assert cursor.replace("-", "").replace("_", "").isalnum()


def refusal(cursor: str, kind: type[SortKey] = str) -> ServiceError:
    with pytest.raises(ServiceError) as refused:
        decode_cursor(cursor, MINE, kind)
    return refused.value


def test_cursor_of_another_list_is_refused() -> None:
    error = refusal(encode_cursor("k", "i", {"owner": "a-2"}))
    assert (error.code, error.errors[0].pointer) == (ErrorCode.INVALID_REQUEST, "/cursor")


@given(st.text(max_size=80))
def test_nonsense_is_refused_and_never_breaks(cursor: str) -> None:
    assert refusal(cursor).code is ErrorCode.INVALID_REQUEST


def forged(key: Any) -> str:
    """A cursor of this very list, made by hand."""
    text = orjson.dumps([key, "id", orjson.loads(base64.urlsafe_b64decode(padded(MINE)))[2]])
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def padded(filter: Any) -> str:  # noqa: A002
    cursor = encode_cursor("k", "i", filter)
    return cursor + "=" * (-len(cursor) % 4)


KEYS: dict[type[SortKey], list[Any]] = {
    int: ["abc", "1", -1, 2**63, 2**64 - 1, 1.5, True, None, [], {}, {"at": "2026-11-27T00:00:00+00:00"}],
    str: [1, 1.5, True, None, [], {}, {"$gt": ""}, {"at": "2026-11-27T00:00:00+00:00"}],
    datetime: [
        "abc", 1, None, True, [], {}, {"at": 1}, {"at": None}, {"at": "2026-11-27"}, {"at": "2026-11-27T00:00:00"},
        {"at": "0001-01-01T00:00:00+14:00"}, {"at": "9999-12-31T23:59:59-12:00"}, {"$gt": ""},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "key"),
    [pytest.param(kind, key, id=f"{kind.__name__} {key}") for kind in KEYS for key in KEYS[kind]],
)
def test_cursor_made_by_hand_for_this_list_is_refused_unless_its_key_is_one(
    kind: type[SortKey], key: Any
) -> None:
    assert refusal(forged(key), kind).errors[0].pointer == "/cursor"


def test_every_kind_of_key_has_its_cursor() -> None:
    assert [decode_cursor(forged(key), MINE, type(key)) for key in ("k", 7)] == [("k", "id"), (7, "id")]


def number_page(found: list[int]) -> Page[str]:
    return page(Page[str], found, 2, key=lambda row: (row, f"id-{row}"), filter=MINE, view=str)


def test_page_shows_its_limit_and_goes_on_after_its_last_row() -> None:
    shown = number_page([1, 2, 3])
    assert shown.items == ("1", "2")
    assert position_of(shown.next_cursor, MINE, int) == (2, "id-2")


@pytest.mark.parametrize("found", [[], [1], [1, 2]])
def test_last_page_has_no_cursor(found: list[int]) -> None:
    assert number_page(found).next_cursor is None


def test_page_is_of_the_class_that_the_contract_names() -> None:
    assert type(number_page([1])) is Page[str]


def test_list_without_cursor_starts_at_its_beginning() -> None:
    assert position_of(None, MINE, str) is None
