"""Mã hồ sơ."""

import re

import pytest
from tests.support.dossiers.samples import at

from dossiers.domain.model.dossier_code import code_series, dossier_code

PATTERN = re.compile(r"^([A-Z]\d{2}(\.\d{2,3})*|(\d{2,3}\.)+[A-Z]\d{2})-(\d{6}|\d{8})-\d{4,7}$")


@pytest.mark.parametrize("agency", ["000.00.16.H05", "H26.31.05", "G01"])
def test_the_code_has_the_official_form(agency: str) -> None:
    assert PATTERN.match(dossier_code(code_series(agency, at("2020-07-31 09:00")), 1))


def test_the_code_of_the_circular() -> None:
    assert (
        dossier_code(code_series("000.00.16.H05", at("2020-07-31 09:00")), 1) == "000.00.16.H05-200731-0001"
    )


def test_the_day_is_that_of_viet_nam() -> None:
    assert code_series("G01", at("2026-04-22 00:30")) == "G01-260422"


def test_the_ten_thousandth_is_widened() -> None:
    assert [dossier_code("G01-260422", number)[-5:] for number in (9999, 10_000)] == ["-9999", "10000"]
