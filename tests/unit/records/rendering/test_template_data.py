"""Text is made fit to print, times are local and in the usual form."""

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.records.documents import ADDRESS, AT, CODE, request, short

from contracts.errors import ErrorCode, ServiceError
from records.rendering.template_data import (
    SignedBy,
    local_date_text,
    local_time_text,
    printable,
    template_data,
)


def test_moments_are_local() -> None:
    assert local_time_text(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)) == "00:30 01/01/2027"
    assert local_date_text(datetime(2026, 12, 31, 17, 30, tzinfo=UTC)) == "ngày 01 tháng 01 năm 2027"


SIGNED = SignedBy("Motcua (con dấu thử nghiệm)")


def test_every_time_of_the_content_is_local_text() -> None:
    data = template_data(request("RECEIPT", short()), CODE, ADDRESS, "<svg/>", AT, SIGNED, None)
    assert (data["received_at"], data["due_at"]) == (
        "09 giờ 15 phút, ngày 04/05/2026",
        "09 giờ 15 phút, ngày 13/05/2026",
    )
    assert data["hand_overs"][0]["at"] == "09:15 04/05/2026"
    assert data["papers"][0]["form"] == "Bản chính"


def test_marks_that_turn_the_writing_are_taken_out() -> None:
    assert printable("An\u202e 0912\u2066\x00\ufeff") == "An 0912"


@given(st.text(max_size=300))
def test_what_is_printed_can_be_printed(text: str) -> None:
    shown = printable(text)
    hidden = {unicodedata.category(letter) for letter in shown if letter not in "\n\u200b"}
    assert not hidden & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert max((len(word) for word in shown.replace("\u200b", " ").split()), default=0) <= 24


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("000.00.16.H05-200731-0001", "000.|00.|16.|H05-|200731-|0001"),
        ("nguyen.van.an.1990@thu.vidu.vn", "nguyen.|van.|an.|1990@|thu.|vidu.|vn"),
        ("W" * 25, "WWWWWW|WWWWWW|WWWWWW|WWWWWW|W"),
    ],
)
def test_a_long_word_may_be_broken_after_its_signs(word: str, shown: str) -> None:
    assert printable(word).replace("\u200b", "|") == shown


def test_ordinary_words_stay_as_they_are() -> None:
    text = "Nguyễn Thượng Hiền, địa chỉ: số 5\nngõ 12"
    assert printable(text) == text


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(ServiceError) as caught:
        template_data(request("DIPLOMA", short()), CODE, ADDRESS, "<svg/>", AT, SIGNED, None)
    assert caught.value.code is ErrorCode.INVALID_REQUEST
