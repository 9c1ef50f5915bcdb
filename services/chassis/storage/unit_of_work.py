"""Unit of work: what one transaction may write, through repositories, recorded events and timers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self, TypeVar

from pymongo.client_session import ClientSession
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage import event_log, timers
from chassis.storage.event_log import LogTail
from chassis.storage.pending_writes import PendingWrites
from chassis.storage.repository import Repository
from chassis.storage.timers import Timer
from contracts.base import Model
from contracts.errors import ErrorCode, ServiceError
from contracts.events import Event, EventType

Payload = TypeVar("Payload", bound=Model)
RepositoryType = TypeVar("RepositoryType", bound=Repository)


@dataclass(frozen=True)
class Commit:
    """What a committed transaction leaves to the loops of its process.

    `publishes`: whether it recorded an event that is to be published; `due`: the kinds of timers that it scheduled, each
    with its earliest time.
    """

    publishes: bool
    due: Mapping[str, datetime]


@dataclass
class UnitOfWork:
    """One attempt of one transaction. `now`, in UTC, is the one time of all that happens in it.

    Events, timers and the `writes` of repositories are sent together when the work is done.
    """

    database: Database[dict[str, Any]]
    session: ClientSession
    context: Context
    now: datetime = field(default_factory=utcnow)
    completed: list[Timer] = field(default_factory=list)
    writes: PendingWrites = field(default_factory=PendingWrites)
    _tails: dict[str, LogTail] = field(default_factory=dict)

    def caused_by(self, context: Context) -> Self:
        """The same transaction, in which what is recorded bears this context: in a batch each event has its own."""
        return replace(self, context=context)

    def within(self, context: Context, writes: PendingWrites) -> Self:
        """The same transaction for another piece of work, which has its own context and writes."""
        return replace(self, context=context, writes=writes, _tails={})

    def repository(self, cls: type[RepositoryType]) -> RepositoryType:
        """The repository, bound to this transaction."""
        return cls(self.database, self.session, self.writes)

    def remember_tail(self, aggregate_id: str, tail: LogTail) -> None:
        """The newest entry of an aggregate's history, as it was read already: `record_event` need not read it."""
        self._tails[aggregate_id] = tail

    def read_tails(self, versions: Mapping[str, int]) -> None:
        """Read the newest entries of several histories, each of this version, in one request: `record_event` need not.

        Asks nothing where there is no history yet (version 0).
        """
        begun = {key: version for key, version in versions.items() if version and key not in self._tails}
        if begun:
            self._tails.update(event_log.find_tails(self.database, self.session, begun))

    def last_version(self, aggregate_id: str) -> int:
        """How many entries the history of an aggregate has, those of this transaction included."""
        tail = self._tails.get(aggregate_id) or event_log.last_tail(self.database, self.session, aggregate_id)
        if tail is None:
            return 0
        self._tails[aggregate_id] = tail
        return tail.version

    def record_event(
        self,
        event_type: EventType[Payload],
        aggregate_id: str,
        version: int,
        payload: Payload,
        *,
        private: dict[str, Any] | None = None,
    ) -> Event[Payload]:
        """Append an event to the log; it is published after the commit, at least once, where somebody subscribes to it.

        `version` counts the events of one aggregate from 1 without a gap: a number that skips one raises
        ServiceError(VERSION_STALE), one that is taken makes the transaction raise it at its end, so two writers of one
        version cannot both win.
        `private`, of JSON's types, is stored and chained with the entry and is never published.
        """
        before = self._tail_before(aggregate_id, version)
        event = Event[Any](
            event_id=event_log.next_entry_id(before),
            type=event_type.name,
            schema_version=event_type.schema_version,
            aggregate_id=aggregate_id,
            aggregate_version=version,
            occurred_at=self.now,
            actor=self.context.actor,
            correlation_id=self.context.correlation_id,
            traceparent=self.context.traceparent,
            locale=self.context.locale,
            payload=payload,
        )
        metadata = {
            "causation_id": self.context.causation_id,
            "tracestate": self.context.tracestate,
            "private": private or {},
        }
        entry = event_log.entry_of(event, before, metadata)
        self.writes.insert(event_log.COLLECTION, entry)
        self._tails[aggregate_id] = LogTail(version, event.event_id, entry["hash"])
        return event

    def schedule(self, kind: str, key: str, due_at: datetime, payload: dict[str, Any]) -> None:
        """Schedule the timer (kind, key), replacing one that is scheduled. `payload` holds what JSON can hold."""
        self.writes.put(timers.COLLECTION, timers.scheduled(kind, key, due_at, payload))

    def cancel(self, kind: str, key: str) -> None:
        """Delete the timer. A run that has begun goes to its end."""
        self.writes.delete(timers.COLLECTION, timers.row_id(kind, key))

    def complete_timers(self, done: Sequence[Timer]) -> None:
        """Delete claimed timers with this transaction; their handler need not say that they are done.

        One that was scheduled anew or claimed by another process meanwhile is left as it is.
        """
        self.completed.extend(done)
        for timer in done:
            self.writes.remove(timers.COLLECTION, timers.claimed(timer))

    def commit(self) -> Commit:
        """What the transaction, now that it is committed, leaves to others."""
        for timer in self.completed:
            timers.mark_settled(timer)
        publishes = any("unpublished" in entry for entry in self.writes.inserted(event_log.COLLECTION))
        due: dict[str, datetime] = {}
        for row in self.writes.put_in(timers.COLLECTION):
            due[row["kind"]] = min(row["due_at"], due.get(row["kind"], row["due_at"]))
        return Commit(publishes, due)

    def _tail_before(self, aggregate_id: str, version: int) -> LogTail | None:
        """The entry that `version` follows; None when it is the first. Raises VERSION_STALE when it skips one."""
        tail = self._tails.get(aggregate_id)
        if tail is None and version == 1:
            return None
        if tail is None or tail.version < version - 1:
            tail = event_log.find_tail(self.database, self.session, aggregate_id, version - 1)
        if tail is None or tail.version != version - 1:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.last_version(aggregate_id))
        return tail
