"""Stored laws, read by a release that knows more fields, or fewer, than the one that stored them."""

import json
from typing import Any

import pytest
from tests.support.dossiers.samples import law

from dossiers.repository.laws import LawRepository

OPTIONAL = {
    "procedure": "immediate",
    "regime": "due_soon_working_hours",
    "calendar": "weekdays",
    "agency": "desk_name",
}
"""A field of each part that a release before might not have known."""


def content() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(law().model_dump_json(exclude={"law_id"}))
    return stored


@pytest.mark.parametrize("part", OPTIONAL)
def test_law_without_a_field_that_came_later_keeps_its_id(part: str) -> None:
    stored = content()
    del stored[part][OPTIONAL[part]]
    read = LawRepository.from_document({"_id": "an id of then", "content": json.dumps(stored)})
    assert read == law().model_copy(update={"law_id": "an id of then"})


@pytest.mark.parametrize("part", [*OPTIONAL, None])
def test_law_with_a_field_of_a_later_release_is_read(part: str | None) -> None:
    stored = content()
    (stored if part is None else stored[part])["a_field_of_tomorrow"] = 1
    read = LawRepository.from_document({"_id": law().law_id, "content": json.dumps(stored)})
    assert read == law()
