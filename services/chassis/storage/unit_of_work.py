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
from chassis.storage.event_log import LastEntry
from chassis.storage.repository import Repository
from chassis.storage.timers import Timer, TimerWrites
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
class PendingWrites:
    """What one attempt of a transaction has recorded so far; it is written together at the end of the attempt."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    histories: dict[str, LastEntry] = field(default_factory=dict)
    timers: TimerWrites = field(default_factory=TimerWrites)


@dataclass
class UnitOfWork:
    """One attempt of one transaction. `now`, in UTC, is the one time of all that happens in it.

    Events and timers are written when the work has ended, all of them by one request for each sort: a read of their
    collections within the work does not see them.
    """

    database: Database[dict[str, Any]]
    session: ClientSession
    context: Context
    now: datetime = field(default_factory=utcnow)
    pending: PendingWrites = field(default_factory=PendingWrites)

    def caused_by(self, context: Context) -> Self:
        """The same transaction, in which what is recorded bears this context: in a batch each event has its own."""
        return replace(self, context=context)

    def repository(self, cls: type[RepositoryType]) -> RepositoryType:
        """The repository, bound to this transaction."""
        return cls(self.database, self.session)

    def last_version(self, aggregate_id: str) -> int:
        """How many entries the history of an aggregate has, those of this transaction included."""
        histories = self.pending.histories
        if aggregate_id not in histories:
            histories[aggregate_id] = event_log.last_entry(self.database, self.session, aggregate_id)
        return histories[aggregate_id].version

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
        ServiceError(VERSION_STALE) here, one that is taken at the end of the work, so that two writers of one version
        cannot both win. `private`, of JSON's types, is stored and chained with the entry and is never published.
        """
        before = self._entry_before(aggregate_id, version)
        event = Event[Any](
            event_id=event_log.id_after(before),
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
        entry = event_log.new_entry(event, before, metadata)
        self.pending.entries.append(entry)
        self.pending.histories[aggregate_id] = LastEntry(version, event.event_id, entry["hash"])
        return event

    def schedule(self, kind: str, key: str, due_at: datetime, payload: dict[str, Any]) -> None:
        """Schedule the timer (kind, key), replacing one that is scheduled. `payload` holds what JSON can hold."""
        self.pending.timers.schedule(kind, key, due_at, payload)

    def cancel(self, kind: str, key: str) -> None:
        """Delete the timer. A run that has begun goes to its end."""
        self.pending.timers.cancel(kind, key)

    def complete_timers(self, done: Sequence[Timer]) -> None:
        """Delete claimed timers with this transaction; their handler need not say that they are done.

        One that was scheduled anew or claimed by another process meanwhile is left as it is.
        """
        self.pending.timers.complete(done)

    def flush(self) -> None:
        """Write what is pending; the store calls it once, after the work. Raises VERSION_STALE."""
        event_log.insert(self.database, self.session, self.pending.entries)
        self.pending.timers.write(self.database, self.session)

    def commit(self) -> Commit:
        """What the transaction, once it is committed, leaves to others."""
        for timer in self.pending.timers.completed:
            timers.mark_settled(timer)
        publishes = any("unpublished" in entry for entry in self.pending.entries)
        return Commit(publishes, self.pending.timers.due)

    def _entry_before(self, aggregate_id: str, version: int) -> LastEntry:
        """The entry that `version` follows. Raises VERSION_STALE when it skips one."""
        before = self.pending.histories.get(aggregate_id)
        if before is None:
            before = event_log.find_entry(self.database, self.session, aggregate_id, version - 1)
        if before is None or before.version != version - 1:
            raise ServiceError(ErrorCode.VERSION_STALE, current=self.last_version(aggregate_id))
        return before
