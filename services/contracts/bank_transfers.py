"""Transfers to the agency's account (chuyển khoản): how to make one, and what came and for what."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from contracts.base import Body, Command, Identifier, Instant, Model, PageRequest, Query, Vnd
from contracts.typed_codes import TYPED

PaymentCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{10,25}$"), TYPED]
BankTransferId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}:[0-9A-Za-z._-]{1,100}$")]


class BankTransferOutcome(StrEnum):
    """What became of money on the account (kết quả đối chiếu khoản chuyển)."""

    SETTLED = "settled"  # đủ số tiền của lệnh thanh toán
    PARTIAL = "partial"  # chuyển thiếu
    OVERPAID = "overpaid"  # chuyển thừa
    DOUBLED = "doubled"  # chuyển lặp, hoặc khoản thu không còn phải nộp
    UNKNOWN = "unknown"  # không có mã thanh toán nào nhận ra được
    AMBIGUOUS = "ambiguous"  # có nhiều mã thanh toán
    OUTGOING = "outgoing"  # tiền ra khỏi tài khoản


class TransferInstructions(Model):
    """How to pay one order by transfer; nothing in it names the payer or the dossier."""

    payment_code: str
    """What the text of the transfer must hold (mã thanh toán)."""
    amount: Vnd
    """Amount to transfer, VND; another amount settles nothing."""
    bank_bin: str
    """Number of the receiving bank at NAPAS (BIN)."""
    account_number: str
    """Number of the receiving account (số tài khoản thụ hưởng)."""
    account_holder: str
    """Name of the receiving account (tên tài khoản thụ hưởng)."""
    qr_payload: str
    """Text of the VietQR code, with its checksum."""
    payable: bool
    """Whether the order still waits for its money."""
    expires_at: Instant
    """Until when the order waits (UTC); money that comes later still counts."""


class BankTransfer(Model):
    """Money that came to the account or left it, as the bank's feed told of it; what the payer wrote is not stored."""

    bank_transfer_id: str
    """The feed's name and its own number of the line."""
    version: int
    """Version, which counts its changes: the ETag."""
    outcome: BankTransferOutcome
    """What became of it."""
    amount: Vnd
    """Amount in VND."""
    account: str
    """Number of our account."""
    booked_at: Instant
    """When the bank booked it (UTC)."""
    received_at: Instant
    """When the feed told of it (UTC)."""
    reference: str | None = None
    """The bank's own number (số tham chiếu); the statement of the account says who sent it."""
    payment_codes: tuple[str, ...] = ()
    """The payment codes that its text holds."""
    order_id: str | None = None
    """The order that it was counted for; none: it waits for somebody to assign it, or money went out."""
    bill_id: str | None = None
    """The bill of that order."""
    assigned_by: str | None = None
    """Account of who assigned it; none: it was found by its code."""


class GetTransferInstructions(Query):
    """Query for how to pay an order by transfer."""

    payment_code: PaymentCode
    """The payment code."""


class ListBankTransfers(PageRequest):
    """Query for transfers, newest first."""

    outcome: BankTransferOutcome | None = None
    """Narrows to one outcome: what waits for somebody is `unknown` and `ambiguous`."""


class AssignBankTransferBody(Body):
    """For which bill the money came."""

    bill_id: Identifier
    """Id of the bill."""


class AssignBankTransfer(AssignBankTransferBody, Command):
    """Command to count a transfer for a bill."""

    bank_transfer_id: BankTransferId
    """Id of the transfer."""
