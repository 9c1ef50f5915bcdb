"""Notifications: messages to people, one for each event, channel and recipient, and what an office must see to."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.accounts import AgencyCode
from contracts.base import (
    Body,
    Command,
    Identifier,
    Instant,
    Method,
    Model,
    Page,
    PageRequest,
    Vnd,
    methods_of,
)
from contracts.events import EventType, events_of
from contracts.personal_data import ErasePerson, Erasure, ExportedPart, ExportPerson
from contracts.printable import LongText
from contracts.retention import ApplyRetention, RetentionPart

SERVICE = "notifications"


ChannelKind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A message channel's key. Open: which ones there are, beside the inbox, is the registry of the notifications service."""

INBOX: ChannelKind = "inbox"
"""The inbox on the portal, which everybody has."""


class Message(Model):
    """A message in a person's inbox, in their language."""

    message_id: Identifier
    """Id of the message."""
    template: str
    """Name of the template."""
    subject: str
    """Subject, in the person's language."""
    body: str
    """Text, in the person's language."""
    dossier_id: str | None = None
    """Id of the dossier that it is about."""
    created_at: Instant
    """When it was made (UTC)."""
    read_at: Instant | None = None
    """When the person read it; none: unread (UTC)."""


class ListMessages(PageRequest):
    """Query for messages.

    The caller's own inbox, newest first.
    """

    unread: bool | None = None
    """Narrows to those that are unread, or read."""


class MarkRead(Command):
    """Command to mark a message as read."""

    message_id: Identifier
    """Id of the message."""


class MessageSent(Model):
    """Evidence of hand-over: which template, by which channel, to whose account."""

    message_id: Identifier
    """Id of the message."""
    account_id: Identifier
    """Id of the account."""
    channel: ChannelKind
    """Channel by which it was sent."""
    template: str
    """Name of the template."""


class MessageFailed(MessageSent):
    """The hand-over was refused, or did not succeed within a day. `reason` names no person."""

    reason: str
    """Why it could not be handed over."""
    agency_code: str | None = None
    """Code of the agency whose dossier it is about (mã định danh cơ quan)."""
    dossier_id: str | None = None
    """Id of the dossier that it is about."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""


class ProblemKind(StrEnum):
    """What an office must see to (việc cần xử lý), by what happened."""

    SURPLUS_PAYMENT = "surplus_payment"  # khoản nộp thừa: nộp hai lần, hoặc nộp khi khoản thu đã hủy
    REFUND_DUE = "refund_due"  # hồ sơ đã nộp tiền được rút
    WRONG_AMOUNT = "wrong_amount"  # đơn vị thanh toán báo số tiền khác
    PAYMENT_HELD = "payment_held"  # giao dịch chưa có kết quả cuối cùng, tiền có thể đã bị giữ
    ORDER_EXPIRED = "order_expired"  # lần thanh toán hết hạn, khoản thu vẫn chờ nộp
    PAYMENT_OVERDUE = "payment_overdue"  # quá thời hạn nộp phí, lệ phí
    DOCUMENT_FAILED = "document_failed"  # văn bản chưa lập được
    SEAL_FAILED = "seal_failed"  # kết quả chưa ký số được
    MESSAGE_FAILED = "message_failed"  # thông báo không gửi được
    PUSH_FAILED = "push_failed"  # hồ sơ chưa đồng bộ được lên Cổng quốc gia


class DeskProblem(Model):
    """What an office must see to (việc cần xử lý): one for each event that calls for somebody."""

    problem_id: Identifier
    """Id of the problem."""
    version: int
    """Version, which counts its changes."""
    kind: ProblemKind
    """What happened."""
    summary: str
    """The same in words, in the caller's language."""
    agency_code: str
    """Code of the agency that it concerns (mã định danh cơ quan)."""
    agency_name: str | None = None
    """Name of that agency (tên cơ quan)."""
    dossier_id: str | None = None
    """Id of the dossier (hồ sơ)."""
    dossier_code: str | None = None
    """Code of the dossier (mã hồ sơ)."""
    submission_number: str | None = None
    """Number of the dossier from the moment of filing (số biên nhận nộp hồ sơ)."""
    bill_id: str | None = None
    """Id of the bill (khoản thu)."""
    order_id: str | None = None
    """Id of the payment order."""
    amount: Vnd | None = None
    """Amount that was asked for, or that is to be returned, VND."""
    received_amount: Vnd | None = None
    """Amount that the provider names, VND."""
    reason: str | None = None
    """Why, a stable code or the provider's own."""
    opened_at: Instant
    """When it happened (UTC)."""
    closed_at: Instant | None = None
    """When it was settled, by itself or by an officer; none: open (UTC)."""
    closed_by: str | None = None
    """Account of the officer who settled it; none: it settled itself."""
    note: str | None = None
    """What the officer did about it."""


class ListProblems(PageRequest):
    """Query for what an office must see to, newest first.

    Of the officer's own agency; an administrator sees those of all, or of one.
    """

    kind: ProblemKind | None = None
    """Narrows to one kind."""
    open: bool | None = None
    """Narrows to those that are, or are not, settled yet."""
    dossier_id: Identifier | None = None
    """Narrows to one dossier."""
    agency_code: AgencyCode | None = None
    """Narrows to one agency, for an administrator."""


class CloseProblemBody(Body):
    """By a manager or leader of the agency, or an administrator: somebody has seen to it."""

    note: Annotated[LongText, Field(description="What was done about it.")]


class CloseProblem(CloseProblemBody, Command):
    """Command to settle a problem. Settling it again changes nothing."""

    problem_id: Identifier
    """Id of the problem."""


list_messages = Method("notifications", "list_messages", ListMessages, Page[Message])
mark_read = Method("notifications", "mark_read", MarkRead, Message)
list_problems = Method("notifications", "list_problems", ListProblems, Page[DeskProblem])
close_problem = Method("notifications", "close_problem", CloseProblem, DeskProblem)
export_person = Method(SERVICE, "export_person", ExportPerson, ExportedPart)
erase_person = Method(SERVICE, "erase_person", ErasePerson, Erasure)
apply_retention = Method(SERVICE, "apply_retention", ApplyRetention, RetentionPart)

METHODS = methods_of(__name__)

MESSAGE_SENT = EventType("notifications.message_sent", MessageSent)
"""In the logs of 0.1.0; recorded no more: the message itself says when it was sent."""
MESSAGE_FAILED = EventType("notifications.message_failed", MessageFailed)
EVENTS = events_of(__name__)
