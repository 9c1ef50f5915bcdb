"""Which version of a calendar somebody has seen."""

import pytest

from gateway.routes.catalogue.agencies import expected_calendar_version


@pytest.mark.parametrize(
    ("seen", "version"),
    [
        ('"H26.31.07-3"', 3),
        ('"vn-12"', 0),
        ('"H26.31.07-b-3"', 0),
        ('"H26.31-3"', 0),
    ],
)
def test_only_the_etag_of_the_calendar_itself_counts(seen: str, version: int) -> None:
    assert expected_calendar_version("H26.31.07", seen) == version


def test_an_id_may_hold_hyphens() -> None:
    assert expected_calendar_version("saturday-1", '"saturday-1-7"') == 7
