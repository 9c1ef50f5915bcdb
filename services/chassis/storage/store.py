"""Store: a service's own database, with transactions, idempotent commands and events handled once."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pymongo
from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError, PyMongoError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from chassis.core.context import Context
from chassis.storage import event_log, idempotency, inbox, timers
from chassis.storage.command_batches import CommandBatches, Prepare
from chassis.storage.documents import Document
from chassis.storage.encryption import (
    PLAIN,
    EncryptedDatabase,
    Encryption,
    FieldCipher,
    MasterKeys,
    beginning,
)
from chassis.storage.encryption.data_keys import DataKeys
from chassis.storage.encryption.re_encryption import Encryptable, ReEncryption
from chassis.storage.errors import translate_error
from chassis.storage.idempotency import IdempotencyRecord
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.migrations import Migration, Migrator
from chassis.storage.pending_writes import Outdated
from chassis.storage.shared_inserts import SharedInserts
from chassis.storage.unit_of_work import Commit, RepositoryType, UnitOfWork
from contracts.base import Command, Method, Model
from contracts.errors import ErrorCode, ServiceError
from contracts.events import AnyEvent, Subscription

T = TypeVar("T")
Cmd = TypeVar("Cmd", bound=Command)
Res = TypeVar("Res", bound=Model)

#: Seconds a transaction may be retried for when its caller set no deadline.
DEFAULT_TIMEOUT_S = 10.0
#: Milliseconds until an absent server is an error.
SERVER_SELECTION_MS = 3_000
#: Milliseconds to wait for a connection of the pool.
POOL_WAIT_MS = 3_000
#: Milliseconds between two looks at the state of the servers; whatever fails has them looked at at once.
HEARTBEAT_MS = 30_000

_OUT_OF_TIME = (ErrorCode.DEADLINE_EXCEEDED, ErrorCode.UNAVAILABLE)
_MAJORITY = WriteConcern("majority")
_NEWEST = ReadConcern("majority")
"""Of a transaction: all of it sees one state, which is the newest. With "snapshot" that state may lie behind what a read
outside has just shown (MongoDB 6.0), so that a command would judge what its caller has seen change already."""


class Store:
    """The MongoDB client and database of one service; one per process, safe for threads and greenlets.

    `master_keys`: what personal fields are encrypted under, those of the `encrypted` collections (ADR 76).

    Every method raises ServiceError(UNAVAILABLE) when MongoDB is unreachable, DEADLINE_EXCEEDED when the context's
    time is over. Work given to them may run more than once, so it must change nothing but through its unit of work.
    """

    def __init__(
        self,
        uri: str,
        database: str,
        service: str,
        *,
        pool_size: int = 60,
        migrations: Sequence[Migration] = (),
        master_keys: MasterKeys | None = None,
        encrypted: Sequence[Encryptable] = (),
    ) -> None:
        self.service = service
        self._client: MongoClient[dict[str, Any]] = MongoClient(
            uri,
            appname=service,
            tz_aware=True,
            w="majority",
            maxPoolSize=pool_size,
            waitQueueTimeoutMS=POOL_WAIT_MS,
            serverSelectionTimeoutMS=SERVER_SELECTION_MS,
            serverMonitoringMode="poll",
            heartbeatFrequencyMS=HEARTBEAT_MS,
        )
        self.cipher = (
            None if master_keys is None else FieldCipher(master_keys, DataKeys(self._client[database]))
        )
        self.database: Database[dict[str, Any]] = EncryptedDatabase(
            self._client, database, self.cipher or PLAIN
        )
        self.migrator = Migrator(self.database, service, migrations)
        self.re_encryption = ReEncryption(self.database, service, self.cipher, encrypted)
        self._commit_listeners: list[Callable[[Commit], None]] = []
        self._batches = CommandBatches(self)
        self._inserts = SharedInserts(self.database)

    def close(self) -> None:
        self._client.close()

    @property
    def master_keys(self) -> MasterKeys | None:
        return None if self.cipher is None else self.cipher.master

    def encrypt_from(self, encryption: Encryption) -> None:
        """Write personal fields encrypted from then on. Needs the master keys; without this it only reads them."""
        if self.cipher is None:
            raise ValueError("there is no master key")
        self.cipher.encryption = encryption

    @property
    def writes_encrypted(self) -> bool:
        """Whether what is written now is encrypted."""
        return self.cipher is not None and self.cipher.active

    def follow_encryption(self, fields: Sequence[str]) -> None:
        """Of a process beside the service's own, which begins to encrypt: do as that one does with these fields.

        Nothing while the service does not, or is one of the release before.
        """
        found = beginning.begun(self.database, fields)
        if found is not None and self.cipher is not None:
            self.encrypt_from(found)

    def stored_forms(self, text: str) -> Sequence[str]:
        """As which a text that equality is searched by may be stored: in the clear, or as its token."""
        return (self.cipher or PLAIN).forms(text)

    def destroy_key(self, owner: str) -> bool:
        """Destroy the key of this owner: what was encrypted with it, here and in copies, can be read by nobody any more.

        Other processes forget it within a minute. False when it had none or it was destroyed before. Nothing undoes it.
        """
        if self.cipher is None:
            return False
        try:
            return self.cipher.keys.destroy(owner)
        except PyMongoError as error:
            raise translate_error(error) from error

    def create_indexes(self) -> None:
        """Create the indexes of the chassis's own collections. May be repeated."""
        for module in (event_log, idempotency, inbox, timers):
            module.create_indexes(self.database)

    def repository(self, cls: type[RepositoryType]) -> RepositoryType:
        """The repository outside of any transaction: for reads, and for writes that stand alone."""
        return cls(self.database)

    def on_commit(self, listener: Callable[[Commit], None]) -> None:
        """Call `listener` after every transaction of this process that recorded an event or scheduled a timer.

        It is called by who committed, and must neither block nor raise.
        """
        self._commit_listeners.append(listener)

    def insert_shared(self, context: Context, collection: str, document: Document) -> None:
        """Add one document that nothing else changes, in one request with those that come together.

        Returns when it is stored by a majority. Outside of any transaction.
        """
        try:
            self._inserts.insert(collection, document, _remaining_s(context))
        except PyMongoError as error:
            raise translate_error(error) from error

    def transaction(self, context: Context, work: Callable[[UnitOfWork], T]) -> T:
        """Run `work` in a transaction: all that it writes through its unit of work is committed, or nothing is.

        Raises VERSION_STALE when a document or the log of an aggregate has been changed since it was read, and
        DuplicateKeyError.
        """
        try:
            return self.commit(context, work)
        except Outdated as error:
            raise ServiceError(ErrorCode.VERSION_STALE, current="?") from error
        except DuplicateKeyError as error:
            if (taken := event_log.taken_version(error)) is None:
                raise
            raise ServiceError(ErrorCode.VERSION_STALE, current=taken) from error

    def commit(self, context: Context, work: Callable[[UnitOfWork], T]) -> T:
        """As `transaction`; raises Outdated and DuplicateKeyError as they are."""
        uow: UnitOfWork | None = None

        def attempt(session: ClientSession) -> T:
            nonlocal uow
            uow = UnitOfWork(self.database, session, context)
            result = work(uow)
            uow.writes.send(self.database, session)
            return result

        try:
            with pymongo.timeout(_remaining_s(context)), self._client.start_session() as session:
                result = session.with_transaction(attempt, _NEWEST, _MAJORITY)
        except PyMongoError as error:
            if isinstance(error, DuplicateKeyError | BulkWriteError):
                raise
            raise translate_error(error) from error
        if uow is not None:
            self._announce(uow.commit())
        return result

    def run_idempotent(
        self, method: Method[Cmd, Res], request: Cmd, context: Context, work: Callable[[UnitOfWork], Res]
    ) -> Res:
        """Let `work` take effect once per caller, method and command id; a repetition returns the stored result.

        The record is written with the result at the end, so a repetition may run `work` too, to be undone, or to fail
        where the first run has changed what it reads: whatever it fails with, the stored result is its answer.
        Raises IDEMPOTENCY_MISMATCH for other content under the same id, and IDEMPOTENCY_IN_PROGRESS when the
        first run has not ended before the deadline. A command that failed stores nothing and may be repeated.
        """
        row = IdempotencyRecord.of(method, request, context.actor)

        def once(uow: UnitOfWork) -> Res:
            result = work(uow)
            row.store(uow, result)
            return result

        try:
            return self.transaction(context, once)
        except ServiceError as error:
            if error.code not in _OUT_OF_TIME:
                return self._stored_result(method, request, context, error)
            if row.contended:
                raise ServiceError(ErrorCode.IDEMPOTENCY_IN_PROGRESS) from error
            raise
        except PyMongoError as error:
            return self._stored_result(method, request, context, error)

    def run_in_batch(
        self,
        method: Method[Cmd, Res],
        request: Cmd,
        context: Context,
        prepare: Prepare[Res],
        subject: str | None = None,
    ) -> Res:
        """As `run_idempotent`, in one transaction with the commands that come together (see `command_batches`).

        `prepare` reads, outside of any transaction, what the work that it returns decides on; both may run more than once.
        `subject` is what the command changes, None for something new. A work that fails leaves the others alone, so it must
        not write but through the `writes` of its unit of work, and must not block.
        """
        return self._batches.run(method, request, context, prepare, subject)

    def previous_result(self, method: Method[Cmd, Res], request: Cmd, context: Context) -> Res | None:
        """The stored result of this command, None when it has not run. Raises IDEMPOTENCY_MISMATCH."""
        try:
            with pymongo.timeout(_remaining_s(context)):
                return IdempotencyRecord.of(method, request, context.actor).find_result(
                    self.database, method.response
                )
        except PyMongoError as error:
            raise translate_error(error) from error

    def _stored_result(
        self, method: Method[Cmd, Res], request: Cmd, context: Context, failure: Exception
    ) -> Res:
        """Of the run that was first. Raises `failure` when there was none."""
        stored = self.previous_result(method, request, context)
        if stored is None:
            raise failure
        return stored

    def handle_once(
        self,
        subscription: Subscription,
        event: AnyEvent,
        context: Context,
        work: Callable[[UnitOfWork], None],
    ) -> bool:
        """Run `work` once per subscription and event. False when the event had its effect before."""
        handled = self.handle_batch_once(
            subscription, (ReceivedEvent(event, context),), lambda uow, _new: work(uow), context
        )
        return handled > 0

    def handle_batch_once(
        self,
        subscription: Subscription,
        received: Sequence[ReceivedEvent],
        work: Callable[[UnitOfWork, Sequence[ReceivedEvent]], None],
        context: Context | None = None,
    ) -> int:
        """Run `work` with the events that had no effect before, in one transaction; how many those are.

        `work` is not run without any. What it records on account of one event it records through
        `uow.caused_by(context)`. When it raises, none of the events has had an effect.
        """
        context = context or Context.new().as_service(self.service)
        new = tuple({each.event.event_id: each for each in received}.values())
        duplicates: frozenset[str] = frozenset()

        def once(uow: UnitOfWork) -> None:
            inbox.mark_handled(uow, subscription, [each.event for each in new])
            work(uow, new)

        while new:
            try:
                self.transaction(context, once)
                break
            except BulkWriteError:
                found = inbox.handled_before(self.database, subscription, [each.event for each in new])
                if not found:
                    raise
                duplicates |= found
                new = tuple(each for each in new if each.event.event_id not in found)
        inbox.duplicate_events.set(duplicates)
        return len(new)

    def _announce(self, commit: Commit) -> None:
        if commit.publishes or commit.due:
            for listener in self._commit_listeners:
                listener(commit)


def _remaining_s(context: Context) -> float:
    remaining = context.remaining_s()
    if remaining is None:
        return DEFAULT_TIMEOUT_S
    if remaining <= 0:
        raise ServiceError(ErrorCode.DEADLINE_EXCEEDED)
    return remaining
