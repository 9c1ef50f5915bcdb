"""What a provider says of a refund, by the answer to the request and by a query alike."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from contracts.i18n import Text
from payments.domain.refund_graph import REFUNDS, RefundTrigger
from payments.domain.refunds import StoredRefund, moved


class RefundVerdict(StrEnum):
    """What became of the money (kết quả hoàn trả tại đơn vị thanh toán)."""

    REFUNDED = "refunded"  # đã hoàn trả
    REFUSED = "refused"  # từ chối
    PENDING = "pending"  # đang xử lý
    NOT_KNOWN = "not_known"  # không có yêu cầu hoàn trả


@dataclass(frozen=True)
class RefundOutcome:
    """A verdict with the provider's code, what it means, and its own number of the refund."""

    verdict: RefundVerdict
    code: str
    message: Text | None = None
    reference: str | None = None


_LAST_WORDS = {
    RefundVerdict.REFUNDED: RefundTrigger.PROVIDER_REFUNDED,
    RefundVerdict.REFUSED: RefundTrigger.PROVIDER_REFUSED,
}


def recorded(refund: StoredRefund, outcome: RefundOutcome, at: datetime) -> StoredRefund | None:
    """The refund after a last word; None where it is none, or came before."""
    trigger = _LAST_WORDS.get(outcome.verdict)
    if trigger is None or REFUNDS.next(refund.state, trigger) is None:
        return None
    return replace(
        moved(refund, trigger, at),
        provider_code=outcome.code,
        provider_message=outcome.message,
        reference=outcome.reference or refund.reference,
    )
