"""Reconciliation (đối soát) with the daily files of payment providers: lines, what differs as cases, and the settlement."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

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
from contracts.printable import Printable

SERVICE = "payments"
MOST_LINES = 200
"""Of one part of a file."""

ProviderKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A payment provider's key, as orders name it."""
ProviderReference = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,100}$")]
"""A number by a provider, or ours at a provider: printable ASCII without blanks."""


class StatementOutcome(StrEnum):
    """How a line of a provider's file and our orders compare (kết quả đối soát)."""

    MATCHED = "matched"  # khớp
    AMOUNT_MISMATCH = "amount_mismatch"  # lệch số tiền
    MISSING_OURS = "missing_ours"  # đơn vị thanh toán có, cổng chưa ghi nhận
    MISSING_THEIRS = "missing_theirs"  # cổng có, đơn vị thanh toán không có
    DUPLICATE = "duplicate"  # trùng giao dịch


class CaseState(StrEnum):
    """State of a case of reconciliation (tình trạng xử lý chênh lệch)."""

    OPEN = "open"  # chưa xử lý
    CLOSED = "closed"  # đã xử lý


class CaseAction(StrEnum):
    """What is to be done about a case (việc cần làm)."""

    NONE = "none"  # không
    TRACE_PAYER = "trace_payer"  # tìm người nộp
    SETTLE_DIFFERENCE = "settle_difference"  # xử lý số tiền lệch
    QUERY_PROVIDER = "query_provider"  # tra soát với đơn vị thanh toán
    RETURN_DUPLICATE = "return_duplicate"  # hoàn trả giao dịch trùng


class CaseResolution(StrEnum):
    """How a case ended (kết quả xử lý)."""

    CONFIRMED_LATE = "confirmed_late"  # ghi nhận muộn
    FOUND_LATER = "found_later"  # có trong tệp sau
    DECIDED = "decided"  # cán bộ kết luận


class StatementLine(Model):
    """One payment by the provider's file."""

    row: Annotated[int, Field(ge=1, le=10**9)]
    """Number of the line in the file, the header being 1."""
    transaction_no: ProviderReference
    """The provider's own number of the payment: a line counts once by it."""
    txn_ref: ProviderReference
    """Our reference of the order."""
    amount: Vnd
    """Amount that was paid, VND."""
    fee: Vnd | None = None
    """What the provider takes for it, VND."""
    bank: Annotated[str, Printable(min_length=1, max_length=60)] | None = None
    """The payer's bank."""
    dossier_code: Annotated[str, Printable(min_length=1, max_length=60)] | None = None
    """Code of the dossier (mã hồ sơ)."""


class ReconcileLines(Query):
    """For the operator and administrators: record a part of a provider's file.

    Not a command: a line that was recorded is left as it is, so that a file may be handed in again.
    """

    provider: ProviderKey
    """Key of the provider."""
    day: Day
    """The day that the file is about (local day of Viet Nam)."""
    lines: Annotated[tuple[StatementLine, ...], Field(min_length=1, max_length=MOST_LINES)]
    """Lines of payments that the provider has done."""


class RecordedLine(Model):
    """What became of one line."""

    row: int
    """Number of the line in the file."""
    outcome: StatementOutcome
    """How it compares."""
    case_id: Identifier | None = None
    """The case that was opened; none: it matches."""
    confirmed: bool = False
    """Whether its order was confirmed by it."""
    repeated: bool = False
    """Whether it had been recorded before."""


class ReconciledLines(Model):
    """What became of a part of a file."""

    lines: tuple[RecordedLine, ...]
    """In the order of their rows."""


class FindMissingTheirs(Query):
    """For the operator and administrators, after the whole file: what was paid here on its day and is in no file."""

    provider: ProviderKey
    """Key of the provider."""
    day: Day
    """The day that the file is about (local day of Viet Nam)."""
    cursor: Annotated[str, Field(max_length=64)] = ""
    """Id of the last order of the part before."""
    limit: Annotated[int, Field(ge=1, le=500)] = 200
    """How many orders at most."""


class FoundMissingTheirs(Model):
    """A part of what was compared."""

    checked: int
    """How many orders were looked at."""
    case_ids: tuple[Identifier, ...] = ()
    """Open cases of orders that are in no file."""
    next_cursor: str | None = None
    """Where to go on; none: it was the last part."""


class ReconciliationCase(Model):
    """One difference between a provider's file and our orders."""

    case_id: Identifier
    """Id of the case (vụ việc chênh lệch)."""
    version: int
    """Version, which counts its changes: the ETag."""
    provider: ProviderKey
    """Key of the provider."""
    day: Day
    """The day that the file is about (local day of Viet Nam)."""
    outcome: StatementOutcome
    """How they differ."""
    state: CaseState
    """Open or closed."""
    action: CaseAction
    """What is to be done."""
    owner: str
    """Who sees to it: the agency of the bill; `portal`: the operator of the portal, where no order is known."""
    opened_at: Instant
    """Since when it is known (UTC): its age counts from here."""
    row: int | None = None
    """Number of the line in the file; none: the file has no line."""
    transaction_no: str | None = None
    """The provider's own number of the payment."""
    txn_ref: str
    """Our reference of the order."""
    amount: Vnd | None = None
    """What the provider names, VND; none: nothing."""
    expected: Vnd | None = None
    """Amount of the order, VND; none: there is no such order."""
    dossier_code: str | None = None
    """Code of the dossier by the provider's file, where no order is known."""
    order_id: Identifier | None = None
    """Id of the order; none: unknown."""
    bill_id: Identifier | None = None
    """Id of the bill (khoản thu); none: unknown."""
    agency_code: str | None = None
    """Code of the agency that collects; none: unknown."""
    resolution: CaseResolution | None = None
    """How it ended."""
    note: str | None = None
    """What was noted when it was closed."""
    closed_at: Instant | None = None
    """When it was closed (UTC)."""
    closed_by: str | None = None
    """Account of who closed it; none: by itself."""


class ListReconciliationCases(PageRequest):
    """Query for the cases that the caller may see, newest first."""

    state: CaseState | None = None
    """Narrows to one state."""
    outcome: StatementOutcome | None = None
    """Narrows to one kind of difference."""
    provider: ProviderKey | None = None
    """Narrows to one provider."""


class GetReconciliationCase(Query):
    """Query for one case."""

    case_id: Identifier
    """Id of the case."""


class CloseReconciliationCaseBody(Body):
    """By an officer of the agency, or an administrator: what was found out and done."""

    note: Annotated[str, Printable(min_length=1, max_length=500)]
    """What was found out and done. No personal data."""


class CloseReconciliationCase(CloseReconciliationCaseBody, Command):
    """Command to close a case."""

    case_id: Identifier
    """Id of the case."""


class GetSettlement(Query):
    """For the operator and administrators: what agencies collected in one day, by the ledger."""

    day: Day
    """The day (local day of Viet Nam)."""


class SettlementRow(Model):
    """What one agency collected of one fee in the day, and took back to return it."""

    agency_code: str
    """Code of the agency that collects."""
    treasury_code: str = ""
    """Code of the Treasury office of its account (mã Kho bạc Nhà nước); empty: no collector was registered that day."""
    legal_kind: str
    """Legal kind (phí, lệ phí)."""
    fee_code: str
    """Code of the fee."""
    collected: Vnd
    """What was collected, VND."""
    returned: Vnd
    """What was taken back, to be returned to payers, VND."""


class Settlement(Model):
    """The settlement of one day (bảng đối chiếu số thu)."""

    rows: tuple[SettlementRow, ...] = ()
    """By agency, legal kind and fee."""


reconcile_lines = Method(SERVICE, "reconcile_lines", ReconcileLines, ReconciledLines)
find_missing_theirs = Method(SERVICE, "find_missing_theirs", FindMissingTheirs, FoundMissingTheirs)
list_reconciliation_cases = Method(
    SERVICE, "list_reconciliation_cases", ListReconciliationCases, Page[ReconciliationCase]
)
get_reconciliation_case = Method(
    SERVICE, "get_reconciliation_case", GetReconciliationCase, ReconciliationCase
)
close_reconciliation_case = Method(
    SERVICE, "close_reconciliation_case", CloseReconciliationCase, ReconciliationCase
)
get_settlement = Method(SERVICE, "get_settlement", GetSettlement, Settlement)
