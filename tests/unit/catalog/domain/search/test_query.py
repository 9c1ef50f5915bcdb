"""What a typed text asks for, and the order of what is found."""

import pytest

from catalog.domain.search.entries import search_entry
from catalog.domain.search.query import SearchQuery, is_unsearchable, parse_search_query
from contracts.catalog import NamedCode, ProcedureSummary


def named(name: str, *, fileable: bool = True) -> ProcedureSummary:
    return ProcedureSummary(
        code="1.900001",
        name=name,
        field=NamedCode(code="G99-XX01", name="Hộ tịch"),
        promulgator=NamedCode(code="G99", name="Bộ mẫu Tư pháp"),
        fileable=fileable,
    )


@pytest.mark.parametrize("q", ["đăng ký khai sinh", "dang ky khai sinh", "ĐĂNG KÝ, khai sinh!"])
def test_with_or_without_marks_the_words_are_the_same(q: str) -> None:
    assert parse_search_query(q) == SearchQuery(words=("dang", "ki", "khai", "sinh"))


@pytest.mark.parametrize("q", ["1.004222", "1.00", "1.000948.H38", "1.001193.000.00.00.H35"])
def test_what_looks_like_a_code_is_one(q: str) -> None:
    assert parse_search_query(q) == SearchQuery(code=q)


def test_nothing_typed_asks_for_everything() -> None:
    assert not is_unsearchable("", parse_search_query(""))


def test_signs_alone_ask_for_nothing_that_exists() -> None:
    assert is_unsearchable("!?", parse_search_query("!?"))


def test_name_field_and_promulgator_are_searched() -> None:
    entry = search_entry(named("Đăng ký mẫu"), ())
    assert entry.name_words == ("dang", "ki", "mau")
    assert entry.other_words == {"bo", "ho", "mau", "phap", "tich", "tu"}


def test_a_sign_ends_a_run_of_words() -> None:
    entry = search_entry(named("Cấp, cấp lại (mẫu)"), ())
    assert entry.tokens == ("cấp", "|", "cấp", "lại", "|", "mẫu", "|")
    assert entry.folded_tokens == ("cap", "|", "cap", "lai", "|", "mau", "|")


def test_what_can_be_filed_comes_first_then_the_shorter_name() -> None:
    short, long = named("Khai sinh"), named("Đăng ký lại khai sinh")
    listed = named("Khai", fileable=False)
    assert sorted([listed, long, short], key=lambda each: search_entry(each, ()).sort_key) == [
        short,
        long,
        listed,
    ]
