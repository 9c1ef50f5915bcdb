"""What is suggested while a person types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.catalog.search_entries import AGENCIES, WORDS, catalogues, filled, index_of, procedure

from catalog.domain.search.entries import SearchEntry
from catalog.domain.search.index import SearchIndex
from catalog.domain.search.spelling import Spelling
from catalog.domain.search.suggestions import suggest
from contracts.text import fold_words


def texts(index: SearchIndex, q: str, limit: int = 8) -> list[str]:
    return [suggestion.text for suggestion in suggest(index, Spelling(index), q, limit)]


PERMITS = index_of(
    procedure("1.900001", "Cấp giấy phép xây dựng công trình"),
    procedure("1.900002", "Cấp giấy phép xây dựng nhà ở"),
    procedure("1.900003", "Gia hạn giấy phép xây dựng"),
    procedure("1.900004", "Cấp giấy phép lao động"),
    procedure("1.900005", "Cấp lại giấy phép lao động"),
    procedure("1.900006", "Gia hạn giấy phép lao động"),
    procedure("1.900007", "Thu hồi giấy phép kinh doanh"),
)


def test_the_last_word_may_be_unfinished() -> None:
    assert "Thu hồi giấy phép kinh doanh" in texts(PERMITS, "giấy phép kin")


def test_the_words_before_it_must_be_whole_in_a_phrase() -> None:
    assert all(suggestion.code for suggestion in suggest(PERMITS, Spelling(PERMITS), "gi phép", 8))


def test_what_a_search_would_find_follows_where_few_names_hold_what_is_typed() -> None:
    assert texts(PERMITS, "giáy phep lao dnog")[0] == "Cấp giấy phép lao động"


@pytest.mark.parametrize("typed", ["giấy ph", "giay ph", "GIẤY PH", " giấy  ph "])
def test_phrases_that_several_names_hold_come_first(typed: str) -> None:
    assert texts(PERMITS, typed)[:3] == ["giấy phép", "giấy phép lao động", "giấy phép xây dựng"]


def test_a_phrase_that_most_names_go_on_from_alike_is_left_out() -> None:
    assert "giấy phép lao" not in texts(PERMITS, "giấy ph", 20)


def test_a_phrase_is_words_to_search_for_and_a_procedure_has_its_code() -> None:
    suggestions = {
        suggestion.text: suggestion.code
        for suggestion in suggest(PERMITS, Spelling(PERMITS), "giấy phép l", 8)
    }
    assert suggestions["giấy phép lao động"] is None
    assert suggestions["Cấp giấy phép lao động"] == "1.900004"


def test_a_phrase_does_not_go_over_a_sign() -> None:
    index = index_of(*(procedure(f"1.90000{n}", "Cấp giấy phép, gia hạn") for n in range(4)))
    assert "giấy phép gia hạn" not in texts(index, "giấy", 20)


def test_a_phrase_does_not_end_in_a_joining_word() -> None:
    tails = ("mẹ", "con", "em", "anh")
    index = index_of(*(procedure(f"1.90000{n}", f"Trợ cấp cho {tail}") for n, tail in enumerate(tails)))
    assert texts(index, "trợ c", 20)[0] == "trợ cấp"
    assert "trợ cấp cho" not in texts(index, "trợ c", 20)


def test_what_is_typed_already_is_no_suggestion_but_its_continuations_are() -> None:
    suggested = texts(PERMITS, "giấy phép")
    assert "giấy phép" not in suggested
    assert "giấy phép lao động" in suggested


def test_the_start_of_a_code_suggests_procedures() -> None:
    found = suggest(PERMITS, Spelling(PERMITS), "1.90000", 3)
    assert [suggestion.code for suggestion in found] == ["1.900001", "1.900002", "1.900003"]


def test_a_name_that_several_procedures_have_is_shown_once_without_a_code() -> None:
    index = index_of(
        procedure("1.900001", "Đính chính"), procedure("1.900002", "Đính chính", promulgator=AGENCIES[1])
    )
    assert [(s.text, s.code) for s in suggest(index, Spelling(index), "đính", 8)] == [("Đính chính", None)]


@pytest.mark.parametrize("typed", ["?!", "zzz", "9.9"])
def test_nothing_is_suggested_for_what_nothing_holds(typed: str) -> None:
    assert suggest(PERMITS, Spelling(PERMITS), typed, 8) == ()


@given(catalogues, st.lists(st.sampled_from(WORDS), min_size=1, max_size=2), st.integers(1, 8))
def test_suggestions_that_hold_what_was_typed_come_first(
    entries: list[SearchEntry], typed: list[str], limit: int
) -> None:
    q = " ".join(typed)[:-1] or typed[0]
    index = filled(entries)
    suggestions = suggest(index, Spelling(index), q, limit)
    assert len(suggestions) <= limit
    *whole, last = fold_words(q)
    held = [
        set(whole) <= set(words) and any(word.startswith(last) for word in words)
        for words in (fold_words(suggestion.text) for suggestion in suggestions)
    ]
    assert held == sorted(held, reverse=True)
