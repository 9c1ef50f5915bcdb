"""Search that people can use: the wanted procedure is among the first three of what is found and suggested."""

from functools import cache

import pytest
from tests.support.catalog.search_quality import missed, quality_list, realistic_index

from catalog import starter
from catalog.domain.search.index import SearchIndex
from catalog.domain.search.results import SearchResults
from catalog.domain.search.spelling import Spelling
from catalog.domain.search.suggestions import suggest
from contracts.catalog import SearchProcedures
from contracts.text import fold


@cache
def made() -> tuple[SearchIndex, Spelling]:
    index = realistic_index()
    return index, Spelling(index)


def ask(q: str) -> list[str]:
    return [entry.summary.code for _, entry in SearchResults(*made(), SearchProcedures(q=q)).first(5)]


def interpreted(q: str) -> str | None:
    return SearchResults(*made(), SearchProcedures(q=q)).interpreted_as


def test_of_everyday_queries_95_of_100_find_what_is_wanted() -> None:
    queries = quality_list("everyday")
    assert len(queries) == 100
    assert len(left := missed(queries, ask)) <= 5, left


def test_of_questions_that_the_ranking_was_not_made_for_9_of_10_do() -> None:
    queries = quality_list("life_events")
    assert len(queries) == 80
    assert len(left := missed(queries, ask)) <= 8, left


def test_what_is_typed_without_diacritics_does_nearly_as_well() -> None:
    queries = quality_list("everyday")
    left = missed(queries, lambda q: ask(fold(q)))
    assert len(left) <= 8, left


def test_a_page_is_never_empty_where_something_is_near() -> None:
    queries = [*quality_list("everyday"), *quality_list("life_events")]
    assert [each.query for each in queries if not ask(each.query)] == []
    assert [each.query for each in queries if not suggest(*made(), each.query, 8)] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khai sihn", "khai sinh"),
        ("khaisinh", "khai sinh"),
        ("thuong chu", "thường trú"),
        ("ket hom", "kết hôn"),
        ("pasport", "hộ chiếu"),
        ("GPLX", "giấy phép lái xe"),
        ("birth certificate", "đăng ký khai sinh"),
    ],
)
def test_an_answer_says_what_the_words_were_taken_for(typed: str, meant: str) -> None:
    assert meant in (interpreted(typed) or "")


@pytest.mark.parametrize("typed", ["Đăng ký thường trú", "dang ky thuong tru", "1.001193", ""])
def test_what_was_taken_as_typed_is_not_explained(typed: str) -> None:
    assert interpreted(typed) in (None, "đăng ký thường trú")


@pytest.mark.parametrize(
    ("typed", "unwanted"),
    [("sổ đỏ", "số"), ("nhập hộ khẩu", "hỗ trợ"), ("hộ chiếu", "hỗ trợ")],
)
def test_words_with_other_diacritics_come_later(typed: str, unwanted: str) -> None:
    index, spelling = made()
    first = [entry for _, entry in SearchResults(index, spelling, SearchProcedures(q=typed)).first(3)]
    assert first
    assert all(unwanted not in entry.summary.name.lower() for entry in first)


def test_each_term_of_the_starter_is_one_that_a_person_may_type() -> None:
    """No term twice with the same meaning, and none that stands for itself alone."""
    content = starter.search_thesaurus()
    pairs = [(fold(term), mean) for each in content.synonyms for term in each.terms for mean in each.means]
    assert all(fold(term) for each in content.synonyms for term in each.terms)
    assert len({each.code for each in content.common}) == len(content.common)
    assert len(set(pairs)) > 1_500


def test_no_text_of_an_interpretation_is_spelled_worse_than_the_thesaurus() -> None:
    assert interpreted("xac nhan doc than") == "cấp giấy xác nhận tình trạng hôn nhân"
    assert interpreted("sodo") == interpreted("sổ đỏ")
