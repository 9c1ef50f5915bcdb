"""Unit of work: what one transaction may write, through repositories, recorded events and timers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self, TypeVar

from pymongo.client_session import ClientSession
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage import event_log, timers
from chassis.storage.repository import Repository
from chassis.storage.timers import Timer
from contracts.base import Model
from contracts.events import Event, EventType

Payload = TypeVar("Payload", bound=Model)
RepositoryType = TypeVar("RepositoryType", bound=Repository)


@dataclass
class UnitOfWork:
    """One attempt of one transaction. `now`, in UTC, is the one time of all that happens in it."""

    database: Database[dict[str, Any]]
    session: ClientSession
    context: Context
    now: datetime = field(default_factory=utcnow)
    outgoing: set[str] = field(default_factory=set)
    completed: list[Timer] = field(default_factory=list)

    def caused_by(self, context: Context) -> Self:
        """The same transaction, in which what is recorded bears this context: in a batch each event has its own."""
        return replace(self, context=context)

    def repository(self, cls: type[RepositoryType]) -> RepositoryType:
        """The repository, bound to this transaction."""
        return cls(self.database, self.session)

    def record_event(
        self,
        event_type: EventType[Payload],
        aggregate_id: str,
        version: int,
        payload: Payload,
        *,
        private: dict[str, Any] | None = None,
    ) -> Event[Payload]:
        """Append an event to the log; it is published after the commit, at least once.

        `version` counts the events of one aggregate from 1 without a gap: a number that is taken or skips one
        raises ServiceError(VERSION_STALE), so two writers of one version cannot both win.
        `private`, of JSON's types, is stored and chained with the entry and is never published.
        """
        event_id, prev_hash = event_log.next_entry_id(self.database, self.session, aggregate_id, version)
        event = Event[Any](
            event_id=event_id,
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
        event_log.insert(self.database, self.session, event, prev_hash, metadata)
        self.outgoing.add(event_type.name)
        return event

    def schedule(self, kind: str, key: str, due_at: datetime, payload: dict[str, Any]) -> None:
        """Schedule the timer (kind, key), replacing one that is scheduled. `payload` holds what JSON can hold."""
        self.outgoing.add(kind)
        timers.schedule(self.database, self.session, kind, key, due_at, payload)

    def cancel(self, kind: str, key: str) -> None:
        """Delete the timer. A run that has begun goes to its end."""
        timers.cancel(self.database, self.session, kind, key)

    def complete_timers(self, done: Sequence[Timer]) -> None:
        """Delete claimed timers with this transaction; their handler need not say that they are done.

        One that was scheduled anew or claimed by another process meanwhile is left as it is.
        """
        self.completed.extend(done)
        timers.settle(self.database, done, (), self.session)
