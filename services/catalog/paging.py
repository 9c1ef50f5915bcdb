"""Pages of open lists: where one starts, and whether there is a next one."""

from collections.abc import Sequence
from typing import Any, TypeVar

from chassis import pages
from contracts.base import Page

Item = TypeVar("Item")
Found = TypeVar("Found", bound=Page[Any])
Placed = Sequence[tuple[tuple[str, str], Item]]
"""Items with their place in the list: (sort key, id)."""


def after(cursor: str | None, asked: dict[str, Any]) -> tuple[str, str] | None:
    return None if cursor is None else pages.decode(cursor, asked)


def page(kind: type[Found], found: Placed[Any], limit: int, asked: dict[str, Any]) -> Found:
    """One item more than the page holds was asked for: it tells that there is a next page."""
    shown = found[:limit]
    more = pages.encode(*shown[-1][0], asked) if len(found) > limit else None
    return kind(items=tuple(item for _, item in shown), next_cursor=more)
