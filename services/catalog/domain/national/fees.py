"""Fees of the national catalogue. A number is taken as the fee only where the row's own words leave it alone.

The source does not say whether several fees of one channel add up or exclude each other, and writes 0 both for
"free" and for "see the words". So: one number whose words do not qualify it is a fixed fee; everything else is
kept in words, and the officer states the amount (FeeKind.TEXT). An editor is asked about numbers that must be wrong:
below 1,000 VND, or 0 beside words that name an amount.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from catalog.domain.national.inquiry import Inquiry
from catalog.domain.national.row_models import FeeRow, MethodRow
from contracts.catalog import (
    Fee,
    FeeKind,
    QuestionAnswer,
    QuestionKind,
    SourceFile,
    SourceWords,
    SubmissionChannel,
)

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


def fees_of(code: str, methods: Iterable[MethodRow], inquiry: Inquiry) -> tuple[Fee, ...]:
    """The fees by channel; the source gives them no code, so they are numbered. One question for each row that is the same
    at several channels."""
    rows = dict.fromkeys((method.submission_method, fee) for method in methods for fee in method.fees)
    priced: dict[str, int] = {}
    for channel, row in rows:
        priced[channel] = priced.get(channel, 0) + (not _is_free(row))
    answers = {row: _answer_to(row, place, inquiry) for place, row in _doubtful(row for _, row in rows)}
    return tuple(
        _answered(_fee(f"{code}-F{number}", channel, row, alone=priced[channel] == 1), answers.get(row))
        for number, (channel, row) in enumerate(rows, start=1)
    )


def _doubtful(rows: Iterable[FeeRow]) -> Iterator[tuple[str, FeeRow]]:
    """Each row that must be wrong, with its place."""
    wrong = (row for row in dict.fromkeys(rows) if _question(row) is not None)
    yield from ((f"fee {number}", row) for number, row in enumerate(wrong, start=1))


def _question(row: FeeRow) -> QuestionKind | None:
    if row.in_dong and row.value is not None and 0 < row.value < MIN_FEE:
        return QuestionKind.FEE_TOO_SMALL
    beside = row.value == 0 and amounts_in(row.description)
    return QuestionKind.FEE_BESIDE_WORDS if beside else None


def _answer_to(row: FeeRow, place: str, inquiry: Inquiry) -> QuestionAnswer | None:
    kind = _question(row)
    assert kind is not None
    amounts = sorted(amounts_in(row.description)) or [(row.value or 0) * 1_000]
    words = SourceWords(place=place, text=f"{NAMES[row.type]}: {row.value}; {row.description}")
    suggestions = (*(QuestionAnswer(fee=amount) for amount in amounts), QuestionAnswer(fee_in_words=True))
    return inquiry.ask(kind, place, [words], suggestions, topic="fee")


def _answered(fee: Fee, answer: QuestionAnswer | None) -> Fee:
    if answer is None or answer.fee is None:
        return fee
    return fee.model_copy(update={"kind": FeeKind.FIXED, "amount": answer.fee})


def _fee(code: str, channel: str, row: FeeRow, *, alone: bool) -> Fee:
    fixed = _is_free(row) or (alone and _is_plain_number(row))
    return Fee(
        code=code,
        name=NAMES[row.type],
        legal_kind=_legal_kind(row),
        channel=SubmissionChannel(channel.lower()),
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
        (row.value or 0) >= MIN_FEE
        and row.in_dong
        and not (amounts_in(row.description) - {row.value})
        and not PER_UNIT.search(row.description)
    )


def _in_words(row: FeeRow) -> str:
    unit = "đồng" if row.in_dong else row.currency_name
    number = f"{row.value:,} {unit}".replace(",", ".") if row.value and _question(row) is None else ""
    table = f"Theo biểu kèm theo: {row.attachment.file_name}" if row.attachment else ""
    return "; ".join(part for part in (number, row.description, table) if part)


def _legal_kind(row: FeeRow) -> Literal["phi", "le_phi"]:
    """A service price (giá dịch vụ) is no state charge, so it goes with the service fees."""
    return "le_phi" if row.type == "SERVICE_FEE" else "phi"
