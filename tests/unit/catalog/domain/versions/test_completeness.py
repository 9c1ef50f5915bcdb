"""NĐ 63/2010 art 8.2: the parts without which a procedure is none."""

from typing import Any

import pytest
from tests.support.catalog.versions import content

from catalog.domain.versions.completeness import missing_parts
from contracts.catalog import TimeLimit, TimeUnit


def test_a_complete_procedure_lacks_nothing() -> None:
    assert missing_parts(content()) == ()


@pytest.mark.parametrize(
    ("field", "empty"),
    [
        ("name", " "),
        *((name, ()) for name in ("sequence", "components", "time_limits", "subjects", "agencies")),
    ],
)
def test_each_part_is_missed(field: str, empty: Any) -> None:
    assert missing_parts(content(**{field: empty})) == (field,)


def test_the_ways_are_known_from_the_channels_or_from_the_online_level() -> None:
    assert missing_parts(content(online_level=None)) == ()
    anyhow = (TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=3),)
    assert missing_parts(content(online_level=None, time_limits=anyhow)) == ("online_level",)
