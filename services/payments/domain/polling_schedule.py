"""When to ask the provider about an order that it has not told us of."""

from datetime import datetime, timedelta

from payments.domain.orders import Order

QUERY_ORDER_TIMER = "payments.query_order"
"""The kind of the timer; its key is the order's id."""

LIFETIME_FRACTIONS = (1 / 15, 3 / 15, 7 / 15, 16 / 15)
"""Of 15 minutes: after 1, 3 and 7 minutes, and once more when no payment can come any longer."""

SILENCE_LIMIT = timedelta(days=1)
SILENCE_RETRY = timedelta(minutes=10)


def query_times(order: Order) -> list[datetime]:
    lifetime = order.expires_at - order.created_at
    return [order.created_at + lifetime * part for part in LIFETIME_FRACTIONS]


def next_query(order: Order, at: datetime) -> datetime | None:
    """None when the last question has been asked."""
    return next((time for time in query_times(order) if time > at), None)


def next_query_after_silence(order: Order, at: datetime) -> datetime | None:
    """As `next_question`, but a provider that does not answer is asked for a day before the order is given up."""
    if at > order.expires_at + SILENCE_LIMIT:
        return None
    return next_query(order, at) or at + SILENCE_RETRY
