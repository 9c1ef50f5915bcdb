"""Comparison of two contents: every difference with its JSON pointer."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from contracts.catalog import ProcedureContent, VersionDifference

ABSENT = object()


def compare(before: ProcedureContent, after: ProcedureContent) -> tuple[VersionDifference, ...]:
    """Empty when both say the same."""
    return tuple(_values("", before.model_dump(mode="json"), after.model_dump(mode="json")))


def _values(pointer: str, before: Any, after: Any) -> Iterator[VersionDifference]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _objects(pointer, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(pointer, before, after)
    elif _differ(before, after):
        yield VersionDifference(pointer=pointer, before=_json_value(before), after=_json_value(after))


def _differ(before: Any, after: Any) -> bool:
    """In JSON true is not 1; in Python it is."""
    return isinstance(before, bool) is not isinstance(after, bool) or before != after


def _objects(pointer: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[VersionDifference]:
    for key in dict.fromkeys((*before, *after)):
        yield from _values(f"{pointer}/{_escaped(key)}", before.get(key, ABSENT), after.get(key, ABSENT))


def _lists(pointer: str, before: list[Any], after: list[Any]) -> Iterator[VersionDifference]:
    first, second = _by_code(before), _by_code(after)
    if first is None or second is None:
        pairs = enumerate(zip_longest(before, after, fillvalue=ABSENT))
        for index, (left, right) in pairs:
            yield from _values(f"{pointer}/{index}", left, right)
        return
    yield from _objects(pointer, first, second)
    stayed = [code for code in first if code in second]
    if stayed != [code for code in second if code in first]:
        yield VersionDifference(pointer=pointer, before=list(first), after=list(second))


def _by_code(items: list[Any]) -> dict[str, Any] | None:
    """None for a list whose items do not all have a code of their own."""
    if not all(isinstance(item, dict) and isinstance(item.get("code"), str) for item in items):
        return None
    coded = {item["code"]: item for item in items}
    return coded if len(coded) == len(items) else None


def _escaped(key: str) -> str:
    """RFC 6901."""
    return key.replace("~", "~0").replace("/", "~1")


def _json_value(value: Any) -> Any:
    return None if value is ABSENT else value
