"""Finding and reading procedures, and the law to file under; in the test's process."""

from datetime import UTC, datetime

import pytest
from tests.support.catalog.use_cases import Catalogue, decision_of, draft, made_public, move, today
from tests.support.catalog.versions import content

from catalog import starter
from catalog.application import agencies_and_units, filing_rules, procedures
from catalog.application.search import queries
from catalog.application.versions import version_commands
from contracts.catalog import (
    AbolishProcedure,
    AdministrativeLevel,
    GetFilingRules,
    GetProcedure,
    GetResultKind,
    ListAgencies,
    ProcedureSource,
    ProcedureSummary,
    ResultKind,
    SearchProcedures,
)
from contracts.errors import ErrorCode, ServiceError

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)


def search(catalogue: Catalogue, q: str = "", **filters: object) -> list[ProcedureSummary]:
    """All pages, three at a time."""
    found: list[ProcedureSummary] = []
    cursor = None
    while True:
        request = SearchProcedures.model_validate({"q": q, "limit": 3, "cursor": cursor, **filters})
        page = catalogue.run_indexed(queries.search_procedures, request)
        assert len(page.items) <= 3
        found.extend(page.items)
        if (cursor := page.next_cursor) is None:
            return found


def codes(found: list[ProcedureSummary]) -> list[str]:
    return [summary.code for summary in found]


@pytest.mark.parametrize("q", ["dang ky khai sinh", "đăng ký khai sinh", "KHAI SINH đăng ký", "khai sinh"])
def test_words_with_and_without_marks_find_alike(catalogue: Catalogue, q: str) -> None:
    found = codes(search(catalogue, q))
    assert found[0] == "1.001193"
    assert set(found[:6]) >= {"1.900001", "2.000986", "1.900002"}


def test_those_that_hold_part_of_the_words_come_after_those_that_hold_all(catalogue: Catalogue) -> None:
    found = codes(search(catalogue, "khai sinh"))
    assert set(found[:6]) == {"1.001193", "1.900001", "2.000635", "2.000986", "1.900002", "1.900003"}
    assert "1.000656" in found[6:]


def test_a_part_of_a_word_is_taken_for_the_word_and_says_so(catalogue: Catalogue) -> None:
    page = catalogue.run_indexed(queries.search_procedures, SearchProcedures(q="kha"))
    assert page.items
    assert "khai" in (page.interpreted_as or "")


def test_a_code_is_found_with_its_variants_first_the_code_itself(catalogue: Catalogue) -> None:
    assert codes(search(catalogue, "1.900008")) == ["1.900008.H38"]
    assert codes(search(catalogue, "1.00422")) == ["1.004222"]


def test_signs_find_nothing(catalogue: Catalogue) -> None:
    assert search(catalogue, "?!") == []


def test_pages_show_everything_once_in_the_order_of_the_codes(catalogue: Catalogue) -> None:
    everything = codes(search(catalogue))
    assert everything == sorted(set(everything))
    assert len(everything) == catalogue.count().procedures == 21


def test_filters_narrow(catalogue: Catalogue) -> None:
    fileable = search(catalogue, fileable=True)
    assert len(fileable) == catalogue.count().fileable == 15
    found = codes(search(catalogue, "mau", level=AdministrativeLevel.COMMUNE))
    assert sorted(found) == ["1.900001", "1.900002", "1.900004", "1.900010", "2.900005"]
    assert {summary.code for summary in search(catalogue, field_code="G01-CA05")} == {"1.004222", "1.004194"}


def test_a_cursor_of_another_search_is_refused(catalogue: Catalogue) -> None:
    page = catalogue.run_indexed(queries.search_procedures, SearchProcedures(q="mau", limit=1))
    with pytest.raises(ServiceError) as refused:
        catalogue.run_indexed(queries.search_procedures, SearchProcedures(q="khai", cursor=page.next_cursor))
    assert refused.value.code == ErrorCode.INVALID_REQUEST


def test_a_starter_procedure_is_read_as_it_was_typed(catalogue: Catalogue) -> None:
    typed = {content.code: content for content in starter.procedures()}["1.004222"]
    read = catalogue.run(procedures.get_procedure, GetProcedure(code="1.004222"))
    assert (
        read.model_dump(exclude={"version", "etag", "updated_at", "state", "effective_from"})
        == typed.model_dump()
    )


def test_an_unknown_procedure_is_not_found(catalogue: Catalogue) -> None:
    with pytest.raises(ServiceError) as missing:
        catalogue.run(procedures.get_procedure, GetProcedure(code="1.999999"))
    assert missing.value.code == ErrorCode.NOT_FOUND


def test_a_listed_procedure_can_be_read(catalogue: Catalogue) -> None:
    read = catalogue.run(procedures.get_procedure, GetProcedure(code="5.900007"))
    assert (read.source, read.fileable) == (ProcedureSource.NATIONAL_LIST, False)


def rules_for(
    procedure: str = "1.004222", agency: str = "G01.26.31.05", at: datetime = NOW
) -> GetFilingRules:
    return GetFilingRules(procedure_code=procedure, agency_code=agency, at=at)


def test_filing_rules_hold_all_that_a_dossier_keeps(catalogue: Catalogue) -> None:
    rules = catalogue.run(filing_rules.get_filing_rules, rules_for())
    assert (rules.procedure.code, rules.agency.code) == ("1.004222", "G01.26.31.05")
    assert rules.regime.regime_id == "nd-118-2025-309-2026"
    assert rules.calendar.covers_from.year == 2018
    assert rules.calendar.covers_to.year > datetime.now(UTC).year


def test_an_older_moment_is_under_the_older_decree(catalogue: Catalogue) -> None:
    rules = catalogue.run(filing_rules.get_filing_rules, rules_for(at=datetime(2025, 6, 30, 5, tzinfo=UTC)))
    assert rules.regime.regime_id == "nd-61-2018"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (rules_for(procedure="1.999999"), ErrorCode.NOT_FOUND),
        (rules_for(agency="H99"), ErrorCode.NOT_FOUND),
        (rules_for(procedure="1.900002"), ErrorCode.PROCEDURE_NOT_FILEABLE),
        (rules_for(at=datetime(2001, 1, 1, tzinfo=UTC)), ErrorCode.NOT_FOUND),
    ],
    ids=["unknown procedure", "unknown agency", "listed only", "before all regimes"],
)
def test_filing_rules_are_refused(catalogue: Catalogue, request_: GetFilingRules, code: ErrorCode) -> None:
    with pytest.raises(ServiceError) as refused:
        catalogue.run(filing_rules.get_filing_rules, request_)
    assert refused.value.code == code


def test_agencies_are_listed_in_pages(catalogue: Catalogue) -> None:
    first = catalogue.run(agencies_and_units.list_agencies, ListAgencies(limit=5))
    rest = catalogue.run(agencies_and_units.list_agencies, ListAgencies(limit=100, cursor=first.next_cursor))
    listed = [agency.code for agency in (*first.items, *rest.items)]
    assert listed == sorted(agency.code for agency in starter.agencies())
    assert rest.next_cursor is None


@pytest.mark.parametrize("typed", ["KQ.G15.000031", "kq.g15.000031", " KQ. G15.000031 "])
def test_a_kind_of_result_is_found_by_its_code_as_typed(catalogue: Catalogue, typed: str) -> None:
    kind = catalogue.run(procedures.get_result_kind, GetResultKind(code=typed))
    assert (kind.code, kind.name) == ("KQ.G15.000031", "Giấy khai sinh")


@pytest.mark.parametrize("code", ["XXXX", "KQ.G15.999999", "1.004222", "KQ"])
def test_a_code_that_no_procedure_has_is_none(catalogue: Catalogue, code: str) -> None:
    assert kind_of(catalogue, code) is None


def test_every_result_that_a_procedure_yields_or_takes_is_known(catalogue: Catalogue) -> None:
    for procedure in starter.procedures():
        taken = [code for component in procedure.components for code in component.result_codes]
        for code in (*taken, *(kind.code for kind in procedure.results)):
            assert kind_of(catalogue, code) == code


def test_versions_of_an_earlier_release_count_while_they_are_in_force(catalogue: Catalogue) -> None:
    catalogue.database["versions"].update_many({}, {"$unset": {"result_codes": ""}})
    assert kind_of(catalogue, "kq.g15.000031") == "KQ.G15.000031"
    assert kind_of(catalogue, "XXXX") is None


def test_a_draft_names_nothing_and_an_abolished_procedure_still_does(catalogue: Catalogue) -> None:
    """Papers of a kind that nobody issues any more are in people's hands."""
    kinds = (ResultKind(code="KQ.G99 -930001.", name="Giấy mẫu"),)
    changed = content(code="1.930001", results=kinds)
    draft(catalogue, changed)
    assert kind_of(catalogue, "kq.g99-930001.") is None
    version = made_public(catalogue, changed.model_copy(update={"code": "1.930002"}), today())
    assert kind_of(catalogue, "kq.g99-930001.") == "KQ.G99 -930001."
    move(
        catalogue,
        version_commands.abolish_procedure,
        AbolishProcedure,
        version,
        decision=decision_of(today()),
        reason="Hết căn cứ",
    )
    assert kind_of(catalogue, "kq.g99-930001.") == "KQ.G99 -930001."


def kind_of(catalogue: Catalogue, typed: str) -> str | None:
    try:
        return catalogue.run(procedures.get_result_kind, GetResultKind(code=typed)).code
    except ServiceError as error:
        assert error.code is ErrorCode.NOT_FOUND
        return None
