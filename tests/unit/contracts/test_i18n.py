"""Texts in two languages, and the labels of values."""

import pytest

from contracts import labels
from contracts.catalog import TimeUnit
from contracts.dossiers import ReturnMethod
from contracts.i18n import Text, format_vnd


@pytest.mark.parametrize(
    ("locale", "words"), [("vi", "hồ sơ"), ("en", "dossier"), ("fr", "hồ sơ"), ("", "hồ sơ")]
)
def test_what_is_not_english_is_vietnamese(locale: str, words: str) -> None:
    assert Text("hồ sơ", "dossier")[locale] == words


def test_every_value_has_its_label() -> None:
    assert set(labels.TIME_UNITS) == set(TimeUnit)
    assert set(labels.RETURN_METHODS) == set(labels.RETURN_METHODS_IN_FULL) == set(ReturnMethod)


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0 ₫"), (8000, "8.000 ₫"), (20000, "20.000 ₫"), (1234567, "1.234.567 ₫")]
)
def test_an_amount_is_written_with_dots(amount: int, text: str) -> None:
    assert format_vnd(amount) == text
