"""When a provider is queried about an order whose notification has not come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.payments import ProviderVerdict
from payments.domain.orders import NOT_YET, Order


@dataclass(frozen=True)
class PollingSchedule:
    """How long an order may be paid at a provider, and when its outcome is queried. Each provider has its own.

    `lifetime` is the time from the creation of an order until it expires. `fractions` are parts of the lifetime of
    an order, ascending; the last is greater than 1: by then no new payment can come any more. A provider that does
    not answer the last query is queried every `silence_retry` until `silence_limit` after the expiry.

    A payment that the provider calls unfinished is queried on, each time after as long as the order is old, a day at
    most, until `pending_limit` after the expiry; one whose money is held, until `held_limit` after it was.
    """

    lifetime: timedelta
    fractions: tuple[float, ...]
    silence_retry: timedelta = timedelta(minutes=10)
    silence_limit: timedelta = timedelta(days=1)
    pending_limit: timedelta = timedelta(days=1)
    held_limit: timedelta = timedelta(days=30)
    longest_interval: timedelta = timedelta(days=1)

    def query_times(self, order: Order) -> list[datetime]:
        """From the order's own lifetime, which may be that of an earlier setting."""
        lifetime = order.expires_at - order.created_at
        return [order.created_at + lifetime * fraction for fraction in self.fractions]

    def next_query(
        self, order: Order, at: datetime, verdict: ProviderVerdict | None = None
    ) -> datetime | None:
        """The first query after `at`; None when the last has been made. `verdict`: what the provider says now."""
        scheduled = next((time for time in self.query_times(order) if time > at), None)
        if scheduled is not None or verdict not in NOT_YET:
            return scheduled
        limit = self.held_limit if verdict is ProviderVerdict.HELD else self.pending_limit
        if at >= max(order.expires_at, order.pending_since or order.expires_at) + limit:
            return None
        return at + min(at - order.created_at, self.longest_interval)

    def next_query_after_silence(self, order: Order, at: datetime) -> datetime | None:
        """As `next_query` for a provider that gave no usable answer; None when its time to answer is over."""
        if order.is_held:
            return self.next_query(order, at, order.verdict)
        if at > order.expires_at + self.silence_limit:
            return None
        return self.next_query(order, at) or at + self.silence_retry
