"""Pages of the catalogue's lists."""

from collections.abc import Sequence
from typing import Any, TypeVar

from chassis.core import pagination
from contracts.base import Page

Item = TypeVar("Item")
Found = TypeVar("Found", bound=Page[Any])
SortPosition = tuple[str, str]
"""(Sort key, id)."""
PositionedItems = Sequence[tuple[SortPosition, Item]]


def after(cursor: str | None, asked: dict[str, Any]) -> SortPosition | None:
    """The last place of the page before. Raises ServiceError(INVALID_REQUEST) for a cursor of another list."""
    if cursor is None:
        return None
    sort_key, last_id = pagination.decode_cursor(cursor, asked)
    return str(sort_key), last_id


def page(kind: type[Found], found: PositionedItems[Any], limit: int, asked: dict[str, Any]) -> Found:
    """One item more than the page holds was asked for: it tells that there is a next page."""
    shown = found[:limit]
    more = pagination.encode_cursor(*shown[-1][0], asked) if len(found) > limit else None
    return kind(items=tuple(item for _, item in shown), next_cursor=more)
