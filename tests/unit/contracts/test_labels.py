"""Every value that an answer may show has words in both languages."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from contracts.base import AnyMethod
from contracts.errors import ErrorCode
from contracts.labels import LABELS, labels_in
from contracts.topology import CONTRACTS


def _types(annotation: Any, seen: set[Any]) -> Iterator[Any]:
    """A type and all that it is made of."""
    if annotation in seen:
        return
    seen.add(annotation)
    yield annotation
    inner = get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        inner = tuple(field.annotation for field in annotation.model_fields.values())
    for each in inner:
        try:
            yield from _types(each, seen)
        except TypeError:
            continue


def _methods() -> list[AnyMethod]:
    return [method for contract in CONTRACTS for method in contract.METHODS]


SHOWN = sorted(
    {
        each
        for method in _methods()
        for each in _types(method.response, set())
        if isinstance(each, type) and issubclass(each, StrEnum)
    }
    - {ErrorCode},
    key=lambda enum: enum.__name__,
)


def test_the_answers_show_enums() -> None:
    assert len(SHOWN) > 20


@pytest.mark.parametrize("enum", SHOWN, ids=lambda enum: enum.__name__)
def test_every_enum_of_an_answer_has_words(enum: type[StrEnum]) -> None:
    assert enum in LABELS


@pytest.mark.parametrize("enum", LABELS, ids=lambda enum: enum.__name__)
def test_every_value_has_words_in_both_languages(enum: type[StrEnum]) -> None:
    assert set(LABELS[enum]) == set(enum)
    for text in LABELS[enum].values():
        assert text.vi.strip() and text.en.strip()
        assert text.vi != text.en


def test_labels_are_found_by_enum_and_value() -> None:
    assert labels_in("vi").enums["dossier_status"]["accepted"] == "Được tiếp nhận"
    assert labels_in("en").enums["order_state"]["expired"] == "Expired"
