"""Where terms of the thesaurus stand in a query, and what is left without stop words."""

import pytest

from catalog.domain.search.thesaurus import Thesaurus, agree, folded, words_of
from contracts.catalog import SearchThesaurusContent, Synonym

THESAURUS = Thesaurus(
    SearchThesaurusContent(
        synonyms=(
            Synonym(terms=("bằng lái", "GPLX"), means=("giấy phép lái xe",)),
            Synonym(terms=("bằng lái xe máy",), means=("giấy phép lái xe mô tô", "giấy phép hạng A1")),
            Synonym(terms=("sổ đỏ",), means=("giấy chứng nhận",)),
        ),
        stop_words=("làm", "cho", "cần", "ở đâu"),
        qualifiers=("thu hồi",),
    )
)


def meanings(q: str) -> list[str]:
    term = THESAURUS.longest_term(words_of(q), 0)
    return [] if term is None else [" ".join(folded(words)) for words in term[1]]


@pytest.mark.parametrize("typed", ["bằng lái", "BẰNG LÁI", "bang lai", "gplx", "bằng lái ô tô"])
def test_a_term_is_found_as_people_write_it(typed: str) -> None:
    assert meanings(typed) == ["giay phep lai xe"]


def test_the_longest_term_stands() -> None:
    assert meanings("bằng lái xe máy cũ") == ["giay phep lai xe mo to", "giay phep hang a1"]


@pytest.mark.parametrize(
    ("typed", "found"), [("sổ đỏ", 1), ("so do", 1), ("số đo", 0), ("so đỏ", 1), ("sở đó", 0)]
)
def test_other_diacritics_are_other_words(typed: str, found: int) -> None:
    assert len(meanings(typed)) == found


def test_stop_words_are_left_out_and_a_single_one_only_as_it_is_written() -> None:
    left = THESAURUS.without_stop_words(words_of("cần làm cho con ở đâu"))
    assert left == ("con",)
    assert THESAURUS.without_stop_words(words_of("căn cước o dau")) == words_of("căn cước")
    assert THESAURUS.without_stop_words(words_of("can cuoc")) == ("can", "cuoc")


def test_nothing_but_stop_words_is_looked_for_as_it_stands() -> None:
    assert THESAURUS.content_of(words_of("làm cho")) == words_of("làm cho")


def test_words_agree_with_those_they_may_be_typed_for() -> None:
    assert agree(("so", "đỏ"), ("sổ", "đỏ"))
    assert not agree(words_of("số đỏ"), words_of("sổ đỏ"))
