"""What makes the JSON schema of a later release break those who read by the one before, or who wrote by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]


def breaking_changes(before: Schema, defs: Schema, now: Schema | None, defs_now: Schema) -> Iterator[str]:
    """Each with the place where it is."""
    if now is None:
        yield "is gone"
    else:
        yield from _Comparison(defs, defs_now).compare(before, now, "")


class _Comparison:
    def __init__(self, defs: Schema, defs_now: Schema) -> None:
        self.defs, self.defs_now = defs, defs_now
        self._seen: set[tuple[str, str]] = set()

    def compare(self, before: Schema, now: Schema, at: str) -> Iterator[str]:
        pair = before.get("$ref", ""), now.get("$ref", "")
        if all(pair):
            if pair in self._seen:
                return
            self._seen.add(pair)
        before, now = _resolved(before, self.defs), _resolved(now, self.defs_now)
        yield from self._alternatives(before, now, at)
        yield from self._properties(before, now, at)
        if "items" in before and "items" in now:
            yield from self.compare(before["items"], now["items"], f"{at}/0")
        if isinstance(before.get("additionalProperties"), dict) and isinstance(
            now.get("additionalProperties"), dict
        ):
            yield from self.compare(before["additionalProperties"], now["additionalProperties"], f"{at}/*")

    def _alternatives(self, before: Schema, now: Schema, at: str) -> Iterator[str]:
        gone = set(_kinds(before, self.defs)) - set(_kinds(now, self.defs_now))
        if gone:
            yield f"{at or '/'} is no longer {', '.join(sorted(gone))}"
        for old, new in zip(_objects(before, self.defs), _objects(now, self.defs_now), strict=False):
            if "anyOf" in before:
                yield from self.compare(old, new, at)

    def _properties(self, before: Schema, now: Schema, at: str) -> Iterator[str]:
        if "properties" not in before or "properties" not in now:
            return
        for name, schema in before["properties"].items():
            if name not in now["properties"]:
                yield f"{at}/{name} is gone"
            else:
                yield from self.compare(schema, now["properties"][name], f"{at}/{name}")
        for name in set(now.get("required", ())) - set(before.get("required", ())):
            yield f"{at}/{name} became required"


def _resolved(schema: Schema, defs: Schema) -> Schema:
    while "$ref" in schema:
        schema = defs[schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _parts(schema: Schema, defs: Schema) -> Iterator[Schema]:
    schema = _resolved(schema, defs)
    parts: list[Schema] = schema.get("anyOf") or schema.get("oneOf") or [schema]
    for part in parts:
        yield _resolved(part, defs)


def _objects(schema: Schema, defs: Schema) -> list[Schema]:
    return [part for part in _parts(schema, defs) if part.get("type") in ("object", "array")]


def _kinds(schema: Schema, defs: Schema) -> Iterator[str]:
    """Types, formats and the values of lists."""
    for part in _parts(schema, defs):
        values = part["enum"] if "enum" in part else [part["const"]] if "const" in part else []
        if values:
            yield from (repr(value) for value in values)
        elif "type" in part:
            yield f"{part['type']} {part.get('format', '')}".strip()
