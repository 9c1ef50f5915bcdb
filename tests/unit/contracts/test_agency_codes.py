"""How agency codes of both styles nest."""

import pytest

from contracts.agency_codes import is_within, root_of


@pytest.mark.parametrize(
    ("code", "root"),
    [("000.00.16.H05", "H05"), ("H05.34.44", "H05"), ("H05", "H05"), ("000.00.00.G15", "G15")],
)
def test_root_is_the_agency_of_level_1(code: str, root: str) -> None:
    assert root_of(code) == root


@pytest.mark.parametrize(
    ("code", "top"),
    [
        ("000.00.16.H05", "000.00.00.H05"),
        ("000.00.16.H05", "H05"),
        ("H05.34.44", "H05"),
        ("H05.34.44", "000.00.00.H05"),
        ("H05.34.44", "H05.34"),
        ("000.22.16.H05", "000.00.16.H05"),
        ("000.00.16.H05", "000.00.16.H05"),
    ],
)
def test_within(code: str, top: str) -> None:
    assert is_within(code, top)


@pytest.mark.parametrize(
    ("code", "top"),
    [
        ("000.00.16.H06", "000.00.00.H05"),
        ("000.00.00.H05", "000.00.16.H05"),
        ("000.00.17.H05", "000.00.16.H05"),
        ("H05.344", "H05.34"),
        ("H05.16", "000.00.16.H05"),
        ("000.00.16.H05", "H05.16"),
        ("G15", "G01"),
    ],
)
def test_not_within(code: str, top: str) -> None:
    assert not is_within(code, top)
