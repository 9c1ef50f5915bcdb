"""Codes as people type them, found among those that there are."""

import pytest

from contracts.typed_codes import find_code

CODES = ("KQ.G01.000065", "000.00.00.G01 -KQ002288.", "cho_o", "KQ.A", "kq.a")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("KQ.G01.000065", "KQ.G01.000065"),
        ("kq.g01.000065", "KQ.G01.000065"),
        (" KQ. G01.000065 ", "KQ.G01.000065"),
        ("KQ.G01.00006５", "KQ.G01.000065"),
        ("000.00.00.g01–kq002288.", "000.00.00.G01 -KQ002288."),
        ("CHO_O", "cho_o"),
        ("kq.a", "kq.a"),
        ("KQ.A", "KQ.A"),
        ("KQ.G01.000066", None),
        ("", None),
    ],
)
def test_a_code_is_found_as_the_list_has_it(typed: str, found: str | None) -> None:
    assert find_code(typed, CODES) == found
