"""Which versions of a calendar somebody has seen."""

import pytest

from chassis.core.etags import Tags
from gateway.http.headers import UNKNOWN_VERSION
from gateway.routes.catalogue.agencies import expected_calendar_versions


@pytest.mark.parametrize(
    ("seen", "versions"),
    [
        (("H26.31.07-3",), (3,)),
        (("vn-12",), (0,)),
        (("H26.31.07-b-3",), (0,)),
        (("H26.31-3",), (0,)),
        (("H26.31.07-3", "H26.31.07-5", "vn-1"), (5, 3, 0)),
        (("3",), (UNKNOWN_VERSION,)),
        ((), (UNKNOWN_VERSION,)),
    ],
)
def test_only_the_etag_of_the_calendar_itself_counts(
    seen: tuple[str, ...], versions: tuple[int, ...]
) -> None:
    assert expected_calendar_versions("H26.31.07", Tags(opaque=seen)).candidates == versions


def test_an_id_may_hold_hyphens() -> None:
    seen = Tags(opaque=("saturday-1-7",))
    assert expected_calendar_versions("saturday-1", seen).candidates == (7,)
