"""In which order procedures come, and what a cursor carries of it."""

import pytest
from tests.support.catalog.search_entries import AGENCIES, index_of, procedure

from catalog.domain.search.index import SearchIndex
from catalog.domain.search.ranking import resumed, understood
from catalog.domain.search.results import SearchResults
from catalog.domain.search.spelling import Spelling
from catalog.domain.search.thesaurus import Thesaurus
from contracts.catalog import CommonProcedure, SearchProcedures, SearchThesaurusContent, Synonym


def order(index: SearchIndex, q: str) -> list[str]:
    return [
        entry.summary.code
        for _, entry in SearchResults(index, Spelling(index), SearchProcedures(q=q)).first(9)
    ]


@pytest.mark.parametrize(
    ("better", "worse", "q"),
    [
        ("Đổi hộ chiếu", "Đổi hỗ chiếu", "hộ chiếu"),
        ("Cấp sổ đỏ", "Cấp số đo", "sổ đỏ"),
        ("Cấp giấy phép lái xe", "Cấp giấy xe và phép lái", "giấy phép lái xe"),
        ("Đăng ký kết hôn", "Đăng ký kết hôn lưu động ở vùng xa", "đăng ký kết hôn"),
        ("Đăng ký khai tử", "Đăng ký khai sinh", "khai tử"),
    ],
)
def test_the_better_name_comes_first(better: str, worse: str, q: str) -> None:
    assert order(index_of(procedure("1.900001", worse), procedure("1.900002", better)), q)[0] == "1.900002"


def test_of_equal_names_those_for_the_whole_country_and_those_that_can_be_filed_come_first() -> None:
    index = index_of(
        procedure("1.900001", promulgator=AGENCIES[1], fileable=False),
        procedure("1.900002", promulgator=AGENCIES[1]),
        procedure("1.900003", fileable=False),
        procedure("1.900004"),
    )
    assert order(index, "giấy phép") == ["1.900004", "1.900003", "1.900002", "1.900001"]


def test_common_procedures_come_before_others_and_special_cases_after() -> None:
    index = index_of(
        procedure("1.900001", "Thu hồi giấy phép"),
        procedure("1.900002", "Cấp giấy phép"),
        procedure("1.900003", "Đổi giấy phép"),
    )
    index.use(
        Thesaurus(
            SearchThesaurusContent(
                qualifiers=("thu hồi",), common=(CommonProcedure(code="1.900003", weight=2),)
            )
        )
    )
    assert order(index, "giấy phép") == ["1.900003", "1.900002", "1.900001"]
    assert order(index, "thu hồi giấy phép")[0] == "1.900001"


def test_a_word_that_nothing_holds_hides_nothing() -> None:
    index = index_of(procedure("1.900001", "Đăng ký khai sinh"), procedure("1.900002", "Cấp thẻ"))
    assert order(index, "khai sinh kxyzzyk")[0] == "1.900001"


def test_terms_are_replaced_and_an_abbreviation_may_be_part_of_one() -> None:
    index = index_of(
        procedure("1.900001", "Đăng ký thành lập hộ kinh doanh"), procedure("1.900002", "Cấp thẻ")
    )
    synonyms = (
        Synonym(terms=("đk",), means=("đăng ký",)),
        Synonym(terms=("đăng ký bán hàng",), means=("đăng ký thành lập hộ kinh doanh",)),
    )
    index.use(Thesaurus(SearchThesaurusContent(synonyms=synonyms)))
    assert order(index, "đk bán hàng")[:1] == ["1.900001"]


def test_a_cursor_carries_what_the_query_was_taken_for() -> None:
    index = index_of(procedure("1.900001", "Đăng ký khai sinh"), procedure("1.900002", "Khai sinh lưu động"))
    meant = understood(index, Spelling(index), "khai sihn")
    again, points = resumed(index, "khai sihn", meant.key(123))
    assert (again, points) == (meant, 123)


@pytest.mark.parametrize("key", ["", "1", "1|100|11|a|b", "x|100||", "999999|100||", "5|99||", "5|100|0|"])
def test_a_key_that_no_page_gave_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        resumed(index_of(), "khai", key)
