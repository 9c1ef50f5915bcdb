"""Typical answers, made from their schemas: the examples and values that the schemas themselves name, else these."""

import re
from typing import Any

Schema = dict[str, Any]

_ID = "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"
_AT = "2026-11-02T08:30:00Z"

BY_FORMAT: dict[str, Any] = {
    "date-time": _AT,
    "date": "2026-11-02",
    "time": "07:30:00",
    "email": "an@example.vn",
    "uuid": _ID,
    "binary": "",
}
TEXTS: dict[str, str] = {
    "agency_code": "H26.31.05",
    "unit_code": "99905",
    "procedure_code": "2.000635",
    "province_code": "H26",
    "promulgator_code": "G15",
    "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "full_name": "Nguyễn Văn An",
    "media_type": "application/pdf",
    "locale": "vi",
    "number": "45/CT-SY",
}
NUMBERS = {"amount": 8000, "size": 48213}
BY_PATTERN = (
    "1.001193", "H26.31.05", "H26.31.05-261102-0001", "99905", "G15-TP07", "G15", "001099012345", "07:30",
    "ABCD-EFGH-2345-WXYZ", _ID, TEXTS["sha256"],
)  # fmt: skip
"""Codes of the trade; the first that a pattern takes is its example."""
MAX_DEPTH = 12


def example_of(schema: Schema, schemas: dict[str, Schema], name: str = "", depth: int = 0) -> Any:
    """A value of `schema`; `name` is that of the property it stands in. References are looked up in `schemas`.

    Fields that may be null have a value too, down to MAX_DEPTH.
    """
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas, name, depth)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    if "const" in schema:
        return schema["const"]
    if "anyOf" in schema or "oneOf" in schema:
        return _first_kind(schema, schemas, name, depth)
    return _plain(schema, schemas, name, depth)


def _first_kind(schema: Schema, schemas: dict[str, Schema], name: str, depth: int) -> Any:
    kinds = schema.get("anyOf") or schema["oneOf"]
    nullable = {"type": "null"} in kinds
    if nullable and depth > MAX_DEPTH:
        return None
    return example_of(next(kind for kind in kinds if kind != {"type": "null"}), schemas, name, depth + 1)


def _plain(schema: Schema, schemas: dict[str, Schema], name: str, depth: int) -> Any:
    match schema.get("type"):
        case "object":
            return {
                key: example_of(value, schemas, key, depth + 1)
                for key, value in schema.get("properties", {}).items()
            }
        case "array":
            return _items(schema, schemas, name, depth)
        case "integer" | "number":
            return NUMBERS.get(name, schema.get("minimum", 1) or 1)
        case "boolean":
            return schema.get("default", True)
        case "string":
            return _text(schema, name)
    return None


def _items(schema: Schema, schemas: dict[str, Schema], name: str, depth: int) -> list[Any]:
    if "prefixItems" in schema:
        return [example_of(item, schemas, name, depth + 1) for item in schema["prefixItems"]]
    if depth > MAX_DEPTH and not schema.get("minItems"):
        return []
    return [example_of(schema.get("items", {}), schemas, name.removesuffix("s"), depth + 1)]


def _text(schema: Schema, name: str) -> str:
    if schema.get("format") in BY_FORMAT:
        return str(BY_FORMAT[schema["format"]])
    named = TEXTS.get(name, _ID if name.endswith(("_id", "_by")) else name.replace("_", " ") or "text")
    pattern = schema.get("pattern", "")
    return next((value for value in (named, *BY_PATTERN) if re.search(pattern, value)), named)
