"""Command batches: commands that come to one process while a transaction runs share the next one.

A command is prepared first, outside of any transaction: what it decides on is read. Its work then decides and leaves what it
writes in the unit of work. The works of a batch run one after the other; what all of them write is sent together, with
the records of the commands, and committed at once. A work that fails leaves nothing and does not touch the others. Where
something was changed since it was read, the batch is given up, its commands run each alone, and the one concerned is
prepared again.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pymongo.errors import DuplicateKeyError, PyMongoError

from chassis.core.context import Context
from chassis.storage import idempotency
from chassis.storage.idempotency import IdempotencyRecord
from chassis.storage.pending_writes import Outdated, PendingWrites
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import Command, Method, Model
from contracts.errors import ErrorCode, ServiceError

if TYPE_CHECKING:
    from chassis.storage.store import Store

Cmd = TypeVar("Cmd", bound=Command)
Res = TypeVar("Res", bound=Model)
Work = Callable[[UnitOfWork], Res]
"""Decides, and leaves what it writes in the unit of work. May run more than once."""
Prepare = Callable[[], Work[Res]]
"""Reads what is decided on. May block, and run more than once."""

#: Commands of one transaction, at most.
LARGEST_BATCH = 16
_PASSING = (ErrorCode.UNAVAILABLE, ErrorCode.DEADLINE_EXCEEDED)
#: How often a command is prepared whose subject others keep changing meanwhile.
MOST_ATTEMPTS = 10


@dataclass(eq=False)
class BatchedCommand(Generic[Res]):
    """A command that waits for its transaction. `keys` are what no two commands of a batch may have in common."""

    record: IdempotencyRecord
    context: Context
    work: Work[Res]
    keys: frozenset[str]
    is_settled: bool = False
    result: Res | None = None
    failure: Exception | None = None

    def attempt(self, uow: UnitOfWork, batch: PendingWrites) -> None:
        """Run the work; what it writes becomes part of the batch unless it fails."""
        own = uow.within(self.context, PendingWrites(batch))
        self.result, self.failure = None, None
        try:
            result = self.work(own)
            own.writes.insert(idempotency.COLLECTION, self.record.to_document(uow, result))
        except PyMongoError:
            raise
        except Exception as error:  # noqa: BLE001  it is raised in the greenlet of the command
            self.failure = error
        else:
            self.result = result
            batch.add(own.writes)

    def fail(self, error: Exception) -> None:
        self.result, self.failure, self.is_settled = None, error, True

    def outcome(self) -> Res:
        """The result. Raises what the work or the transaction failed with."""
        if self.failure is not None:
            raise self.failure
        assert self.result is not None, "a settled command has an outcome"
        return self.result


@dataclass
class CommandBatches:
    """The batches of one process: one runs at a time, and takes those that wait longest."""

    store: Store
    _waiting: deque[BatchedCommand[Any]] = field(default_factory=deque)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def run(
        self,
        method: Method[Cmd, Res],
        request: Cmd,
        context: Context,
        prepare: Prepare[Res],
        subject: str | None,
    ) -> Res:
        """The result of the command, run once per caller, method and command id; a repetition gets the first result.

        `subject` is what it changes, None for something new: commands about one subject come one after the other.
        """
        record = IdempotencyRecord.of(method, request, context.actor)
        keys = frozenset((record.id, *(() if subject is None else (subject,))))
        try:
            return self._run(record, context, prepare, keys)
        except (ServiceError, DuplicateKeyError) as error:
            if isinstance(error, ServiceError) and error.code in _PASSING:
                raise
            first = self.store.previous_result(method, request, context)
            if first is None:
                raise
            return first

    def _run(
        self, record: IdempotencyRecord, context: Context, prepare: Prepare[Res], keys: frozenset[str]
    ) -> Res:
        for attempts_left in reversed(range(MOST_ATTEMPTS)):
            command = BatchedCommand(record, context, prepare(), keys)
            self._wait_until_settled(command)
            try:
                return command.outcome()
            except Outdated as error:
                if not attempts_left:
                    raise ServiceError(ErrorCode.VERSION_STALE, current="?") from error
            except DuplicateKeyError as error:
                if not attempts_left or record.is_conflict(error):
                    raise
        raise AssertionError("the last attempt returns or raises")

    def _wait_until_settled(self, command: BatchedCommand[Any]) -> None:
        self._waiting.append(command)
        while not command.is_settled:
            with self._turn:
                if not command.is_settled:
                    self._run_batch(self._next_batch())

    def _next_batch(self) -> list[BatchedCommand[Any]]:
        """The first commands that have no key in common; one whose caller has gone is not begun."""
        batch: list[BatchedCommand[Any]] = []
        left: list[BatchedCommand[Any]] = []
        keys: set[str] = set()
        while self._waiting and len(batch) < LARGEST_BATCH:
            command = self._waiting.popleft()
            if _remaining_s(command.context) <= 0:
                command.fail(ServiceError(ErrorCode.DEADLINE_EXCEEDED))
            elif keys.isdisjoint(command.keys):
                keys |= command.keys
                batch.append(command)
            else:
                left.append(command)
        self._waiting.extendleft(reversed(left))
        return batch

    def _run_batch(self, batch: list[BatchedCommand[Any]]) -> None:
        """Settle every command of it: all together, or when something was changed since it was read, each alone."""
        if not batch:
            return
        try:
            self._commit(batch)
        except (Outdated, DuplicateKeyError) as error:
            if len(batch) == 1:
                batch[0].fail(error)
            else:
                for command in batch:
                    self._run_batch([command])

    def _commit(self, batch: list[BatchedCommand[Any]]) -> None:
        """Settle every command of it, unless it raises Outdated or DuplicateKeyError."""
        try:
            self.store.commit(_context_of(batch), lambda uow: _attempt(batch, uow))
        except (Outdated, DuplicateKeyError):
            raise
        except BaseException as error:
            passing = error if isinstance(error, Exception) else ServiceError(ErrorCode.UNAVAILABLE)
            for command in batch:
                command.fail(passing)
            if passing is not error:
                raise  # This greenlet is ended; the others have their answer.
        else:
            for command in batch:
                command.is_settled = True


def _attempt(batch: list[BatchedCommand[Any]], uow: UnitOfWork) -> None:
    for command in batch:
        command.attempt(uow, uow.writes)


def _context_of(batch: list[BatchedCommand[Any]]) -> Context:
    """With the longest of the deadlines: the others' callers are answered too when it is met."""
    return max((command.context for command in batch), key=_remaining_s)


def _remaining_s(context: Context) -> float:
    remaining = context.remaining_s()
    return float("inf") if remaining is None else remaining
