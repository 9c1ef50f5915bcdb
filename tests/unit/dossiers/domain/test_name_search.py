"""Words as people type them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossiers.domain.name_search import name_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nguyễn Đình Ấn", ("nguyen", "dinh", "an")),
        ("  ĐỖ   thị  Ệ-m ", ("do", "thi", "e", "m")),
        ("Công ty TNHH 36", ("cong", "ty", "tnhh", "36")),
        ("An an ÁN", ("an",)),
        ("?!", ()),
    ],
)
def test_words_lose_case_and_marks(text: str, words: tuple[str, ...]) -> None:
    assert name_words(text) == words


@given(st.text(max_size=40))
def test_composed_or_not_the_words_are_the_same(text: str) -> None:
    composed, apart = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert name_words(composed) == name_words(apart)
