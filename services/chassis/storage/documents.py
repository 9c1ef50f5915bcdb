"""Values of the domain as MongoDB keeps them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any

Document = dict[str, Any]
"""One document of a collection, as pymongo reads and writes it."""

_BSON_TYPES = frozenset({str, int, float, bool, datetime, NoneType})
"""Nearly all values of a document; looked at first, because a whole document is walked through at every change."""


def to_document(fields: Mapping[str, Any]) -> Document:
    """The fields as BSON takes them, at every depth: an enum as its value, a tuple or a set as a list, a day as text.

    A day is written yyyy-mm-dd, so that days sort as text; a `datetime` stays one (BSON keeps it in UTC, cut to
    milliseconds). A set is sorted, so that equal values make equal documents.
    """
    return {name: to_bson(value) for name, value in fields.items()}


def to_bson(value: Any) -> Any:
    """One value as `to_document` writes it; what BSON knows already comes back as it is."""
    if type(value) in _BSON_TYPES:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: to_bson(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [to_bson(inner) for inner in value]
    if isinstance(value, set | frozenset):
        return sorted(to_bson(inner) for inner in value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value


def has_dollar_names(value: Any) -> bool:
    """Whether a name within begins with `$`: the driver reads `{"$ref": ...}` back as a reference, not as it was."""
    if type(value) in _BSON_TYPES:
        return False
    if isinstance(value, Mapping):
        return any(str(name).startswith("$") or has_dollar_names(inner) for name, inner in value.items())
    return isinstance(value, list | tuple) and any(map(has_dollar_names, value))
