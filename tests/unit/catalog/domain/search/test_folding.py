from hypothesis import given
from hypothesis import strategies as st

from catalog.domain.search.folding import fold, words


def test_marks_case_and_spacing_do_not_matter() -> None:
    assert fold("Đăng ký  KHAI SINH") == fold("dang ky khai sinh") == "dang ky khai sinh"


def test_composed_and_decomposed_letters_are_one() -> None:
    assert fold("đa\u0306ng ky\u0301") == fold("đăng ký")


def test_punctuation_parts_words() -> None:
    assert words("cha, mẹ/con (mẫu)") == ["cha", "me", "con", "mau"]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
