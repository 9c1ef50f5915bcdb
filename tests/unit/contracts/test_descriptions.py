"""Every field of what crosses a border says what it is: its docstring is its description in the API document."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic.fields import FieldInfo

from contracts import topology
from contracts.base import Model
from contracts.events import Event

LONGEST = 200


def subclasses(model: type[Model]) -> Iterator[type[Model]]:
    for found in model.__subclasses__():
        if found.__module__.startswith("contracts."):
            yield found
        yield from subclasses(found)


MODELS: list[type[Model]] = sorted(
    {*subclasses(Model), Event}, key=lambda model: f"{model.__module__}.{model.__qualname__}"
)


def test_the_models_of_every_service_are_looked_at() -> None:
    offered = {method.request for methods in topology.METHODS.values() for method in methods}
    assert offered <= set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__}.{model.__name__}")
def test_every_field_is_described_in_a_sentence(model: type[Model]) -> None:
    for name, field in model.model_fields.items():
        description = field.description or ""
        assert re.fullmatch(r"[A-ZĐ].*\.", description), f"{name}: {description!r}"
        assert len(description) <= LONGEST, name


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"{model.__module__}.{model.__name__}")
def test_money_names_its_unit_and_times_their_zone(model: type[Model]) -> None:
    for name, field in model.model_fields.items():
        description = field.description or ""
        if _is_money(field):
            assert "VND" in description, name
        if date in _types(field.annotation):
            assert "local day of Viet Nam" in description, name
        if datetime in _types(field.annotation):
            assert "UTC" in description, name


def _is_money(field: FieldInfo) -> bool:
    return any(
        getattr(part, "le", None) == 10**12 for part in (*field.metadata, *_metadata(field.annotation))
    )


def _metadata(annotation: Any) -> Iterator[Any]:
    for part in get_args(annotation):
        if get_origin(annotation) is Annotated and isinstance(part, FieldInfo):
            yield from part.metadata
        yield from _metadata(part)


def _types(annotation: Any) -> set[Any]:
    return {annotation}.union(*(_types(part) for part in get_args(annotation)))
