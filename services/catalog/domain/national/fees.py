"""Fees of the national catalogue. A number is taken as the fee only where the row's own words leave it alone.

The source does not say whether several fees of one channel add up or exclude each other, and writes 0 both for
"free" and for "see the words". So: one number whose words do not qualify it is a fixed fee; everything else is
kept in words, and the officer states the amount (FeeKind.TEXT), 0 beside words that name an amount too. A defect,
which sets the whole row aside, is a number that must be wrong: below 1,000 VND.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from catalog.domain.national.row_models import FeeRow, MethodRow
from contracts.catalog import Fee, FeeKind, SourceFile, SubmissionChannel

MIN_FEE = 1_000
NAMES = {"FEE": "Phí", "SERVICE_FEE": "Lệ phí", "PRICE_LEVEL": "Giá dịch vụ"}
AMOUNT = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?:đồng|đ\b|vnđ|vnd)"
    r"|(?<![\d.,/])(\d{1,3}(?:[.,]\d{3})+)(?![\d.,]*\d)",
    re.IGNORECASE,
)
PER_UNIT = re.compile(r"(?:/|mỗi|từng)\s*(?:trang|tờ|bản|người|xe|thửa|m2|ha)\b", re.IGNORECASE)


def amounts_in(words: str) -> set[int]:
    """Amounts of money, other than zero, that a text names: "150.000 đồng" -> 150000."""
    found = (grouped or plain for grouped, plain in AMOUNT.findall(words))
    return {int(re.sub(r"\D", "", amount)) for amount in found} - {0}


def fee_defects(methods: Iterable[MethodRow]) -> Iterator[str]:
    """A reason for each number that must be wrong."""
    for method in methods:
        for fee in method.fees:
            if fee.in_dong and fee.value is not None and 0 < fee.value < MIN_FEE:
                yield f"fee_below_1000_vnd: {fee.value} at {method.submission_method}"


def fees_of(code: str, methods: Iterable[MethodRow]) -> tuple[Fee, ...]:
    """The fees by channel; the source gives them no code, so they are numbered."""
    rows = dict.fromkeys((method.submission_method, fee) for method in methods for fee in method.fees)
    priced: dict[str, int] = {}
    for channel, row in rows:
        priced[channel] = priced.get(channel, 0) + (not _is_free(row))
    return tuple(
        _fee(f"{code}-F{number}", SubmissionChannel(channel.lower()), row, alone=priced[channel] == 1)
        for number, (channel, row) in enumerate(rows, start=1)
    )


def _fee(code: str, channel: SubmissionChannel, row: FeeRow, *, alone: bool) -> Fee:
    fixed = _is_free(row) or (alone and _is_plain_number(row))
    return Fee(
        code=code,
        name=NAMES[row.type],
        legal_kind=_legal_kind(row),
        channel=channel,
        kind=FeeKind.FIXED if fixed else FeeKind.TEXT,
        amount=(row.value or 0) if fixed else 0,
        text=row.description if fixed else _in_words(row),
        table=_table(row),
    )


def _table(row: FeeRow) -> SourceFile | None:
    """A table of fees that the source attaches."""
    attached = row.attachment
    return None if attached is None else SourceFile(name=attached.file_name, file_id=attached.file_id)


def _is_free(row: FeeRow) -> bool:
    """An attached table has the amounts, as words would."""
    return row.value == 0 and not row.description and row.attachment is None


def _is_plain_number(row: FeeRow) -> bool:
    return (
        bool(row.value)
        and row.in_dong
        and not (amounts_in(row.description) - {row.value})
        and not PER_UNIT.search(row.description)
    )


def _in_words(row: FeeRow) -> str:
    unit = "đồng" if row.in_dong else row.currency_name
    number = f"{row.value:,} {unit}".replace(",", ".") if row.value else ""
    table = f"Theo biểu kèm theo: {row.attachment.file_name}" if row.attachment else ""
    return "; ".join(part for part in (number, row.description, table) if part)


def _legal_kind(row: FeeRow) -> Literal["phi", "le_phi"]:
    """A service price (giá dịch vụ) is no state charge, so it goes with the service fees."""
    return "le_phi" if row.type == "SERVICE_FEE" else "phi"
