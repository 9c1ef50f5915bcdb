"""Values that break careless programs, and the same request with one of them in each place."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

Place = tuple[str | int, ...]


def nested(levels: int, innermost: Any = 1) -> Any:
    value = innermost
    for _ in range(levels):
        value = {"a": [value]}
    return value


UNSTORABLE: dict[str, tuple[Any, str]] = {
    "one beyond 64 bits": (2**63, "too_large"),
    "one below 64 bits": (-(2**63) - 1, "too_large"),
    "unsigned 64 bits": (2**64 - 1, "too_large"),
    "beyond unsigned 64 bits": (2**64, "too_large"),
    "10^30": (10**30, "too_large"),
    "a hundred digits": (10**100, "too_large"),
    "infinity": (float("inf"), "not_a_number"),
    "minus infinity": (float("-inf"), "not_a_number"),
    "no number": (float("nan"), "not_a_number"),
    "a reference": ({"$ref": "a", "$id": "b"}, "reserved_name"),
    "a whole reference": ({"$ref": "a", "$id": "b", "$db": "c"}, "reserved_name"),
    "an operator": ({"$set": {"x": 1}}, "reserved_name"),
    "an id of extended JSON": ({"$oid": "5f1b0c0e0e0e0e0e0e0e0e0e"}, "reserved_name"),
    "a dollar alone": ({"$": 1}, "reserved_name"),
    "NUL in a name": ({"a\x00b": 1}, "unprintable"),
    "NUL in a text": ("a\x00b", "unprintable"),
    "33 levels": (nested(17), "too_deep"),
    "90 levels": (nested(45), "too_deep"),
}
"""What JSON can write and nothing can hold, with the code of its refusal."""

STORABLE: dict[str, Any] = {
    "the largest integer": 2**63 - 1,
    "the smallest integer": -(2**63),
    "a large number": 1e308,
    "a small number": 5e-324,
    "minus zero": -0.0,
    "a dot in a name": {"a.b": 1, ".": 2, "a.$": 3},
    "an empty name": {"": 1},
    "a name like one of ours": {"_id": 1, "__proto__": 2, "dossier_id": 3},
    "30 levels": nested(14),
    "text of both planes": "Nguyễn \U0001f600 \u202e \ufeff",
    "nothing": None,
}

DATES = (
    "0001-01-01",
    "1799-12-31",
    "2200-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-12:00",
    "9999-12-31T23:59:59.999999Z",
    "1900-02-29",
    "2026-02-30",
    "-0001-01-01",
    "12026-01-01",
    "2026-13-01T25:61:61Z",
    "2026-06-30T23:59:60Z",
    "2026-11-27T08:00:00+99:99",
)
TEXTS = (
    *DATES,
    "",
    " ",
    "\x00",
    "%00",
    "9" * 30,
    "9" * 5000,
    "1e400",
    "-1",
    "NaN",
    "x" * 3000,
    "٣٣٣",
    "²",
    "null",
    "[]",
    '{"$ref":1}',
    "' or 1=1",
    "(((((((((a+)+)+)+)",
    "../../x",
    "a\r\nb: c",
    "\u202e",
    "\ufeff",
    "é" * 50,
)
OTHERS: tuple[Any, ...] = (None, True, 0, -1, 2**31, 1.5, [], {}, [[]], [None], {"": None})
VALUES: tuple[Any, ...] = (
    *(value for value, _ in UNSTORABLE.values()),
    *STORABLE.values(),
    *TEXTS,
    *OTHERS,
)
"""All of the above."""


def any_value() -> st.SearchStrategy[Any]:
    """A value of JSON, often a hostile one."""
    scalars = (
        st.sampled_from(VALUES)
        | st.integers()
        | st.floats()
        | st.text(max_size=40)
        | st.datetimes().map(lambda at: at.isoformat() + "Z")
        | st.dates().map(str)
    )
    names = st.text(max_size=8) | st.sampled_from(["$ref", "$", "a.b", "_id"])
    return st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner))


def places(value: Any, at: Place = ()) -> Iterator[Place]:
    """Where something stands in a JSON value, at every depth, without the root."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in inner:
        yield (*at, key)
        yield from places(child, (*at, key))


def with_value(document: Any, place: Place, value: Any) -> Any:
    """A copy with this value there."""
    changed = deepcopy(document)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    return changed


def without_place(document: Any, place: Place) -> Any:
    """A copy without what stands there."""
    changed = deepcopy(document)
    holder = changed
    for key in place[:-1]:
        holder = holder[key]
    del holder[place[-1]]
    return changed
