"""When to ask the provider about an order that it has not told us of."""

from datetime import datetime, timedelta

from payments.domain.orders import Order

QUERY_ORDER = "payments.query_order"
"""The kind of the timer; its key is the order's id."""

PARTS_OF_LIFETIME = (1 / 15, 3 / 15, 7 / 15, 16 / 15)
"""Of 15 minutes: after 1, 3 and 7 minutes, and once more when no payment can come any longer."""

PATIENCE = timedelta(days=1)
AFTER_SILENCE = timedelta(minutes=10)


def question_times(order: Order) -> list[datetime]:
    lifetime = order.expires_at - order.created_at
    return [order.created_at + lifetime * part for part in PARTS_OF_LIFETIME]


def next_question(order: Order, at: datetime) -> datetime | None:
    """None when the last question has been asked."""
    return next((time for time in question_times(order) if time > at), None)


def next_after_silence(order: Order, at: datetime) -> datetime | None:
    """As `next_question`, but a provider that does not answer is asked for a day before the order is given up."""
    if at > order.expires_at + PATIENCE:
        return None
    return next_question(order, at) or at + AFTER_SILENCE
