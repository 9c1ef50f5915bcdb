"""What happens to receipts becomes lines, the lines of a day a summary: in the evening, and soon after what comes later."""

from datetime import date, datetime, timedelta
from functools import partial

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.receipts import Receipt, ReceiptState
from contracts.tax_summaries import TAX_SUMMARY_PREPARED
from contracts.time import local_day, start_of_day
from payments.domain.tax_summaries import summaries
from payments.domain.tax_summaries.summaries import MOST_LINES, Line
from payments.repository.receipts import CollectorRepository, ReceiptRepository
from payments.repository.tax_summaries import TaxLineRepository, TaxSummaryRepository

PREPARE = "payments.tax_summaries"
"""Kind of the timers that make the summary of an agency and a day."""
SEND = "payments.tax_summary_sendings"
"""Kind of the timers that send a summary."""
CLOSING = timedelta(hours=21)
"""From midnight: when the day's summary is made, with time to send it on the same day."""
GATHERING = timedelta(minutes=1)
"""How long what comes after that waits for others."""


def report(uow: UnitOfWork, receipt: Receipt, what: ReceiptState) -> None:
    """A line of the day's summary, in the transaction of the receipt."""
    day = local_day(uow.now)
    uow.repository(TaxLineRepository).add(receipt.receipt_id, what, receipt.agency_code, day)
    due = max(start_of_day(day) + CLOSING, uow.now + GATHERING)
    uow.schedule(PREPARE, key_of(receipt.agency_code, day), due, {})


def key_of(agency_code: str, day: date) -> str:
    return f"{agency_code} {day.isoformat()}"


def prepare(store: Store, key: str, context: Context) -> datetime | None:
    """The run of the timer: one part; when to run again, None when every line is in one."""
    agency_code, day = key.split(" ")
    made = store.transaction(context, partial(_prepare, agency_code=agency_code, day=date.fromisoformat(day)))
    return utcnow() if made == MOST_LINES else None


def _prepare(uow: UnitOfWork, agency_code: str, day: date) -> int:
    """How many lines the part has. Two runs at once make one of it: agency, day and part are unique."""
    open_lines = uow.repository(TaxLineRepository).open_of(agency_code, day, MOST_LINES)
    collector = uow.repository(CollectorRepository).in_force(agency_code, day)
    if not open_lines or collector is None:
        return 0
    repository = uow.repository(TaxSummaryRepository)
    part = repository.count_parts(agency_code, day) + 1
    lines = lines_of(uow.repository(ReceiptRepository), open_lines)
    summary = summaries.prepared(collector, day, part, lines, new_id(), uow.now)
    repository.add(summary)
    uow.repository(TaxLineRepository).put_into(summary.summary_id, open_lines)
    payload = summaries.summary_event(summary)
    uow.record_event(TAX_SUMMARY_PREPARED, summary.summary_id, summary.version, payload)
    uow.schedule(SEND, summary.summary_id, uow.now, {})
    return len(lines)


def lines_of(receipts: ReceiptRepository, rows: list[tuple[str, ReceiptState]]) -> list[Line]:
    """In the same order."""
    known = receipts.of_ids([receipt_id for receipt_id, _ in rows])
    return [Line(known[receipt_id], what) for receipt_id, what in rows]
