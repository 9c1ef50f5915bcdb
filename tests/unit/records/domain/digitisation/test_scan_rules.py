"""A scan is judged by the rule of its day, and a refusal says which page is wrong and what it has to be."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.field_error_messages import field_error_detail
from records.domain.digitisation.scan_rules import (
    ScannedPage,
    ScanReport,
    ScanRule,
    rule_on,
    scan_defects,
    scan_rules,
)

RULE = ScanRule(from_day=date(2023, 4, 5), min_dpi=200, colour=True, most_pages=50)
RIGHT = ScannedPage(dpi=200, colour=True, covered=1)


def report(*pages: ScannedPage, pdf_a: str = "2b", defects: tuple[str, ...] = ()) -> ScanReport:
    return ScanReport(pdf_a=pdf_a, defects=defects, count=len(pages), pages=pages)


def codes(found: ScanReport, rule: ScanRule = RULE, pages: int | None = None) -> list[str]:
    return [error.code for error in scan_defects(found, rule, pages)]


def test_a_right_scan_has_no_defect() -> None:
    assert codes(report(RIGHT, RIGHT), pages=2) == []


@pytest.mark.parametrize(
    ("dpi", "refused"), [(100, True), (199.4, True), (199.5, False), (200, False), (600, False)]
)
def test_the_least_resolution_counts_in_whole_dots(dpi: float, refused: bool) -> None:
    found = codes(report(ScannedPage(dpi=dpi, colour=True, covered=1)))
    assert found == (["scan_resolution"] if refused else [])


def test_the_words_say_which_page_what_it_has_and_what_it_needs() -> None:
    (wrong,) = scan_defects(report(RIGHT, ScannedPage(dpi=100, colour=True, covered=1)), RULE)
    assert field_error_detail(wrong, "vi") == (
        "Trang 2: độ phân giải 100 dpi, cần ít nhất 200 dpi; hãy quét lại trang này."
    )
    assert field_error_detail(wrong, "en") == (
        "Page 2 has 100 dpi, at least 200 dpi are needed; scan it again."
    )
    assert wrong.params == {"page": 2, "found": 100, "limit": 200}


def test_grey_is_refused_where_colour_is_needed_and_there_alone() -> None:
    grey = report(ScannedPage(dpi=200, colour=False, covered=1))
    assert codes(grey) == ["scan_grey"]
    assert codes(grey, RULE.model_copy(update={"colour": False})) == []


def test_a_page_without_a_scan_is_named_once() -> None:
    assert codes(report(RIGHT, ScannedPage(dpi=0, colour=False, covered=0))) == ["scan_page_empty"]


@pytest.mark.parametrize(("stated", "refused"), [(None, False), (2, False), (1, True), (3, True)])
def test_a_missing_page_is_found_where_the_officer_has_counted(stated: int | None, refused: bool) -> None:
    assert codes(report(RIGHT, RIGHT), pages=stated) == (["scan_pages_differ"] if refused else [])


def test_no_claim_and_each_defect_of_a_claim_are_named() -> None:
    assert codes(report(RIGHT, pdf_a="")) == ["scan_not_pdf_a"]
    assert codes(report(RIGHT, defects=("output_intent", "script"))) == ["scan_output_intent", "scan_script"]


def test_more_pages_than_are_taken_are_one_defect() -> None:
    found = ScanReport(pdf_a="", defects=(), count=51, pages=())
    assert codes(found) == ["scan_too_long"]


def test_many_wrong_pages_are_named_up_to_a_number() -> None:
    assert len(codes(report(*[ScannedPage(dpi=72, colour=True, covered=1)] * 40))) == 5


def test_rules_begin_on_their_days() -> None:
    rules = scan_rules("2023-04-05 200dpi colour 200pages; 2027-01-01 300dpi any 100pages")
    days = [date(2020, 1, 1), date(2023, 4, 5), date(2026, 12, 31), date(2027, 1, 1)]
    assert [rule_on(day, rules).min_dpi for day in days] == [200, 200, 200, 300]
    assert [rule.colour for rule in rules] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "200dpi",
        "2023-04-05 200dpi grey 200pages",
        "2023-02-30 200dpi colour 200pages",
        "2023-04-05 5dpi colour 9pages",
        "2027-01-01 200dpi colour 9pages; 2023-04-05 200dpi colour 9pages",
        "2027-01-01 200dpi colour 9pages; 2027-01-01 300dpi colour 9pages",
    ],
)
def test_what_is_no_list_of_rules_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"needed|rise|month"):
        scan_rules(text)
