"""The query of a list, as it goes to MongoDB."""

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.dossiers import ListDossiers
from dossiers.repository.list_fields import name_key
from dossiers.repository.lists import ListScope, find_arguments

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def parts_of(request: ListDossiers, agency: str = "H26") -> list[dict[str, Any]]:
    scope = ListScope({"agency_codes": agency}, agency, frozenset())
    return list(find_arguments(request, scope, None, NOW)["filter"]["$and"])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Nguyễn Thanh Hà", "ha"),
        ("Trần Thị Ngọc Yến", "yen"),
        ("Nguyễn Thị", "nguyen"),
        ("Khôi Đình", "khoi"),
        ("Nguyễn Thanh", "thanh"),
    ],
)
def test_an_index_is_searched_for_the_word_that_is_likely_the_rarest(typed: str, first: str) -> None:
    """MongoDB takes the first of them; names end with the rarest word, and begin with common ones."""
    (names,) = [part["desk.keys"]["$all"] for part in parts_of(ListDossiers(q=typed)) if "desk.keys" in part]
    assert names[0] == name_key("H26", first)


def test_a_list_that_does_not_narrow_by_state_and_way_names_them_all() -> None:
    (few,) = [part for part in parts_of(ListDossiers()) if "status" in part]
    assert len(few["status"]["$in"]) == 10
    assert len(few["channel"]["$in"]) == 3
