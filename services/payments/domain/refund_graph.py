"""The states of a refund (hoàn trả), as data: no money waits without a timer or an owner."""

from enum import StrEnum

from contracts.refunds import RefundState
from payments.domain.state_graph import Edge, Rest, StateGraph, TimerExit

REFUND_TIMER = "payments.refund"
"""The kind of the timers of refunds; the key is the refund's id."""


class RefundTrigger(StrEnum):
    """What happens to a refund. The answer to the request and the query say the same by the same name."""

    REQUESTED = "requested"  # đề nghị
    APPROVED = "approved"  # duyệt
    REJECTED = "rejected"  # trả lại đề nghị
    LAPSED = "lapsed"  # đề nghị quá hạn duyệt
    SENT = "sent"  # đã gửi yêu cầu, đơn vị thanh toán đang xử lý hoặc chưa trả lời
    PROVIDER_REFUNDED = "provider_refunded"  # đơn vị thanh toán đã hoàn trả
    PROVIDER_REFUSED = "provider_refused"  # đơn vị thanh toán từ chối
    PAID_OUT = "paid_out"  # cơ quan đã chi trả
    PARKED = "parked"  # tạm giữ
    OVERDUE = "overdue"  # quá lâu, tự chuyển sang tạm giữ
    RESUMED = "resumed"  # xử lý tiếp


_DUE, _REQUESTED, _APPROVED = RefundState.DUE, RefundState.REQUESTED, RefundState.APPROVED
_SENT, _REFUNDED, _PARKED = RefundState.SENT, RefundState.REFUNDED, RefundState.PARKED

REFUNDS: StateGraph[RefundState, RefundTrigger] = StateGraph(
    name="refund",
    initial=_DUE,
    edges=(
        Edge(_DUE, RefundTrigger.REQUESTED, _REQUESTED),
        Edge(_DUE, RefundTrigger.PARKED, _PARKED),
        Edge(_DUE, RefundTrigger.OVERDUE, _PARKED),
        Edge(_REQUESTED, RefundTrigger.APPROVED, _APPROVED),
        Edge(_REQUESTED, RefundTrigger.REJECTED, _DUE),
        Edge(_REQUESTED, RefundTrigger.LAPSED, _DUE),
        Edge(_APPROVED, RefundTrigger.SENT, _SENT),
        Edge(_APPROVED, RefundTrigger.PROVIDER_REFUNDED, _REFUNDED),
        Edge(_APPROVED, RefundTrigger.PROVIDER_REFUSED, _PARKED),
        Edge(_APPROVED, RefundTrigger.PAID_OUT, _REFUNDED),
        Edge(_APPROVED, RefundTrigger.OVERDUE, _PARKED),
        Edge(_SENT, RefundTrigger.PROVIDER_REFUNDED, _REFUNDED),
        Edge(_SENT, RefundTrigger.PROVIDER_REFUSED, _PARKED),
        Edge(_SENT, RefundTrigger.OVERDUE, _PARKED),
        # A provider that returned the money late has returned it, whatever was decided meanwhile.
        Edge(_PARKED, RefundTrigger.PROVIDER_REFUNDED, _REFUNDED),
        Edge(_PARKED, RefundTrigger.RESUMED, _DUE),
    ),
    exits={
        _DUE: TimerExit(REFUND_TIMER, RefundTrigger.OVERDUE),
        _REQUESTED: TimerExit(REFUND_TIMER, RefundTrigger.LAPSED),
        _APPROVED: TimerExit(REFUND_TIMER, RefundTrigger.OVERDUE),
        _SENT: TimerExit(REFUND_TIMER, RefundTrigger.OVERDUE),
        _REFUNDED: Rest("the money went back"),
        _PARKED: Rest("its owner and its age are named, and the ledger has it in an account of its own"),
    },
)
