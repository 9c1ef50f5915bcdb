"""When a provider is queried about an order whose notification has not come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from payments.domain.orders import Order


@dataclass(frozen=True)
class PollingSchedule:
    """How long an order may be paid at a provider, and when its outcome is queried. Each provider has its own.

    `lifetime` is the time from the creation of an order until it expires. `fractions` are parts of the lifetime of
    an order, ascending; the last is greater than 1: by then no payment can come any more. A provider that does not
    answer the last query is queried every `silence_retry` until `silence_limit` after the expiry.
    """

    lifetime: timedelta
    fractions: tuple[float, ...]
    silence_retry: timedelta = timedelta(minutes=10)
    silence_limit: timedelta = timedelta(days=1)

    def query_times(self, order: Order) -> list[datetime]:
        """From the order's own lifetime, which may be that of an earlier setting."""
        lifetime = order.expires_at - order.created_at
        return [order.created_at + lifetime * fraction for fraction in self.fractions]

    def next_query(self, order: Order, at: datetime) -> datetime | None:
        """The first query after `at`; None when the last has been made."""
        return next((time for time in self.query_times(order) if time > at), None)

    def next_query_after_silence(self, order: Order, at: datetime) -> datetime | None:
        """As `next_query` for a provider that gave no usable answer; None when its time to answer is over."""
        if at > order.expires_at + self.silence_limit:
            return None
        return self.next_query(order, at) or at + self.silence_retry
