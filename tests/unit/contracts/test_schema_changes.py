"""What counts as a change that breaks a release before."""

from typing import Any

import pytest
from pydantic import BaseModel, create_model
from tests.contract.schemas import breaking_changes


class Inner(BaseModel):
    a: int
    b: str | None = None


class Before(BaseModel):
    name: str
    inner: Inner
    many: tuple[Inner, ...] = ()
    by_key: dict[str, Inner] = {}
    maybe: Inner | None = None


def changes(now: type[BaseModel], before: type[BaseModel] = Before) -> list[str]:
    old, new = before.model_json_schema(), now.model_json_schema()
    return list(breaking_changes(old, old.get("$defs", {}), new, new.get("$defs", {})))


def inner(**fields: Any) -> type[BaseModel]:
    """`Before` with another model in its places."""
    changed = create_model("Inner", **fields)
    return create_model(
        "Before",
        name=(str, ...),
        inner=(changed, ...),
        many=(tuple[changed, ...], ()),
        by_key=(dict[str, changed], {}),
        maybe=(changed | None, None),
    )


def test_the_same_breaks_nothing() -> None:
    assert changes(Before) == []


def test_an_optional_field_more_breaks_nothing() -> None:
    assert changes(inner(a=(int, ...), b=(str | None, None), c=(str, ""))) == []


@pytest.mark.parametrize(
    ("fields", "change"),
    [
        ({"a": (int, ...)}, "/inner/b is gone"),
        ({"a": (int, ...), "b": (str | None, None), "c": (str, ...)}, "/inner/c became required"),
        ({"a": (int, ...), "b": (str, None)}, "/inner/b is no longer null"),
        ({"a": (str, ...), "b": (str | None, None)}, "/inner/a is no longer integer"),
    ],
)
def test_what_is_gone_required_or_of_another_type_breaks(fields: dict[str, Any], change: str) -> None:
    assert change in changes(inner(**fields))


def test_it_is_found_in_lists_maps_and_alternatives() -> None:
    class List(BaseModel):
        values: tuple[Inner, ...]

    class Map(BaseModel):
        values: dict[str, Inner]

    class Alternative(BaseModel):
        values: Inner | None = None

    for model in (List, Map, Alternative):
        old = model.model_json_schema()
        new = model.model_json_schema()
        del new["$defs"]["Inner"]["properties"]["b"]
        assert list(breaking_changes(old, old["$defs"], new, new["$defs"]))


def test_a_value_of_a_list_that_is_gone_breaks() -> None:
    old = {"enum": ["open", "paid"], "type": "string"}
    assert list(breaking_changes(old, {}, {"enum": ["open"], "type": "string"}, {}))
    assert not list(breaking_changes(old, {}, {"enum": ["open", "paid", "void"], "type": "string"}, {}))


def test_a_model_that_is_gone_breaks() -> None:
    assert list(breaking_changes({"type": "object"}, {}, None, {})) == ["is gone"]
