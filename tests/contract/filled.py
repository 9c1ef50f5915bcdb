"""A value for a JSON schema of the contracts, made by reflection."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from re import _constants, _parser
from typing import Any

Schema = dict[str, Any]
MOST_REPEATED = 70

FORMATS = {
    "date-time": "2026-11-27T08:30:00Z",
    "date": "2026-11-27",
    "time": "07:30:00",
    "email": "nguyen.van.an@example.org",
    "binary": "AAAA",
}


EXCLUDED = {("PaperRef", "paper_id"), ("SupplementPaperRef", "paper_id")}
"""A paper handed in is a file or a stored paper, not both."""


class Filled:
    """`value` is complete: every property given, one item in every list; without `optional` only what is required.

    With `added`, every object whose properties the schema names gets that one more, as a later release would add it;
    `pointers` says where (RFC 6901).
    """

    def __init__(self, schema: Schema, *, added: str | None = None, optional: bool = True) -> None:
        self.defs: dict[str, Schema] = schema.get("$defs", {})
        self.added = added
        self.optional = optional
        self.pointers: list[str] = []
        self.value = self._fill(schema, "", ())

    def _fill(self, schema: Schema, at: str, within: tuple[str, ...]) -> Any:
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return None if name in within else self._fill(self.defs[name], at, (*within, name))
        for key in ("anyOf", "oneOf"):
            if key in schema:
                return self._fill(schema[key][0], at, within)
        if "allOf" in schema:
            (only,) = schema["allOf"]
            return self._fill(only, at, within)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][0]
        fill: Callable[..., Any] = getattr(self, f"_{schema.get('type', 'any')}")
        return fill(schema, at, within)

    def _any(self, schema: Schema, at: str, within: tuple[str, ...]) -> Any:
        return {"free": "content"}

    def _null(self, *_: Any) -> None:
        return None

    def _boolean(self, *_: Any) -> bool:
        return True

    def _integer(self, schema: Schema, *_: Any) -> int:
        return int(max(schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1))

    def _number(self, schema: Schema, *_: Any) -> float:
        return float(self._integer(schema))

    def _string(self, schema: Schema, *_: Any) -> str:
        if "format" in schema:
            return FORMATS[str(schema["format"])]
        if "examples" in schema:  # what no schema tells, such as a check digit
            return str(schema["examples"][0])
        if "pattern" in schema and schema["pattern"] != r"\S":
            return _matching(schema["pattern"], schema.get("minLength", 0))
        return "x" * int(max(schema.get("minLength", 1), 1))

    def _array(self, schema: Schema, at: str, within: tuple[str, ...]) -> list[Any]:
        if "prefixItems" in schema:
            return [self._fill(item, f"{at}/{i}", within) for i, item in enumerate(schema["prefixItems"])]
        item = self._fill(schema.get("items", {}), f"{at}/0", within)
        return [] if item is None else [item] * max(schema.get("minItems", 1), 1)

    def _object(self, schema: Schema, at: str, within: tuple[str, ...]) -> dict[str, Any]:
        if "properties" not in schema:
            values = schema.get("additionalProperties", True)
            return {"key": self._fill(values if isinstance(values, dict) else {}, f"{at}/key", within)}
        required = schema.get("required", ())
        filled = {
            name: self._fill(inner, f"{at}/{name}", within)
            for name, inner in schema["properties"].items()
            if name in required or (self.optional and (schema.get("title"), name) not in EXCLUDED)
        }
        if self.added is not None:
            self.pointers.append(f"{at}/{self.added}")
            filled[self.added] = "new"
        return filled


@cache
def _matching(pattern: str, min_length: int) -> str:
    """The shortest text, or nearly, that the pattern takes and that is long enough."""
    parsed = list(_parser.parse(pattern))
    texts = ("".join(_texts(parsed, more)) for more in range(MOST_REPEATED))
    found = next(text for text in texts if len(text) >= min_length)
    assert re.fullmatch(pattern, found), (pattern, found)
    return found


def _texts(parsed: Iterable[tuple[Any, Any]], more: int) -> Iterator[str]:
    """`more` repetitions than are needed of what may be repeated."""
    for kind, content in parsed:
        if kind is _constants.LITERAL:
            yield chr(content)
        elif kind is _constants.IN:
            yield _first_of(content)
        elif kind is _constants.MAX_REPEAT:
            fewest, most, part = content
            for _ in range(min(fewest + more, most)):
                yield from _texts(part, more)
        elif kind is _constants.SUBPATTERN:
            yield from _texts(content[-1], more)
        elif kind is _constants.BRANCH:
            yield from _texts(content[1][0], more)
        else:
            assert kind is _constants.AT, f"a part of a pattern that is not known here: {kind}"


def _first_of(content: Iterable[tuple[Any, Any]]) -> str:
    kind, value = next(iter(content))
    if kind is _constants.NEGATE or kind is _constants.CATEGORY:
        return "x"
    return chr(value if kind is _constants.LITERAL else value[0])
