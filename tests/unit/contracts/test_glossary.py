"""docs/glossary.md explains every word of law that the contracts use."""

import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module

import pytest

import contracts
from contracts.base import Model, Query
from devstack.servers.mongo import REPO

GLOSSARY = (REPO / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = {
    cells[1].strip().strip("`"): cells[2].strip()
    for cells in (line.split("|") for line in GLOSSARY.splitlines() if line.startswith("| "))
    if len(cells) == 5
}
VIETNAMESE = re.compile("[À-ỹĐđ]")
TECHNICAL = {"ErrorCode"}
"""Explained by its own words in two languages, in `contracts.errors`."""


def classes() -> Iterator[type]:
    for found in pkgutil.walk_packages(contracts.__path__, "contracts."):
        module = import_module(found.name)
        yield from (
            value for value in vars(module).values()
            if isinstance(value, type) and value.__module__ == found.name
        )  # fmt: skip


ENUMS = [found for found in classes() if issubclass(found, StrEnum) and found.__name__ not in TECHNICAL]


def _is_request(found: type) -> bool:
    return issubclass(found, Query) or hasattr(found, "unfingerprinted") or found.__name__.endswith("Body")


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_every_value_of_a_list_has_its_vietnamese_term(enum: type[StrEnum]) -> None:
    assert f"`{enum.__name__}`" in GLOSSARY
    missing = [
        value.value for value in enum if value.value not in ROWS and f"`{value.value}` (" not in GLOSSARY
    ]
    assert missing == []


def test_every_model_that_bears_a_term_of_law_is_there() -> None:
    named = {
        found.__name__
        for found in classes()
        if issubclass(found, Model) and not _is_request(found) and VIETNAMESE.search(found.__doc__ or "")
    }
    assert named
    assert named - ROWS.keys() == set()


def test_every_term_is_given() -> None:
    assert [word for word, term in ROWS.items() if not term] == []
