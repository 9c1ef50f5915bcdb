"""The states of an order (lệnh thanh toán) and of a bill (khoản thu), as data."""

from enum import StrEnum

from contracts.payments import BillState, OrderState
from payments.domain.state_graph import Edge, Rest, StateGraph, TimerExit


class OrderTrigger(StrEnum):
    """What happens to an order. Its callback, its query and the daily statement say the same by the same name."""

    PROVIDER_PAID = "provider_paid"  # đơn vị thanh toán báo đã thu
    PROVIDER_NOT_PAID = "provider_not_paid"  # báo không thu được
    PROVIDER_UNDECIDED = "provider_undecided"  # báo chưa có kết quả, hoặc đang giữ tiền
    TIME_OVER = "time_over"  # hết thời gian nộp, hoặc thời gian chờ kết quả
    PAYER_CANCELLED = "payer_cancelled"  # người nộp hủy
    BILL_CANCELLED = "bill_cancelled"  # khoản thu bị hủy


class BillTrigger(StrEnum):
    """What happens to a bill."""

    MONEY_CAME = "money_came"  # đã thu tiền
    DOSSIER_ENDED = "dossier_ended"  # hồ sơ được rút hoặc bị từ chối


_CREATED, _PAID, _FAILED = OrderState.CREATED, OrderState.PAID, OrderState.FAILED
_EXPIRED, _CANCELLED = OrderState.EXPIRED, OrderState.CANCELLED
_LATE_MONEY = "money that comes late still counts; a hold is queried on by payments.query_order"

ORDERS: StateGraph[OrderState, OrderTrigger] = StateGraph(
    name="order",
    initial=_CREATED,
    edges=(
        Edge(_CREATED, OrderTrigger.PROVIDER_PAID, _PAID),
        Edge(_CREATED, OrderTrigger.PROVIDER_NOT_PAID, _FAILED),
        Edge(_CREATED, OrderTrigger.PROVIDER_UNDECIDED, _CREATED),
        Edge(_CREATED, OrderTrigger.TIME_OVER, _EXPIRED),
        Edge(_CREATED, OrderTrigger.PAYER_CANCELLED, _CANCELLED),
        Edge(_CREATED, OrderTrigger.BILL_CANCELLED, _CANCELLED),
        # That the provider took money counts after every end: the money has left the payer's account.
        Edge(_FAILED, OrderTrigger.PROVIDER_PAID, _PAID),
        Edge(_FAILED, OrderTrigger.PROVIDER_UNDECIDED, _FAILED),
        Edge(_EXPIRED, OrderTrigger.PROVIDER_PAID, _PAID),
        Edge(_EXPIRED, OrderTrigger.PROVIDER_NOT_PAID, _FAILED),
        Edge(_EXPIRED, OrderTrigger.PROVIDER_UNDECIDED, _EXPIRED),
        Edge(_CANCELLED, OrderTrigger.PROVIDER_PAID, _PAID),
        Edge(_CANCELLED, OrderTrigger.PROVIDER_UNDECIDED, _CANCELLED),
    ),
    exits={
        _CREATED: TimerExit("payments.query_order", OrderTrigger.TIME_OVER),
        _PAID: Rest("the money is here; what of it is to be returned has states of its own"),
        _FAILED: Rest(_LATE_MONEY),
        _EXPIRED: Rest(_LATE_MONEY),
        _CANCELLED: Rest(_LATE_MONEY),
    },
)
"""Unfinished and held payments stay in the state that they have, with the provider's verdict: releases before know no
other state. An event that has no edge adds nothing to what is known, or fails where a person asks for it."""

BILLS: StateGraph[BillState, BillTrigger] = StateGraph(
    name="bill",
    initial=BillState.OPEN,
    edges=(
        Edge(BillState.OPEN, BillTrigger.MONEY_CAME, BillState.PAID),
        Edge(BillState.OPEN, BillTrigger.DOSSIER_ENDED, BillState.CANCELLED),
    ),
    exits={
        BillState.OPEN: Rest("the dossier's time to pay ends it: dossiers stops the case"),
        BillState.PAID: Rest("paid"),
        BillState.CANCELLED: Rest("nothing is due; money that comes is a surplus"),
    },
)
