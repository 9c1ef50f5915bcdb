"""Filters take every word that the answers of their list use."""

from enum import Enum
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from contracts import topology
from contracts.base import AnyMethod, Model, PageRequest


def _items(method: AnyMethod) -> type[Model] | None:
    """The items of a page."""
    field = method.response.model_fields.get("items")
    arguments = get_args(field.annotation) if field else ()
    return arguments[0] if arguments and isinstance(arguments[0], type) else None


def _words(annotation: Any) -> tuple[Enum, ...]:
    """The members of the enumeration that a field holds."""
    parts = (annotation, *get_args(annotation))
    return tuple(
        member for part in parts if isinstance(part, type) and issubclass(part, Enum) for member in part
    )


CASES = [
    pytest.param(method, name, id=f"{method.routing_key} {name}")
    for methods in topology.METHODS.values()
    for method in methods
    if issubclass(method.request, PageRequest) and (item := _items(method)) is not None
    for name, field in item.model_fields.items()
    if name in method.request.model_fields and _words(field.annotation)
]


def test_there_are_such_filters() -> None:
    assert {"dossiers.list_dossiers lateness", "dossiers.list_dossiers status"} <= {case.id for case in CASES}


@pytest.mark.parametrize(("method", "name"), CASES)
def test_a_filter_takes_every_word_of_the_answers(method: AnyMethod, name: str) -> None:
    item, filter_ = _items(method), method.request.model_fields[name]
    assert item is not None
    takes: TypeAdapter[Any] = TypeAdapter(filter_.annotation)
    for word in _words(item.model_fields[name].annotation):
        takes.validate_python(word.value)
