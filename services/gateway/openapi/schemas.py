"""Schemas under names that do not change: `Account` is what is answered, `AccountInput` what a body holds of it,
`AccountPage` a page."""

import re
from collections.abc import Iterator
from typing import Any

TEMPLATE = "#/components/schemas/{model}"

_PAGE = re.compile(r"^Page_(.+)_$")


def name_and_trim(made: dict[str, Any]) -> dict[str, Any]:
    """The document with its schemas named and without the titles that pydantic makes from the names of fields."""
    found = made["components"]["schemas"]
    roots = {name for operation in _operations(made) for name in _references(operation.get("requestBody"))}
    inputs = _reachable(roots, found)
    names = {name: _name(name, found[name], name in inputs and name not in roots) for name in found}
    assert len(set(names.values())) == len(names), "two schemas of one name"
    for name, schema in found.items():
        schema["title"] = names[name]  # generators name classes by it
        _trim(schema)
    made["components"]["schemas"] = {
        names[name]: found[name] for name in sorted(found, key=names.__getitem__)
    }
    renamed: dict[str, Any] = _rename(made, names)
    return renamed


def _operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in made["paths"].values():
        yield from path.values()


def _name(name: str, schema: dict[str, Any], is_input: bool) -> str:
    plain = name.removesuffix("-Input").removesuffix("-Output")
    page = _PAGE.match(plain)
    if page:
        return f"{page.group(1)}Page"
    return f"{plain}Input" if is_input and schema.get("type") == "object" else plain


def _reachable(roots: set[str], found: dict[str, Any]) -> set[str]:
    seen: set[str] = set()
    todo = list(roots)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += _references(found[name])
    return seen


def _references(node: Any) -> Iterator[str]:
    """Names of the schemas that a node leads to at once."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rpartition("/")[2]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _trim(schema: Any) -> None:
    for value in schema.get("properties", {}).values():
        value.pop("title", None)
        if "$ref" in value and isinstance(value.get("default"), dict):
            del value["default"]  # generators take it for one of another type
        for inner in (value.get("items"), *value.get("anyOf", ())):
            if isinstance(inner, dict):
                inner.pop("title", None)


def _rename(node: Any, names: dict[str, str]) -> Any:
    if isinstance(node, dict):
        return {
            key: TEMPLATE.format(model=names[value.rpartition("/")[2]])
            if key == "$ref" and isinstance(value, str) and value.startswith(TEMPLATE.format(model=""))
            else _rename(value, names)
            for key, value in node.items()
        }
    return [_rename(value, names) for value in node] if isinstance(node, list) else node
