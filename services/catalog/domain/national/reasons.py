"""Reasons for a row's quarantine, made to be counted: `name: what was found, and where`."""

import re
from typing import Any

from pydantic import ValidationError

KINDS = {
    "missing": "missing",
    "literal_error": "unknown",
    "string_pattern_mismatch": "malformed",
    "string_too_short": "empty",
    "too_short": "empty",
    "string_too_long": "too_long",
    "greater_than_equal": "negative",
}
UNION_BRANCHES = frozenset({"int", "float", "str", "constrained-float"})
LONGEST_VALUE = 80


def shape_reasons(error: ValidationError) -> tuple[str, ...]:
    """One reason for each field that is not as the format has it."""
    found = (_reason(dict(item)) for item in error.errors(include_url=False, include_context=False))
    return tuple(dict.fromkeys(found))


def _reason(item: dict[str, Any]) -> str:
    path = [str(part) for part in item["loc"] if part not in UNION_BRANCHES]
    if not path:
        return f"not_an_object: {type(item['input']).__name__}"
    kind = KINDS.get(item["type"], "wrong_type")
    name = f"{kind}_{_snake(_field(path))}"
    if kind == "missing":
        return f"{name}: at {'.'.join(path)}"
    return f"{name}: {shown(item['input'])} at {'.'.join(path)}"


def _field(path: list[str]) -> str:
    return next((part for part in reversed(path) if not part.isdigit()), path[-1])


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def shown(value: Any) -> str:
    """A value as it came, cut short, in printable characters."""
    text = repr(value).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
