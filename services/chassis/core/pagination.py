"""Pages of open lists, and their cursors: opaque to the caller, bound to the list they came from.

A cursor is no secret and anybody can make one, so each list names the kind of its sort key: a cursor with another is
refused before a query is made of it.
"""

import base64
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import orjson

from chassis.core.canonical_json import to_canonical_json
from contracts.base import Page
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.storable import LARGEST_INTEGER

SortKey = str | int | datetime
Position = tuple[Any, str]
"""The place of one item in a sorted list: its sort key (a `SortKey`) and its id."""

PageOf = TypeVar("PageOf", bound=Page[Any])
Row = TypeVar("Row")

_INSTANT = "at"


def page(
    kind: type[PageOf],
    found: Sequence[Row],
    limit: int,
    *,
    key: Callable[[Row], Position],
    filter: Any,  # noqa: A002  the words of the list
    view: Callable[[Row], Any] = lambda row: row,
) -> PageOf:
    """One page of class `kind` (`Page[Bill]`), and its cursor when there is more.

    `found` holds up to `limit + 1` rows of the list: the one beyond the page tells that a next page exists.
    `key` gives the position of a row, `view` the item that is shown for it; `filter` is what the cursor is bound to.
    """
    rows = found[:limit]
    cursor = encode_cursor(*key(rows[-1]), filter) if len(found) > len(rows) and rows else None
    return kind(items=tuple(view(row) for row in rows), next_cursor=cursor)


def position_of(cursor: str | None, filter: Any, kind: type[SortKey]) -> Position | None:  # noqa: A002
    """Where a list goes on; None at its beginning. Raises ServiceError(INVALID_REQUEST) as `decode_cursor`."""
    return None if cursor is None else decode_cursor(cursor, filter, kind)


def encode_cursor(sort_key: SortKey, id: str, filter: Any) -> str:  # noqa: A002  the words of the list
    """The place after the item with this sort key and id, in the list that `filter` selects."""
    key: Any = {_INSTANT: sort_key.isoformat()} if isinstance(sort_key, datetime) else sort_key
    text = orjson.dumps([key, id, _fingerprint(filter)])
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def decode_cursor(cursor: str, filter: Any, kind: type[SortKey]) -> Position:  # noqa: A002
    """The sort key, which is of `kind`, and the id.

    Raises ServiceError(INVALID_REQUEST) for a cursor of another list, a malformed one, and one with a key that no item
    of the list can have.
    """
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        key, last_id, fingerprint = orjson.loads(text)
        if fingerprint == _fingerprint(filter) and isinstance(last_id, str):
            return _sort_key(key, kind), last_id
    except (ValueError, TypeError, KeyError, OverflowError):
        pass
    raise foreign_cursor()


def foreign_cursor() -> ServiceError:
    """The refusal of a cursor that this list did not give."""
    detail = "The cursor does not belong to this list; start again without it."
    wrong = FieldError(pointer="/cursor", code="cursor", detail=detail)
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))


def _sort_key(key: Any, kind: type[SortKey]) -> SortKey:
    """Raises ValueError, TypeError, KeyError or OverflowError for what is no key of this kind."""
    if kind is datetime:
        at = datetime.fromisoformat(key[_INSTANT])
        if at.tzinfo is None:
            raise ValueError("an instant needs its offset")
        return at.astimezone(UTC)
    if type(key) is not kind or (isinstance(key, int) and not 0 <= key <= LARGEST_INTEGER):
        raise TypeError
    return key


def _fingerprint(filter: Any) -> str:  # noqa: A002
    return hashlib.sha256(to_canonical_json(filter)).hexdigest()[:12]
