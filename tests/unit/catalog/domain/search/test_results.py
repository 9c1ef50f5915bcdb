"""What is found, in which order, with which counts: against reading every procedure one by one."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.catalog.search_entries import (
    AGENCIES,
    FIELDS,
    SUBJECTS,
    WORDS,
    catalogues,
    codes,
    filled,
    index_of,
    procedure,
    procedures,
)

from catalog.domain.search.entries import SearchEntry
from catalog.domain.search.index import SearchIndex
from catalog.domain.search.ranking import ENOUGH
from catalog.domain.search.results import SearchResults
from catalog.domain.search.sort_order import SortPosition
from catalog.domain.search.spelling import Spelling
from contracts.catalog import AdministrativeLevel, FacetCount, NamedCode, OnlineLevel, SearchProcedures
from contracts.text import fold_words

questions = st.one_of(
    st.just(""),
    st.lists(st.sampled_from((*WORDS, "tu", "phap", "nichts")), min_size=1, max_size=3).map(" ".join),
    st.sampled_from(["1.9", "2.90000", "1.900004", "?!"]),
)
requests = st.builds(
    SearchProcedures,
    q=questions,
    field_code=st.sampled_from((None, None, None, *(field.code for field in FIELDS), "unknown")),
    agency_code=st.sampled_from((None, None, *(agency.code for agency in AGENCIES))),
    level=st.sampled_from((None, None, *AdministrativeLevel)),
    subject=st.sampled_from((None, None, *SUBJECTS, "viet nam")),
    online_level=st.sampled_from((None, None, *OnlineLevel)),
    fileable=st.sampled_from((None, True, False)),
)
FILTERS = ("field_code", "agency_code", "level", "subject", "online_level")


def found(index: SearchIndex, request: SearchProcedures) -> list[str]:
    return [entry.summary.code for _, entry in results(index, request).first(1_000)]


def results(
    index: SearchIndex, request: SearchProcedures, after: SortPosition | None = None
) -> SearchResults:
    return SearchResults(index, Spelling(index), request, after)


def codes_found(index: SearchIndex, **request: Any) -> list[str]:
    return found(index, SearchProcedures(**request))


def fits(entry: SearchEntry, request: SearchProcedures, among: list[SearchEntry]) -> bool:
    """What must be found: the contract's promise, read out."""
    summary = entry.summary
    if request.q[:2] in ("1.", "2."):
        selected = summary.code.startswith(request.q)
    else:
        words = set(fold_words(request.q))
        selected = words <= words_of_entry(entry) and (not request.q or bool(words))
    return selected and narrows(entry, request, among)


def words_of_entry(entry: SearchEntry) -> set[str]:
    summary = entry.summary
    field = summary.field.name if summary.field else ""
    return set(fold_words(" ".join((summary.name, field, summary.promulgator.name, *entry.subjects))))


def narrows(entry: SearchEntry, request: SearchProcedures, among: list[SearchEntry]) -> bool:
    return request.fileable in (None, entry.summary.fileable) and _narrows(entry, request, among)


def _narrows(entry: SearchEntry, request: SearchProcedures, among: list[SearchEntry]) -> bool:
    summary = entry.summary
    fields = {other.summary.field for other in among if other.summary.field}
    agencies = {other.summary.promulgator for other in among}
    return (
        (request.field_code is None or _carries(request.field_code, summary.field, fields))
        and (request.agency_code is None or _carries(request.agency_code, summary.promulgator, agencies))
        and (request.level is None or request.level in summary.levels)
        and (request.online_level is None or request.online_level == summary.online_level)
        and (request.subject is None or _has_subject(entry, request.subject, among))
    )


def _carries(code: str, value: NamedCode | None, values: set[NamedCode]) -> bool:
    """Whether some procedure has this code beside the name of the value."""
    return value is not None and any(other.code == code and other.name == value.name for other in values)


def _has_subject(entry: SearchEntry, subject: str, among: list[SearchEntry]) -> bool:
    if any(subject in other.subjects for other in among):
        return subject in entry.subjects
    return any(set(fold_words(subject)) <= set(fold_words(each)) for each in entry.subjects)


@given(catalogues, requests)
def test_what_holds_all_words_is_found_and_nothing_that_holds_none(
    entries: list[SearchEntry], request: SearchProcedures
) -> None:
    expected = {entry.summary.code for entry in entries if fits(entry, request, entries)}
    index = filled(entries)
    sent = results(index, request)
    result = [entry for _, entry in sent.first(1_000)]
    codes = [entry.summary.code for entry in result]
    assert len(codes) == len(set(codes))
    assert set(codes) >= expected
    meant = {word for reading in sent.meant.readings for word in reading.plain} if sent.meant else set()
    for entry in result:
        assert narrows(entry, request, entries)
        assert meant & words_of_entry(entry) or fits(entry, request, entries)


def test_those_that_hold_all_words_are_enough_when_they_are_many() -> None:
    many = [procedure(f"1.9000{n:02d}", f"Khai sinh lần {n}") for n in range(ENOUGH)]
    part = procedure("2.900001", "Khai tử")
    assert "2.900001" not in codes_found(index_of(*many, part), q="khai sinh")
    assert "2.900001" in codes_found(index_of(*many[1:], part), q="khai sinh")


@given(catalogues, requests)
def test_facets_count_what_is_found_without_their_own_filter(
    entries: list[SearchEntry], request: SearchProcedures
) -> None:
    index = filled(entries)
    facets = results(index, request).facets()
    assert facets.total == len(found(index, request))
    assert counted(facets.fields) == brute(
        index, request, "field_code", lambda e: [e.summary.field.name] if e.summary.field else []
    )
    assert counted(facets.agencies) == brute(
        index, request, "agency_code", lambda e: [e.summary.promulgator.name]
    )
    assert counted(facets.subjects) == brute(index, request, "subject", lambda e: e.subjects)
    assert codes_counted(facets.levels) == brute(index, request, "level", lambda e: e.summary.levels)
    assert codes_counted(facets.online_levels) == brute(
        index, request, "online_level", lambda e: [e.summary.online_level] if e.summary.online_level else []
    )


def counted(facet: Sequence[FacetCount]) -> dict[str, int]:
    return {value.name: value.count for value in facet}


def codes_counted(facet: Sequence[FacetCount]) -> dict[str, int]:
    return {value.code: value.count for value in facet}


def brute(index: SearchIndex, request: SearchProcedures, own: str, values: Any) -> dict[str, int]:
    without = request.model_copy(update={own: None})
    counts: dict[str, int] = {}
    for _, entry in results(index, without).first(1_000):
        for value in values(entry):
            counts[str(value)] = counts.get(str(value), 0) + 1
    return counts


@given(catalogues, requests, st.integers(1, 4))
def test_a_value_of_a_facet_narrows_to_what_it_counts(
    entries: list[SearchEntry], request: SearchProcedures, which: int
) -> None:
    index = filled(entries)
    facets = results(index, request).facets()
    chosen = {"field_code": facets.fields, "agency_code": facets.agencies, "subject": facets.subjects}
    for name, counts in chosen.items():
        for value in counts[:which]:
            assert len(found(index, request.model_copy(update={name: value.code}))) == value.count


changes = st.lists(st.one_of(procedures, codes), max_size=6)


@given(catalogues, requests, st.integers(1, 4), st.lists(changes, max_size=8))
def test_pages_show_once_whatever_stays_while_the_catalogue_changes(
    entries: list[SearchEntry], request: SearchProcedures, size: int, between: list[list[SearchEntry | str]]
) -> None:
    index = filled(entries)
    before = set(found(index, request))
    seen: list[str] = []
    touched: set[str] = set()
    last, rest = None, iter(between)
    while page := results(index, request, last).first(size):
        seen += [entry.summary.code for _, entry in page]
        last = page[-1][0]
        touched |= change(index, next(rest, []))
    stayed = [code for code in seen if code not in touched]
    assert len(stayed) == len(set(stayed))
    assert set(stayed) == before - touched


def change(index: SearchIndex, entries: list[SearchEntry | str]) -> set[str]:
    """Publish a procedure or take one away; the codes that were touched."""
    for entry in entries:
        if isinstance(entry, str):
            index.remove(entry)
        else:
            index.put(entry)
    return {entry if isinstance(entry, str) else entry.summary.code for entry in entries}


@given(catalogues, changes, requests)
def test_an_index_that_was_changed_is_as_one_made_anew(
    entries: list[SearchEntry], changed: list[SearchEntry | str], request: SearchProcedures
) -> None:
    index = filled(entries)
    change(index, changed)
    anew = filled(index.at(slot) for slot, entry in enumerate(index.entries) if entry is not None)
    assert found(index, request) == found(anew, request)
    assert results(index, request).facets() == results(anew, request).facets()
    assert list(index.fields()) == list(anew.fields())
    assert len(index) == len(anew)


def test_what_is_found_by_its_name_comes_before_what_is_found_by_its_agency() -> None:
    by_agency = procedure("1.900001", "Cấp giấy phép")
    by_name = procedure("1.900002", "Cấp phiếu lý lịch tư pháp cho cá nhân", promulgator=AGENCIES[1])
    assert codes_found(index_of(by_agency, by_name), q="tư pháp") == ["1.900002", "1.900001"]


def test_what_can_be_filed_comes_first_then_the_shorter_name() -> None:
    index = index_of(
        procedure("1.900001", "Khai sinh", fileable=False),
        procedure("1.900002", "Đăng ký lại khai sinh"),
        procedure("1.900003", "Khai sinh lưu động"),
    )
    assert codes_found(index, q="khai sinh") == ["1.900003", "1.900002", "1.900001"]


def test_without_words_the_order_is_that_of_the_codes() -> None:
    index = index_of(procedure("2.900001"), procedure("1.900009"), procedure("1.900001.H38"))
    assert codes_found(index) == ["1.900001.H38", "1.900009", "2.900001"]


@pytest.mark.parametrize("code", ["G15-TP07", "id-ho-tich"])
def test_either_code_of_a_field_finds_the_rows_of_both(code: str) -> None:
    index = index_of(*(procedure(f"1.90000{n}", field=FIELDS[n]) for n in range(3)))
    assert codes_found(index, field_code=code) == ["1.900000", "1.900001"]


def test_a_field_is_counted_once_under_its_official_code() -> None:
    index = index_of(*(procedure(f"1.90000{n}", field=FIELDS[min(n, 1)]) for n in range(4)))
    (field,) = results(index, SearchProcedures()).facets().fields
    assert field == FacetCount(code="G15-TP07", name="Hộ tịch", count=4)


def test_the_name_of_a_subject_is_itself_and_words_are_all_that_hold_them() -> None:
    index = index_of(*(procedure(f"1.90000{n}", subjects=(subject,)) for n, subject in enumerate(SUBJECTS)))
    assert codes_found(index, subject="doanh nghiệp") == ["1.900001"]
    assert codes_found(index, subject="viet nam") == ["1.900000", "1.900002"]


def test_an_unknown_field_finds_nothing() -> None:
    assert codes_found(index_of(procedure("1.900001")), field_code="G99-XX99") == []


def test_marks_do_not_matter() -> None:
    index = index_of(procedure("1.900001", "Đăng ký đất đai"))
    assert codes_found(index, q="DANG KY dat") == codes_found(index, q="đăng ký đất") == ["1.900001"]


@pytest.mark.parametrize("q", ["lí lịch", "ly lich", "LÝ LỊCH", "Lý lịch"])
def test_i_and_y_at_the_end_of_a_syllable_are_the_same(q: str) -> None:
    index = index_of(
        procedure("1.900001", "Cấp lý lịch tư pháp"), procedure("1.900002", "Cấp lí lịch khoa học")
    )
    assert set(codes_found(index, q=q)) == {"1.900001", "1.900002"}


@pytest.mark.parametrize("letter", ["Đ", "Ð", "Ɖ", "đ", "ð", "ɖ", "d"])
def test_every_letter_that_looks_like_d_with_a_stroke_is_d(letter: str) -> None:
    index = index_of(procedure("1.900001", "Cấp giấy chứng nhận Đất"))
    assert codes_found(index, q=f"{letter}ất") == ["1.900001"]
