"""What JSON can write and neither the store (BSON) nor the wire can hold, found in every field of every request.

One rule for both doors: the gateway applies it to bodies, each service to the requests that reach it. Answers, events
and stored documents are not checked: what was stored once stays readable.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import islice
from typing import Any

from pydantic import BaseModel

from contracts.errors import ErrorCode, FieldError, ServiceError, json_pointer

EARLIEST_YEAR, LATEST_YEAR = 1800, 2199
"""Of a day or an instant in a request. Years 1 and 9999 have no neighbours: another time zone would leave the calendar."""
SMALLEST_INTEGER, LARGEST_INTEGER = -(2**63), 2**63 - 1
MAX_DEPTH = 32
"""Levels of objects and lists in free JSON; BSON and the parsers take about 100 in all."""
MAX_FINDINGS = 50
MAX_POINTER = 500

Place = tuple[str | int, ...]
"""Names and indexes from the root of the request to a value."""


@dataclass(frozen=True)
class Unstorable:
    """One value that cannot be held: where it is, a stable code, words in English."""

    place: Place
    code: str
    detail: str


class Opaque:
    """Annotation of a field whose content is kept as the bytes or the text that came; it is not looked at."""


@dataclass(frozen=True)
class FreeKeys:
    """Annotation of a field of free JSON that is kept as text, so that its keys may be any (`$ref`, `$defs`)."""

    levels: int = MAX_DEPTH


def require_storable(request: BaseModel, under: Place = ()) -> None:
    """Raises ServiceError(INVALID_REQUEST) that points at every value that cannot be held; `under` is the place of
    `request` itself, where it is a part of one.
    """
    found = find_unstorable(request)
    if found:
        errors = tuple(
            FieldError(
                pointer=json_pointer((*under, *wrong.place))[:MAX_POINTER],
                code=wrong.code,
                detail=wrong.detail,
            )
            for wrong in found
        )
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=errors)


def find_unstorable(request: BaseModel) -> tuple[Unstorable, ...]:
    """Every such value of a request, at most `MAX_FINDINGS`, in its order."""
    return tuple(islice(_in_model(request, ()), MAX_FINDINGS))


def _in_model(model: BaseModel, place: Place) -> Iterator[Unstorable]:
    fields = type(model).model_fields
    for name, value in model.__dict__.items():
        marks = fields[name].metadata if name in fields else ()
        if value is None or any(isinstance(mark, Opaque) for mark in marks):
            continue
        free = next((mark for mark in marks if isinstance(mark, FreeKeys)), None)
        yield from _in_value(value, (*place, name), free.levels if free else MAX_DEPTH, free is not None)


def _in_value(value: Any, place: Place, levels: int, free_keys: bool) -> Iterator[Unstorable]:
    """`levels`: how many more may follow."""
    if isinstance(value, BaseModel):
        yield from _in_model(value, place)
    elif levels < 0:
        yield Unstorable(place, "too_deep", "The data is nested too deeply.")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _in_key(str(key), place, free_keys)
            yield from _in_value(inner, (*place, _printable(str(key))), levels - 1, free_keys)
    elif isinstance(value, list | tuple | set | frozenset):
        for index, inner in enumerate(value):
            yield from _in_value(inner, (*place, index), levels - 1, free_keys)
    else:
        yield from _in_scalar(value, place)


def _in_key(key: str, place: Place, free_keys: bool) -> Iterator[Unstorable]:
    if _is_unprintable(key):
        yield Unstorable(place, "unprintable", "A name holds a character that cannot be stored.")
    elif key.startswith("$") and not free_keys:
        yield Unstorable((*place, key), "reserved_name", "No name may begin with $.")


def _in_scalar(value: Any, place: Place) -> Iterator[Unstorable]:
    match value:
        case bool() | Enum():
            return
        case str() if _is_unprintable(value):
            yield Unstorable(place, "unprintable", "The text holds a character that cannot be stored.")
        case int() if not SMALLEST_INTEGER <= value <= LARGEST_INTEGER:
            yield Unstorable(place, "too_large", "The number is too large.")
        case float() if not math.isfinite(value):
            yield Unstorable(place, "not_a_number", "The number is not finite.")
        case date() if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            detail = f"The year must be from {EARLIEST_YEAR} to {LATEST_YEAR}."
            yield Unstorable(place, "date_out_of_range", detail)


def _is_unprintable(text: str) -> bool:
    """NUL, which ends a name in BSON, and halves of surrogate pairs, which UTF-8 has not."""
    return "\x00" in text or _printable(text) != text


def _printable(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
