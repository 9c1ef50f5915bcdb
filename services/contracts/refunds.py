"""Refunds (hoàn trả phí, lệ phí): money that is to be returned, who decides it, and how it goes back."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.base import Body, Command, Identifier, Instant, Model, PageRequest, Query, Vnd
from contracts.dossiers import FeeItem
from contracts.i18n import Text
from contracts.printable import Printable

Note = Annotated[str, Printable(min_length=1, max_length=500)]
Reference = Annotated[str, Printable(min_length=1, max_length=100)]
PositiveVnd = Annotated[int, Field(ge=1, le=10**12, strict=True)]


class RefundReason(StrEnum):
    """Why money is to be returned (lý do hoàn trả)."""

    SURPLUS = "surplus"  # nộp thừa, nộp hai lần
    WITHDRAWN = "withdrawn"  # hồ sơ được rút
    REFUSED = "refused"  # hồ sơ bị từ chối
    OVERCHARGED = "overcharged"  # thu cao hơn mức quy định
    OTHER_CHANNEL = "other_channel"  # đã nộp bằng cách khác


class RefundState(StrEnum):
    """State of a refund (tình trạng hoàn trả)."""

    DUE = "due"  # phải hoàn trả, chưa ai đề nghị
    REQUESTED = "requested"  # đã đề nghị, chờ duyệt
    APPROVED = "approved"  # đã duyệt
    SENT = "sent"  # đơn vị thanh toán đang hoàn trả
    REFUNDED = "refunded"  # đã hoàn trả
    PARKED = "parked"  # tạm giữ, có người chịu trách nhiệm


class RefundMethod(StrEnum):
    """How the money goes back (hình thức hoàn trả)."""

    PROVIDER = "provider"  # qua đơn vị thanh toán đã thu
    TRANSFER = "transfer"  # cơ quan chuyển khoản hoặc chi trả


class RefundAct(StrEnum):
    """What an officer does about a refund."""

    REQUEST = "request"  # đề nghị hoàn trả
    APPROVE = "approve"  # duyệt
    REJECT = "reject"  # trả lại đề nghị
    PAY_OUT = "pay_out"  # xác nhận đã chi trả
    PARK = "park"  # tạm giữ
    RESUME = "resume"  # xử lý tiếp


class OpenRefundBody(Body):
    """By an officer of the agency: a paid order is to be returned, in full or in part."""

    order_id: Identifier
    """Id of the paid order."""
    amount: PositiveVnd
    """How much, VND: at most what the order brought and no refund of it names yet."""
    reason: RefundReason
    """Why."""
    note: Note | None = None
    """The ground in words. No personal data."""


class OpenRefund(OpenRefundBody, Command):
    """Command to open a refund."""

    bill_id: Identifier
    """Id of the bill (khoản thu)."""


class ActOnRefundBody(Body):
    """By officers of the agency; who took the money, or requests its return, does not approve it."""

    act: RefundAct
    """What is done."""
    amount: PositiveVnd | None = None
    """With `request`: less than the whole, VND; the rest stays due as a refund of its own. None: the whole."""
    method: RefundMethod | None = None
    """With `request`: how the money goes back. None: by the provider, where it can."""
    reference: Reference | None = None
    """With `pay_out`: the voucher by which the agency paid (số chứng từ chi)."""
    owner: Reference | None = None
    """With `park`: who sees to it (đơn vị, chức danh chịu trách nhiệm)."""
    note: Note | None = None
    """Why; with `reject` and `park` it must be there. No personal data."""


class ActOnRefund(ActOnRefundBody, Command):
    """Command to act on a refund."""

    refund_id: Identifier
    """Id of the refund."""


class RefundStep(Model):
    """One step in the life of a refund."""

    trigger: str
    """What happened."""
    state: RefundState
    """The state after it."""
    at: Instant
    """When (UTC)."""
    by: str | None = None
    """Account of the officer; none: by itself, or by the provider. For officers alone."""
    note: str | None = None
    """What was noted. For officers alone."""


class Refund(Model):
    """Money that is to be returned to the payer of one order, in full or in part."""

    refund_id: Identifier
    """Id of the refund (khoản hoàn trả)."""
    version: int
    """Version, which counts its changes: the ETag."""
    bill_id: Identifier
    """Id of the bill (khoản thu)."""
    order_id: Identifier
    """Id of the order whose money it is."""
    agency_code: str
    """Code of the agency that returns it."""
    amount: Vnd
    """Amount to return, VND."""
    items: tuple[FeeItem, ...] = ()
    """The collected fees that it takes back; none: it is a surplus."""
    reason: RefundReason
    """Why it is to be returned."""
    state: RefundState
    """State of the refund."""
    method: RefundMethod | None = None
    """How the money goes back; none: not decided."""
    opened_at: Instant
    """Since when it is due (UTC): its age counts from here."""
    since: Instant
    """Since when it is in its state (UTC)."""
    owner: str
    """Who sees to it: the agency, or whom it named when it was parked."""
    reference: str | None = None
    """The voucher, or the provider's own number of the refund."""
    provider_code: str | None = None
    """The provider's own code of the last answer."""
    provider_message: str | None = None
    """What `provider_code` means, in the caller's language."""
    steps: tuple[RefundStep, ...] = ()
    """What happened, oldest first."""


class RefundEvent(Model):
    """Event payload: a refund came into another state."""

    refund_id: Identifier
    """Id of the refund."""
    state: RefundState
    """The state after it."""
    reason: RefundReason
    """Why the money is to be returned."""
    amount: Vnd
    """Amount in VND."""
    left_of_order: Vnd = 0
    """What of the order is still to be returned after it, VND."""
    left_of_bill: Vnd = 0
    """What of the bill is still to be returned after it, VND."""
    bill_id: Identifier
    """Id of the bill (khoản thu)."""
    order_id: Identifier
    """Id of the order whose money it is."""
    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    submission_number: str | None = None
    """Number of the dossier from the moment of filing (số biên nhận nộp hồ sơ)."""
    procedure_name: str | None = None
    """Name of the procedure (tên thủ tục hành chính)."""
    payer_id: Identifier
    """Account of who paid."""
    agency_code: str
    """Code of the agency that returns it."""
    agency_name: str | None = None
    """Name of that agency (tên cơ quan)."""
    provider_code: str | None = None
    """The provider's own code."""
    provider_message: Text | None = None
    """What it means, in both languages."""


class GetRefund(Query):
    """Query for one refund."""

    refund_id: Identifier
    """Id of the refund."""


class ListRefunds(PageRequest):
    """Query for refunds that the caller may see, newest first."""

    bill_id: Identifier | None = None
    """Narrows to one bill."""
    state: RefundState | None = None
    """Narrows to one state."""
