"""docs/glossary.md explains every word of law that the contracts use."""

import pkgutil
import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from types import ModuleType

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
OF_A_SERVICE = {"DossierState"}
"""Named beside the model of the contracts that it stands behind."""


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(contracts.__path__, "contracts."):
        yield import_module(found.name)


def classes() -> Iterator[type]:
    for module in modules():
        yield from (
            value for value in vars(module).values()
            if isinstance(value, type) and value.__module__ == module.__name__
        )  # fmt: skip


def values_of_lists() -> Iterator[str]:
    """The first cells of the tables of values."""
    for table in GLOSSARY.split("| value | Vietnamese term | what it is |")[1:]:
        yield from re.findall(r"^\| `([^`]+)` \|", table.partition("\n\n")[0], re.MULTILINE)


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


def test_every_type_that_is_named_exists() -> None:
    existing = {name for module in modules() for name in vars(module)}
    named = set(re.findall(r"`((?:[A-Z][a-z]+)+)`", GLOSSARY))
    assert named - existing == OF_A_SERVICE


def test_every_value_that_is_explained_exists() -> None:
    existing = {value.value for enum in ENUMS for value in enum}
    assert set(values_of_lists()) - existing == set()
