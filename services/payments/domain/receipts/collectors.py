"""Which receipts a collector issues on a day: electronic ones from its registration on, paper ones until they end.

NĐ 254/2026/NĐ-CP art 23.2, 44.2: paper receipts may be used until 31 December 2026.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field
from contracts.receipts import Collector, ReceiptKind, ReceiptSeries, RegisterCollector

PAPER_UNTIL = date(2026, 12, 31)
"""Last day of paper receipts."""


class ReceiptForm(StrEnum):
    """What a collection is receipted with: `missing` means that no valid receipt can be issued for it."""

    ELECTRONIC = "electronic"
    PAPER = "paper"
    MISSING = "missing"


def form_of(collector: Collector | None, kinds: Sequence[ReceiptKind], day: date) -> ReceiptForm:
    """By the registration that is in force on the day, None without one."""
    if collector is not None and all(series_of(collector, kind) is not None for kind in kinds):
        return ReceiptForm.ELECTRONIC
    return ReceiptForm.PAPER if day <= PAPER_UNTIL else ReceiptForm.MISSING


def series_of(collector: Collector, kind: ReceiptKind) -> ReceiptSeries | None:
    return next((each for each in collector.series if each.kind is kind), None)


def require_valid(request: RegisterCollector, today: date) -> None:
    """Raises INVALID_REQUEST for a kind or a fee that is there twice, and for a day that is over."""
    kinds = [each.kind for each in request.series]
    fees = [each.fee_code for each in request.budget_lines]
    checks = (
        (len(set(kinds)) == len(kinds), "/series", "kind_registered_twice"),
        (len(set(fees)) == len(fees), "/budget_lines", "fee_twice"),
        (request.valid_from >= today, "/valid_from", "day_is_over"),
    )
    errors = tuple(wrong_field(pointer, code) for holds, pointer, code in checks if not holds)
    if errors:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=errors)
