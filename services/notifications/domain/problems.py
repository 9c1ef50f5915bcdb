"""What an office must see to (việc cần xử lý): which events open it, which settle it, and how it reads."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from contracts import dossiers, notifications, payments, sync
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.events import AnyEvent
from contracts.i18n import Text, format_vnd
from contracts.notifications import DeskProblem, ProblemKind
from contracts.payments import BillState

SUMMARIES: dict[ProblemKind, Text] = {
    ProblemKind.SURPLUS_PAYMENT: Text(
        "Khoản nộp thừa {amount}, phải hoàn trả", "{amount} came that was not needed and is to be returned"
    ),
    ProblemKind.REFUND_DUE: Text(
        "Hồ sơ được rút sau khi nộp {amount}, xem xét hoàn trả",
        "The dossier was withdrawn after {amount} was paid: to be returned",
    ),
    ProblemKind.WRONG_AMOUNT: Text(
        "Đơn vị thanh toán báo {received_amount}, số phải nộp là {amount}",
        "The provider names {received_amount}, {amount} is to be paid",
    ),
    ProblemKind.PAYMENT_HELD: Text(
        "Lần thanh toán {amount} chưa có kết quả cuối cùng, tiền có thể đã bị trừ",
        "The payment of {amount} has no final outcome, the money may have been debited",
    ),
    ProblemKind.ORDER_EXPIRED: Text(
        "Lần thanh toán {amount} hết hạn, khoản thu vẫn chờ nộp",
        "The payment of {amount} expired, the fee is still due",
    ),
    ProblemKind.PAYMENT_OVERDUE: Text("Quá thời hạn nộp phí, lệ phí", "The time to pay the fee has passed"),
    ProblemKind.DOCUMENT_FAILED: Text("Có văn bản chưa lập được", "A document could not be made"),
    ProblemKind.SEAL_FAILED: Text("Kết quả chưa ký số được", "A result could not be sealed"),
    ProblemKind.MESSAGE_FAILED: Text("Có thông báo không gửi được", "A message could not be delivered"),
    ProblemKind.PUSH_FAILED: Text(
        "Hồ sơ chưa đồng bộ được lên Cổng Dịch vụ công quốc gia",
        "The dossier could not be pushed to the national portal",
    ),
}
_NO_AMOUNT = Text("số tiền không đọc được", "an amount that cannot be read")


@dataclass(frozen=True)
class StoredProblem:
    """A problem as stored; its id is that of the event that opened it. `subject` is what it is about.

    Times are UTC; amounts VND.
    """

    problem_id: str
    version: int
    kind: ProblemKind
    agency_code: str
    subject: str
    opened_at: datetime
    dossier_id: str | None = None
    dossier_code: str | None = None
    bill_id: str | None = None
    order_id: str | None = None
    amount: int | None = None
    received_amount: int | None = None
    reason: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    note: str | None = None
    agency_name: str | None = None
    submission_number: str | None = None


def _order(payload: Any) -> str:
    return f"order {payload.order_id}"


def _document(payload: Any) -> str:
    return f"document {payload.dossier_id} {payload.kind}"


@dataclass(frozen=True)
class _Opening:
    """What an event opens, and what it is about; `when`: only for such payloads."""

    kind: ProblemKind
    subject: Callable[[Any], str]
    when: Callable[[Any], bool] = lambda _: True


OPENINGS: dict[str, _Opening] = {
    payments.DUPLICATE_PAYMENT.name: _Opening(ProblemKind.SURPLUS_PAYMENT, _order),
    payments.REFUND_DUE.name: _Opening(ProblemKind.REFUND_DUE, lambda payload: f"bill {payload.bill_id}"),
    payments.WRONG_AMOUNT.name: _Opening(ProblemKind.WRONG_AMOUNT, _order),
    payments.PAYMENT_PENDING.name: _Opening(ProblemKind.PAYMENT_HELD, _order),
    payments.ORDER_EXPIRED.name: _Opening(
        ProblemKind.ORDER_EXPIRED,
        lambda payload: f"bill {payload.bill_id}",
        lambda payload: payload.bill_state is BillState.OPEN,
    ),
    dossiers.OVERDUE.name: _Opening(
        ProblemKind.PAYMENT_OVERDUE,
        lambda payload: f"fee {payload.dossier_id}",
        lambda payload: payload.what == "payment",
    ),
    dossiers.WITHDRAWN.name: _Opening(
        ProblemKind.REFUND_DUE,
        lambda payload: f"fee {payload.dossier_id}",
        lambda payload: bool(payload.paid_at_counter),
    ),
    dossiers.DOCUMENT_FAILED.name: _Opening(ProblemKind.DOCUMENT_FAILED, _document),
    dossiers.RESULT_SEAL_FAILED.name: _Opening(
        ProblemKind.SEAL_FAILED, lambda payload: f"result {payload.dossier_id} {payload.file_id}"
    ),
    notifications.MESSAGE_FAILED.name: _Opening(
        ProblemKind.MESSAGE_FAILED,
        lambda payload: f"message {payload.message_id}",
        lambda payload: bool(payload.agency_code),
    ),
    sync.PUSH_FAILED.name: _Opening(ProblemKind.PUSH_FAILED, lambda payload: f"push {payload.dossier_id}"),
}
"""By the type of the event."""


@dataclass(frozen=True)
class Closing:
    """Which problems an event settles: of these kinds, about this subject; one that ends with `*` names all that
    begin so."""

    kinds: frozenset[ProblemKind]
    subject: str

    def is_about(self, subject: str) -> bool:
        if self.subject.endswith("*"):
            return subject.startswith(self.subject[:-1])
        return subject == self.subject


_OF_ORDER = frozenset({ProblemKind.PAYMENT_HELD, ProblemKind.WRONG_AMOUNT})
_SURPLUS = frozenset({ProblemKind.SURPLUS_PAYMENT})
_REFUND = frozenset({ProblemKind.REFUND_DUE})
_CLOSINGS: dict[str, Callable[[Any], tuple[Closing, ...]]] = {
    payments.BILL_PAID.name: lambda payload: (
        Closing(_OF_ORDER, _order(payload)),
        Closing(frozenset({ProblemKind.ORDER_EXPIRED}), f"bill {payload.bill_id}"),
    ),
    payments.BILL_CANCELLED.name: lambda payload: (
        Closing(frozenset({ProblemKind.ORDER_EXPIRED}), f"bill {payload.bill_id}"),
    ),
    payments.PAYMENT_FAILED.name: lambda payload: (Closing(_OF_ORDER, _order(payload)),),
    payments.DUPLICATE_PAYMENT.name: lambda payload: (Closing(_OF_ORDER, _order(payload)),),
    payments.REFUNDED.name: lambda payload: (
        *([Closing(_SURPLUS, _order(payload))] if not payload.left_of_order else []),
        *([Closing(_REFUND, f"bill {payload.bill_id}")] if not payload.left_of_bill else []),
    ),
    dossiers.DOCUMENT_ISSUED.name: lambda payload: (
        Closing(frozenset({ProblemKind.DOCUMENT_FAILED}), _document(payload)),
    ),
    dossiers.RESULT_SEALED.name: lambda payload: (
        Closing(
            frozenset({ProblemKind.SEAL_FAILED}), f"result {payload.dossier_id} {payload.source_file_id}"
        ),
    ),
    dossiers.RESULT_CORRECTED.name: lambda payload: (
        Closing(frozenset({ProblemKind.SEAL_FAILED}), f"result {payload.dossier_id} *"),
    ),
    sync.DOSSIER_PUSHED.name: lambda payload: (
        Closing(frozenset({ProblemKind.PUSH_FAILED}), f"push {payload.dossier_id}"),
    ),
    **dict.fromkeys(
        (dossiers.FEE_PAID.name, dossiers.STOPPED.name, dossiers.WITHDRAWN.name),
        lambda payload: (Closing(frozenset({ProblemKind.PAYMENT_OVERDUE}), f"fee {payload.dossier_id}"),),
    ),
}


def opened_by(event: AnyEvent) -> StoredProblem | None:
    """The problem that an event opens, if it opens one."""
    opening, payload = OPENINGS.get(event.type), event.payload
    if opening is None or not opening.when(payload):
        return None
    given = type(payload).model_fields
    return StoredProblem(
        problem_id=event.event_id,
        version=1,
        kind=opening.kind,
        agency_code=payload.agency_code,
        subject=opening.subject(payload),
        opened_at=event.occurred_at,
        dossier_id=payload.dossier_id,
        dossier_code=payload.code if "code" in given else payload.dossier_code,
        bill_id=getattr(payload, "bill_id", None),
        order_id=getattr(payload, "order_id", None),
        amount=getattr(payload, "amount", None) or getattr(payload, "paid_at_counter", None),
        received_amount=getattr(payload, "received_amount", None),
        reason=_reason(payload),
        agency_name=getattr(payload, "agency_name", None),
        submission_number=getattr(payload, "submission_number", None),
    )


def _reason(payload: Any) -> str | None:
    """A stable code: that of the failure, the provider's own, or the state in which a push ended."""
    found = (getattr(payload, name, None) for name in ("reason", "provider_code", "state"))
    return next((str(code) for code in found if code), None)


def closed_by(event: AnyEvent) -> tuple[Closing, ...]:
    """What an event settles."""
    closings = _CLOSINGS.get(event.type)
    return () if closings is None else closings(event.payload)


def handled_types() -> frozenset[str]:
    """Names of the event types that open or settle a problem."""
    return frozenset(OPENINGS) | frozenset(_CLOSINGS)


def settle(problem: StoredProblem, actor: Actor, note: str, at: datetime) -> StoredProblem:
    """By an officer; one that was settled before stays as it was."""
    if problem.closed_at is not None:
        return problem
    return replace(
        problem, version=problem.version + 1, closed_at=at, closed_by=actor.account_id or None, note=note
    )


def visible_filter(actor: Actor, agency_code: str | None) -> dict[str, Any]:
    """A MongoDB filter: officers of the desk see those of their agency, administrators all or one's. Raises FORBIDDEN."""
    require_reader(actor)
    if actor.kind is ActorKind.ADMINISTRATOR:
        return {"agency_code": agency_code} if agency_code else {}
    if agency_code not in (None, actor.agency_code):
        raise ServiceError(ErrorCode.FORBIDDEN)
    return {"agency_code": actor.agency_code}


def require_reader(actor: Actor) -> None:
    """Raises FORBIDDEN for all but administrators and officers of the desk, whether there is a problem or not."""
    if actor.kind is not ActorKind.ADMINISTRATOR and not actor.works_with_dossiers:
        raise ServiceError(ErrorCode.FORBIDDEN)


def require_settler(actor: Actor, problem: StoredProblem) -> None:
    """Raises NOT_FOUND for those who may not see it, FORBIDDEN for those who may see none, or may only see it."""
    require_reader(actor)
    if actor.kind is ActorKind.ADMINISTRATOR:
        return
    if actor.agency_code != problem.agency_code:
        raise not_found("problem")
    if not {OfficerRole.MANAGER, OfficerRole.LEADER} & set(actor.roles):
        raise ServiceError(ErrorCode.FORBIDDEN)


def problem_view(problem: StoredProblem, locale: str) -> DeskProblem:
    return DeskProblem(
        problem_id=problem.problem_id,
        version=problem.version,
        kind=problem.kind,
        summary=_summary(problem, locale),
        agency_code=problem.agency_code,
        agency_name=problem.agency_name,
        submission_number=problem.submission_number,
        dossier_id=problem.dossier_id,
        dossier_code=problem.dossier_code,
        bill_id=problem.bill_id,
        order_id=problem.order_id,
        amount=problem.amount,
        received_amount=problem.received_amount,
        reason=problem.reason,
        opened_at=problem.opened_at,
        closed_at=problem.closed_at,
        closed_by=problem.closed_by,
        note=problem.note,
    )


def _summary(problem: StoredProblem, locale: str) -> str:
    def amount(value: int | None) -> str:
        return _NO_AMOUNT[locale] if value is None else format_vnd(value)

    return SUMMARIES[problem.kind][locale].format(
        amount=amount(problem.amount), received_amount=amount(problem.received_amount)
    )
