"""Folding: what people type and what was written meet in one form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.text import fold, fold_words, strip_diacritics

VIETNAMESE = st.text(
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ 0123456789"
)
ONSETS = st.sampled_from("hklmst")
TONES = st.sampled_from(("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn  Đình-Ấn", "nguyen dinh an"),
        ("ĐÀ NẴNG", "da nang"),
        ("Ðà Nẵng", "da nang"),  # U+00D0, as old fonts have it
        ("ðà nẵng", "da nang"),
        ("Ɖà Nẵng", "da nang"),
        ("ɖà nẵng", "da nang"),
        ("Ƀa ƀa", "ba ba"),
        ("Øe Łe ħi ı", "oe le hi i"),
        ("Ｎｇｕｙễｎ", "nguyen"),
        ("Ngu\u200byễn", "nguyen"),
        ("kí ký KỲ", "ki ki ki"),
        ("lý lí, mỹ mĩ, sỹ sĩ, tỷ tỉ, hy hi", "li li mi mi si si ti ti hi hi"),
        ("Thuý quý Thúy yên khuya", "thuy quy thuy yen khuya"),
        ("kỷ niệm kiểm", "ki niem kiem"),
        ("61/2018/NĐ-CP", "61 2018 nd cp"),
        ("a_b", "a b"),
        ("王", "王"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold_words(text) == tuple(folded.split())


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composed_and_decomposed_writing_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(VIETNAMESE)
def test_vietnamese_folds_to_plain_letters_in_either_case(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text.upper()) == fold(text)


@given(VIETNAMESE, ONSETS, TONES)
def test_i_and_y_are_one_at_the_end_of_a_syllable(before: str, onset: str, tone: str) -> None:
    assert fold(f"{before} {onset}i{tone}") == fold(f"{before} {onset}y{tone}")


@given(ONSETS, st.sampled_from(("em", "en", "m", "nh", "u")))
def test_what_is_typed_so_far_stays_a_prefix(onset: str, rest: str) -> None:
    assert fold(f"{onset}i{rest}").startswith(fold(f"{onset}i"))


@given(st.text())
def test_a_name_without_diacritics_keeps_its_case_and_punctuation(text: str) -> None:
    assert strip_diacritics("Đơn: " + text + ".pdf") == "Don: " + strip_diacritics(text) + ".pdf"
