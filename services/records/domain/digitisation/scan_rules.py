"""What a scan at the desk has to be (TT 01/2023/TT-VPCP): PDF/A, of a least resolution, in colour; by dated settings."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from contracts.base import Model
from contracts.errors import FieldError
from contracts.field_error_messages import MESSAGES

FILE = "/file_id"
LEAST_COVERED = 0.1
"""Share of a page that its scan covers; one with less is empty, or is no scan."""
MOST_NAMED = 5
"""Pages with the same defect that are named one by one."""
_ROW = re.compile(r"(\d{4}-\d{2}-\d{2}) ([1-9]\d{1,3})dpi (colour|any) ([1-9]\d{0,3})pages")


class ScannedPage(Model):
    """`dpi`: the lowest resolution of the images that make it, by its size and where they stand; `covered`: the share of it
    that they take."""

    dpi: float
    colour: bool
    covered: float


class ScanReport(Model):
    """`pdf_a`: the level that the file claims (`2b`), empty for none; `defects`: codes of what forbids the claim. `pages` is
    empty where there are more than were to be looked at."""

    pdf_a: str
    defects: tuple[str, ...]
    count: int
    pages: tuple[ScannedPage, ...]

    @property
    def lowest_dpi(self) -> int:
        """Of all pages, rounded as for the limit."""
        return min((round(page.dpi) for page in self.pages), default=0)


class ScanRule(Model):
    """In force from a local day on, until the next one. `colour`: whether a scan in greys is refused."""

    from_day: date
    min_dpi: int
    colour: bool
    most_pages: int


def scan_rules(text: str) -> tuple[ScanRule, ...]:
    """Of rows as `2023-04-05 200dpi colour 200pages`, with `;` between them. Raises ValueError."""
    rules = []
    for row in (part.strip() for part in text.split(";")):
        found = _ROW.fullmatch(row)
        if found is None:
            raise ValueError("rows as `2023-04-05 200dpi colour 200pages` are needed, with `;` between them")
        day, dpi, colour, pages = found.groups()
        rules.append(
            ScanRule(
                from_day=date.fromisoformat(day),
                min_dpi=int(dpi),
                colour=colour == "colour",
                most_pages=int(pages),
            )
        )
    if [each.from_day for each in rules] != sorted({each.from_day for each in rules}):
        raise ValueError("the days rise from row to row")
    return tuple(rules)


def rule_on(day: date, rules: Sequence[ScanRule]) -> ScanRule:
    """The one in force; before the first one the first, since no paper is scanned by none."""
    return next((each for each in reversed(rules) if each.from_day <= day), rules[0])


def scan_defects(report: ScanReport, rule: ScanRule, pages: int | None = None) -> tuple[FieldError, ...]:
    """What is wrong with a scan, each with what to do about it; `pages`: those of the paper, where the officer says so."""
    if report.count > rule.most_pages:
        return (_wrong("scan_too_long", found=report.count, limit=rule.most_pages),)
    return (*_of_file(report, pages), *_of_pages(report, rule))


def _of_file(report: ScanReport, pages: int | None) -> Iterator[FieldError]:
    if not report.pdf_a:
        yield _wrong("scan_not_pdf_a")
    for code in report.defects:
        yield _wrong(f"scan_{code}")
    if pages is not None and pages != report.count:
        yield _wrong("scan_pages_differ", found=report.count, limit=pages)


def _of_pages(report: ScanReport, rule: ScanRule) -> Iterator[FieldError]:
    numbered = list(enumerate(report.pages, start=1))
    empty = [number for number, page in numbered if page.covered < LEAST_COVERED]
    coarse = [
        (number, page) for number, page in numbered if number not in empty and round(page.dpi) < rule.min_dpi
    ]
    grey = [number for number, page in numbered if rule.colour and number not in empty and not page.colour]
    yield from (_wrong("scan_page_empty", page=number) for number in empty[:MOST_NAMED])
    for number, page in coarse[:MOST_NAMED]:
        yield _wrong("scan_resolution", page=number, found=round(page.dpi), limit=rule.min_dpi)
    yield from (_wrong("scan_grey", page=number) for number in grey[:MOST_NAMED])


def _wrong(code: str, **params: int) -> FieldError:
    return FieldError(
        pointer=FILE, code=code, detail=MESSAGES[code]["en"].format_map(params), params=params or None
    )
