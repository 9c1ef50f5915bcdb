"""Receipts for fees (biên lai thu phí, lệ phí điện tử; NĐ 254/2026/NĐ-CP art 23-27): who collects, and what."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

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
    TaxCode,
    Vnd,
)
from contracts.dossiers import FeeItem
from contracts.events import EventType
from contracts.printable import Printable, ShortText, Title
from contracts.records import Sha256, VerificationCode

SERVICE = "payments"

SpellingVariant = Literal["lẻ", "tư", "ngàn", "tỉ", "chẵn"]
"""What amounts in words may be written with: lẻ for linh, tư for bốn after mươi, ngàn for nghìn, tỉ for tỷ, and chẵn at the
end."""

ReceiptSign = Annotated[str, StringConstraints(pattern=r"^[0-9A-ZĐ][0-9A-ZĐ/.-]{0,19}$")]
"""Sign of a form or of a series of receipts (ký hiệu mẫu, ký hiệu biên lai): 01BLP0-001, BL-26E."""

BudgetCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,7}$")]
"""Code of the state budget or of the Treasury (chương, tiểu mục, mã KBNN): digits."""


class ReceiptKind(StrEnum):
    """What a receipt is for (loại biên lai): a receipt is for charges of one kind."""

    SERVICE_FEE = "phi"  # phí
    STATE_CHARGE = "le_phi"  # lệ phí


class ReceiptState(StrEnum):
    """State of a receipt (trạng thái biên lai). None is ever deleted, nor its number given again."""

    ISSUED = "issued"  # đã lập
    CANCELLED = "cancelled"  # đã hủy
    REPLACED = "replaced"  # đã bị thay thế


class ReceiptSeries(Model):
    """What the receipts of one kind are numbered under."""

    kind: ReceiptKind
    """Service fees (phí) or state charges (lệ phí)."""
    form_sign: ReceiptSign
    """Sign of the form (ký hiệu mẫu biên lai)."""
    series_sign: ReceiptSign
    """Sign of the series (ký hiệu biên lai)."""


class BudgetLine(Model):
    """Where the money of one fee goes in the state budget (mục lục ngân sách)."""

    fee_code: ShortText
    """Code of the fee."""
    chapter: BudgetCode
    """Chapter (mã chương)."""
    sub_item: BudgetCode
    """Sub-item (mã tiểu mục)."""


class RegisterCollectorBody(Body):
    """Register an agency as a collector of fees that issues electronic receipts, from a day on.

    What was registered before stays for the days before. Needs a series for each kind that the agency collects.
    """

    agency_code: AgencyCode
    """Agency that collects (mã định danh cơ quan thu)."""
    name: Title
    """Name of the collecting body, as registered with the tax office (tên tổ chức thu phí, lệ phí)."""
    tax_code: Annotated[TaxCode, Field(examples=["0101243150"])]
    """Tax code of the collecting body (mã số thuế)."""
    address: Annotated[str, Printable(min_length=0, max_length=300)] = ""
    """Address of the collecting body."""
    tax_office_code: BudgetCode
    """Code of the tax office that manages it (mã cơ quan thuế quản lý)."""
    treasury_code: BudgetCode
    """Code of the Treasury office of its account (mã Kho bạc Nhà nước)."""
    series: Annotated[tuple[ReceiptSeries, ...], Field(min_length=1, max_length=2)]
    """Signs of its receipts, one row for each kind."""
    budget_lines: Annotated[tuple[BudgetLine, ...], Field(max_length=200)] = ()
    """Chapter and sub-item of each fee."""
    spelling: Annotated[tuple[SpellingVariant, ...], Field(max_length=5)] = ()
    """How amounts in words are written, where not as usual."""
    valid_from: Day
    """First day of electronic receipts; not before the day of registration (local day of Viet Nam)."""


class RegisterCollector(RegisterCollectorBody, Command):
    """Command to register a collector."""


class Collector(RegisterCollectorBody):
    """A registration of a collecting body (tổ chức thu phí, lệ phí)."""

    collector_id: Identifier
    """Id of the registration."""
    registered_at: Instant
    """When it was registered (UTC)."""


class ListCollectors(PageRequest):
    """Query for registrations of collectors, newest first."""

    agency_code: AgencyCode | None = None
    """Narrows to one agency."""


class ReceiptFile(Model):
    """A signed file of a receipt."""

    file_id: Identifier
    """Id of the file."""
    sha256: Sha256
    """SHA-256 of the content, in hex."""
    size: int
    """Size in bytes."""
    verification_code: VerificationCode
    """Code by which anybody verifies it (mã xác thực)."""


class Receipt(Model):
    """An electronic receipt (biên lai thu phí, lệ phí): issued with the collection, for the charges of one kind."""

    receipt_id: Identifier
    """Id of the receipt."""
    version: int
    """Version, which counts its changes: the ETag."""
    state: ReceiptState
    """Issued, cancelled or replaced."""
    kind: ReceiptKind
    """Service fees (phí) or state charges (lệ phí)."""
    form_sign: str
    """Sign of the form (ký hiệu mẫu biên lai)."""
    series_sign: str
    """Sign of the series (ký hiệu biên lai)."""
    year: int
    """Year of the series: numbers begin with 1 in each."""
    number: int
    """Number (số biên lai), at most 8 digits, without a gap in its collector, form, series and year."""
    agency_code: str
    """Agency that collected (cơ quan thu)."""
    collector_name: str
    """Name of the collecting body (tên tổ chức thu)."""
    collector_tax_code: str
    """Tax code of the collecting body (mã số thuế)."""
    treasury_code: str
    """Code of the Treasury office of its account (mã Kho bạc Nhà nước)."""
    payer_id: Identifier
    """Account of who paid."""
    bill_id: Identifier
    """Id of the bill (khoản thu)."""
    order_id: Identifier
    """Id of the payment order that brought the money."""
    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    procedure_name: str | None = None
    """Name of the procedure (tên thủ tục hành chính)."""
    items: tuple[FeeItem, ...]
    """The charges that it is for."""
    amount: Vnd
    """Amount, VND."""
    amount_in_words: str
    """The amount in words (số tiền bằng chữ)."""
    collected_at: Instant
    """When the money was taken (UTC)."""
    issued_at: Instant
    """When the receipt was issued: in the transaction of the collection (ngày lập biên lai) (UTC)."""
    replaces: Identifier | None = None
    """Id of the receipt whose place it took."""
    replaced_by: Identifier | None = None
    """Id of the receipt that took its place."""
    ended_at: Instant | None = None
    """When it was cancelled or replaced (UTC)."""
    end_reason: str = ""
    """Why it was cancelled or replaced (lý do)."""
    pdf: ReceiptFile | None = None
    """The receipt as a signed PDF; none: not made yet."""
    xml: ReceiptFile | None = None
    """The receipt as signed XML; none: not made yet."""


class GetReceipt(Query):
    """Query for one receipt."""

    receipt_id: Identifier
    """Id of the receipt."""


class ListReceipts(PageRequest):
    """Query for the receipts that the caller may see, newest first."""

    dossier_id: Identifier | None = None
    """Narrows to one dossier."""
    bill_id: Identifier | None = None
    """Narrows to one bill."""


class EndReceiptBody(Body):
    """By the manager of the desk of the agency: a receipt is no longer good. It stays, with its number and its reason."""

    reason: ShortText
    """Why (lý do)."""


class CancelReceipt(EndReceiptBody, Command):
    """Command to cancel a receipt (hủy biên lai): for money that goes back."""

    receipt_id: Identifier
    """Id of the receipt."""
    expected_version: int
    """Version that the caller has seen."""


class ReplaceReceipt(EndReceiptBody, Command):
    """Command to replace a receipt (lập biên lai thay thế): a new one, with the next number, as the collector and the payer
    are registered now."""

    receipt_id: Identifier
    """Id of the receipt."""
    expected_version: int
    """Version that the caller has seen."""


class ReceiptEvent(Model):
    """Event payload: something happened to a receipt."""

    receipt_id: Identifier
    """Id of the receipt."""
    state: ReceiptState
    """State of the receipt after the event."""
    kind: ReceiptKind
    """Service fees (phí) or state charges (lệ phí)."""
    form_sign: str
    """Sign of the form (ký hiệu mẫu biên lai)."""
    series_sign: str
    """Sign of the series (ký hiệu biên lai)."""
    year: int
    """Year of the series."""
    number: int
    """Number (số biên lai)."""
    agency_code: str
    """Agency that collected."""
    payer_id: Identifier
    """Account of who paid."""
    bill_id: Identifier
    """Id of the bill (khoản thu)."""
    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    amount: Vnd
    """Amount, VND."""
    replaces: Identifier | None = None
    """Id of the receipt whose place it took."""
    replaced_by: Identifier | None = None
    """Id of the receipt that took its place."""
    reason: str = ""
    """Why it was cancelled or replaced."""


class CollectorEvent(Model):
    """Event payload: a collector was registered."""

    collector_id: Identifier
    """Id of the registration."""
    agency_code: str
    """Agency that collects."""
    valid_from: Day
    """First day of electronic receipts (local day of Viet Nam)."""


register_collector = Method(SERVICE, "register_collector", RegisterCollector, Collector)
list_collectors = Method(SERVICE, "list_collectors", ListCollectors, Page[Collector])
get_receipt = Method(SERVICE, "get_receipt", GetReceipt, Receipt)
list_receipts = Method(SERVICE, "list_receipts", ListReceipts, Page[Receipt])
cancel_receipt = Method(SERVICE, "cancel_receipt", CancelReceipt, Receipt)
replace_receipt = Method(SERVICE, "replace_receipt", ReplaceReceipt, Receipt)


COLLECTOR_REGISTERED = EventType("payments.collector_registered", CollectorEvent)
RECEIPT_ISSUED = EventType("payments.receipt_issued", ReceiptEvent)
RECEIPT_DOCUMENTED = EventType("payments.receipt_documented", ReceiptEvent)
"""Its signed PDF and XML are there."""
RECEIPT_CANCELLED = EventType("payments.receipt_cancelled", ReceiptEvent)
RECEIPT_REPLACED = EventType("payments.receipt_replaced", ReceiptEvent)
