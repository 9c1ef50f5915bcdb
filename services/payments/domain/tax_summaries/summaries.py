"""The day's summary (bảng tổng hợp dữ liệu biên lai): its content and the states that it may pass through."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contracts.errors import ErrorCode, ServiceError
from contracts.receipts import Collector, Receipt, ReceiptFile, ReceiptState
from contracts.tax_summaries import TaxSummary, TaxSummaryEvent, TaxSummaryState
from contracts.time import end_of_day

MOST_LINES = 5_000
"""Of one part."""


@dataclass(frozen=True)
class Line:
    """What is reported of a receipt: that it was issued, or how it ended."""

    receipt: Receipt
    what: ReceiptState

    @property
    def amount(self) -> int:
        """Money that was collected by what is reported: nothing by an end."""
        return self.receipt.amount if self.what is ReceiptState.ISSUED else 0


def prepared(
    collector: Collector, day: date, part: int, lines: Sequence[Line], summary_id: str, at: datetime
) -> TaxSummary:
    """Version 1. Its message number is the tax code and 32 digits and letters, as QĐ 1306/QĐ-CT has it."""
    return TaxSummary(
        summary_id=summary_id,
        version=1,
        state=TaxSummaryState.PREPARED,
        agency_code=collector.agency_code,
        collector_tax_code=collector.tax_code,
        day=day,
        part=part,
        message_id=f"{collector.tax_code}{summary_id.replace('-', '').upper()}",
        receipt_count=len(lines),
        total=sum(line.amount for line in lines),
        prepared_at=at,
        due_at=end_of_day(day),
    )


def signed(summary: TaxSummary, file: ReceiptFile) -> TaxSummary:
    """With its file, one version on."""
    return _next(summary, file=file)


def tried(summary: TaxSummary, problem: str, due_at: datetime | None) -> TaxSummary:
    """After a try that brought nothing, one version on."""
    return _next(summary, tries=summary.tries + 1, problem=problem, due_at=due_at)


def accepted(summary: TaxSummary, reference: str, at: datetime) -> TaxSummary:
    return _settled(summary, TaxSummaryState.ACCEPTED, at, reference=reference, problem="")


def refused(summary: TaxSummary, problem: str, at: datetime) -> TaxSummary:
    return _settled(summary, TaxSummaryState.REFUSED, at, problem=problem)


def sent_again(summary: TaxSummary) -> TaxSummary:
    """Raises ILLEGAL_TRANSITION unless it was refused."""
    if summary.state is not TaxSummaryState.REFUSED:
        raise _illegal(summary, TaxSummaryState.PREPARED)
    return _next(summary, state=TaxSummaryState.PREPARED, settled_at=None)


def handed_over(summary: TaxSummary, reference: str, at: datetime) -> TaxSummary:
    """Raises ILLEGAL_TRANSITION for one that the tax office has."""
    if summary.state not in (TaxSummaryState.PREPARED, TaxSummaryState.REFUSED):
        raise _illegal(summary, TaxSummaryState.HANDED_OVER)
    changes = {"state": TaxSummaryState.HANDED_OVER, "settled_at": at, "reference": reference}
    return _next(summary, **changes)


def summary_event(summary: TaxSummary) -> TaxSummaryEvent:
    return TaxSummaryEvent(**{name: getattr(summary, name) for name in TaxSummaryEvent.model_fields})


def _settled(summary: TaxSummary, state: TaxSummaryState, at: datetime, **changes: object) -> TaxSummary:
    if summary.state is not TaxSummaryState.PREPARED:
        raise _illegal(summary, state)
    return _next(summary, state=state, settled_at=at, tries=summary.tries + 1, **changes)


def _illegal(summary: TaxSummary, action: TaxSummaryState) -> ServiceError:
    return ServiceError(ErrorCode.ILLEGAL_TRANSITION, current=summary.state, action=action)


def _next(summary: TaxSummary, **changes: object) -> TaxSummary:
    return summary.model_copy(update={"version": summary.version + 1, **changes})
