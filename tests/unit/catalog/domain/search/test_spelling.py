"""What was meant by words that names do not have, or do not have side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.catalog.search_entries import index_of, procedure

from catalog.domain.search.spelling import Spelling, sounds_like
from catalog.domain.search.thesaurus import words_of

NAMES = (
    "Đăng ký khai sinh", "Đăng ký lại khai sinh", "Đăng ký kết hôn", "Đăng ký thường trú", "Xóa đăng ký thường trú",
    "Đăng ký tạm trú", "Cấp hộ chiếu phổ thông", "Cấp giấy phép lái xe", "Đổi giấy phép lái xe", "Thông báo chủ phương tiện",
    "Cấp thẻ căn cước", "Chứng thực chữ ký", "Đăng ký chủ tàu",
)  # fmt: skip
INDEX = index_of(*(procedure(f"1.9000{n:02d}", name) for n, name in enumerate(NAMES)))
SPELLING = Spelling(INDEX)


def corrected(q: str) -> str | None:
    places = SPELLING.corrected(words_of(q))
    return None if places is None else " ".join(word for words in places for word in words)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khai sihn", "khai sinh"),
        ("khia sinh", "khai sinh"),
        ("khai sin", "khai sinh"),
        ("khai xinh", "khai sinh"),
        ("thuong chu", "thuong tru"),
        ("thường chú", "thuong tru"),
        ("ket hom", "ket hon"),
        ("giay phep lai se", "giay phep lai xe"),
        ("khaisinh", "khai sinh"),
        ("dangkykhaisinh", "dang ki khai sinh"),
        ("giayphep laixe", "giay phep lai xe"),
        ("hochieu", "ho chieu"),
        ("căn cướt", "can cuoc"),
    ],
)
def test_a_slip_a_like_sound_and_a_missing_blank_are_understood(typed: str, meant: str) -> None:
    assert corrected(typed) == meant


@pytest.mark.parametrize(
    "typed", ["khai sinh", "Đăng ký thường trú", "chủ tàu", "2026", "giấy phép", "a" * 200, ""]
)
def test_what_is_likely_stays(typed: str) -> None:
    assert corrected(typed) is None


@pytest.mark.parametrize(
    ("one", "two"), [("chu", "tru"), ("sinh", "xinh"), ("lai", "nai"), ("ban", "bang"), ("gia", "da")]
)
def test_sounds_that_are_mixed_up_go_both_ways(one: str, two: str) -> None:
    assert two in sounds_like(one)
    assert one in sounds_like(two)


@given(st.text(alphabet="abcdđeghiklmnoprstuvxyàáảãạ ", max_size=40))
def test_any_text_is_read_word_by_word(q: str) -> None:
    words = words_of(q)
    places = SPELLING.corrected(words)
    assert places is None or len(places) == len(words)
