"""The day's summaries of receipts (bảng tổng hợp dữ liệu biên lai) for the tax office (NĐ 254/2026/NĐ-CP art 26, 27)."""

from enum import StrEnum
from typing import Annotated

from contracts.accounts import AgencyCode
from contracts.base import (
    Body,
    Command,
    Day,
    Identifier,
    Instant,
    Method,
    Model,
    Page,
    PageRequest,
    Query,
    Vnd,
)
from contracts.events import EventType
from contracts.printable import Printable, ShortText
from contracts.receipts import ReceiptFile

SERVICE = "payments"


class TaxSummaryState(StrEnum):
    """State of a summary (trạng thái bảng tổng hợp)."""

    PREPARED = "prepared"  # đã lập, chờ gửi
    ACCEPTED = "accepted"  # cơ quan thuế đã nhận
    REFUSED = "refused"  # cơ quan thuế từ chối
    HANDED_OVER = "handed_over"  # đã nộp trực tiếp


class TaxSummary(Model):
    """What one collector issued, cancelled and replaced in one day; what comes after it was made is in the next part."""

    summary_id: Identifier
    """Id of the summary."""
    version: int
    """Version, which counts its changes: the ETag."""
    state: TaxSummaryState
    """Prepared, accepted, refused or handed over."""
    agency_code: str
    """Agency that collects."""
    collector_tax_code: str
    """Tax code of the collecting body (mã số thuế)."""
    day: Day
    """The day that it is about (local day of Viet Nam)."""
    part: int
    """Number of the part of the day, from 1."""
    message_id: str
    """Number of the message (mã thông điệp): the same in every try, so that the tax office takes it once."""
    receipt_count: int
    """How many lines it has: receipts issued, and receipts that ended."""
    total: Vnd
    """Money of the receipts issued, VND."""
    prepared_at: Instant
    """When it was made (UTC)."""
    due_at: Instant | None = None
    """Until when it has to be sent (UTC): its day, or three working days after a repair of the link; none until then."""
    tries: int = 0
    """How often it was sent."""
    settled_at: Instant | None = None
    """When it was accepted, refused or handed over (UTC)."""
    reference: str = ""
    """What the tax office calls it, or the record of its hand-over."""
    problem: str = ""
    """Why the last try brought nothing, or why it was refused."""
    file: ReceiptFile | None = None
    """The summary as signed XML; none: not made yet."""


class ListTaxSummaries(PageRequest):
    """Query for summaries, newest first."""

    agency_code: AgencyCode | None = None
    """Narrows to one agency."""
    state: TaxSummaryState | None = None
    """Narrows to one state."""


class GetTaxSummary(Query):
    """Query for one summary."""

    summary_id: Identifier
    """Id of the summary."""


class HandOverSummaryBody(Body):
    """By the manager of the desk or an administrator: the file went to the tax office by another way."""

    reference: ShortText
    """By which record (số văn bản, biên nhận)."""


class HandOverSummary(HandOverSummaryBody, Command):
    """Command to note that a summary was handed over by another way than the link."""

    summary_id: Identifier
    """Id of the summary."""
    expected_version: int
    """Version that the caller has seen."""


class SendSummaryAgainBody(Body):
    """By the manager of the desk or an administrator: what was refused is sent once more."""

    note: Annotated[str, Printable(min_length=0, max_length=300)] = ""
    """What was done about it."""


class SendSummaryAgain(SendSummaryAgainBody, Command):
    """Command to send a refused summary once more."""

    summary_id: Identifier
    """Id of the summary."""
    expected_version: int
    """Version that the caller has seen."""


class TaxSummaryEvent(Model):
    """Event payload: something happened to a summary."""

    summary_id: Identifier
    """Id of the summary."""
    state: TaxSummaryState
    """State after the event."""
    agency_code: str
    """Agency that collects."""
    day: Day
    """The day that it is about (local day of Viet Nam)."""
    part: int
    """Number of the part of the day."""
    receipt_count: int
    """How many lines it has."""
    total: Vnd
    """Money of the receipts issued, VND."""
    reference: str = ""
    """What the tax office calls it, or the record of its hand-over."""
    problem: str = ""
    """Why it was refused."""


list_tax_summaries = Method(SERVICE, "list_tax_summaries", ListTaxSummaries, Page[TaxSummary])
get_tax_summary = Method(SERVICE, "get_tax_summary", GetTaxSummary, TaxSummary)
hand_over_tax_summary = Method(SERVICE, "hand_over_tax_summary", HandOverSummary, TaxSummary)
send_tax_summary_again = Method(SERVICE, "send_tax_summary_again", SendSummaryAgain, TaxSummary)


TAX_SUMMARY_PREPARED = EventType("payments.tax_summary_prepared", TaxSummaryEvent)
TAX_SUMMARY_ACCEPTED = EventType("payments.tax_summary_accepted", TaxSummaryEvent)
TAX_SUMMARY_REFUSED = EventType("payments.tax_summary_refused", TaxSummaryEvent)
TAX_SUMMARY_HANDED_OVER = EventType("payments.tax_summary_handed_over", TaxSummaryEvent)
