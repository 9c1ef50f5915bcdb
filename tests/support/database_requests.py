"""What is asked of MongoDB: the requests of this process, seen by the driver's own listener."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from pymongo import monitoring
from pymongo.monitoring import CommandFailedEvent, CommandStartedEvent, CommandSucceededEvent


class RequestListener(monitoring.CommandListener):
    """Counts requests by database and by what they are, as `update dossiers`; begun transactions too."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str]] = Counter()
        self.transactions: Counter[str] = Counter()

    def started(self, event: CommandStartedEvent) -> None:
        of = event.command.get(event.command_name)
        request = f"{event.command_name} {of}" if isinstance(of, str) else event.command_name
        database = event.database_name
        if event.command_name in ("commitTransaction", "abortTransaction"):
            # Sent to the database of the administrator, whichever the transaction was in.
            database = ""
        self.requests[database, request] += 1
        self.transactions[database] += bool(event.command.get("startTransaction"))

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Counted when they begin."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Counted when they begin."""


_LISTENER = RequestListener()
monitoring.register(_LISTENER)
"""Of every client that is made after this module was read."""


class RequestsMade:
    """The requests to one database within a block of code, by what they are."""

    def __init__(self) -> None:
        self.by_kind: Counter[str] = Counter()
        self.transactions = 0

    @property
    def total(self) -> int:
        return self.by_kind.total()


@contextmanager
def requests_to(database: str) -> Iterator[RequestsMade]:
    """Of this thread and all others; the ends of transactions are counted whichever database they are of."""
    made = RequestsMade()
    before, begun = _LISTENER.requests.copy(), _LISTENER.transactions[database]
    yield made
    new = _LISTENER.requests - before
    made.by_kind.update({kind: count for (of, kind), count in new.items() if of in (database, "")})
    made.transactions = _LISTENER.transactions[database] - begun
