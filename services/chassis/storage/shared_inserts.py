"""Shared inserts: documents that come to one process while others are being written share the next request.

For records that are only added, each of which must be stored before its answer is given: at rest each is written at
once, under load many cost one request and one wait for the majority.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import pymongo
from pymongo.database import Database
from pymongo.errors import PyMongoError

from chassis.storage.documents import Document
from contracts.errors import ErrorCode, ServiceError

#: Documents of one request, at most.
LARGEST_BATCH = 200


@dataclass(eq=False)
class _Waiting:
    collection: str
    document: Document
    until: float
    """When its caller's time is over (monotonic seconds)."""
    is_settled: bool = False
    failure: Exception | None = None


@dataclass
class SharedInserts:
    """The inserts of one process: one request runs at a time, and takes those of one collection that wait longest."""

    database: Database[Document]
    _queue: deque[_Waiting] = field(default_factory=deque)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def insert(self, collection: str, document: Document, timeout_s: float) -> None:
        """Returns when the document is stored; raises what its request failed with.

        A request has as much time as the most patient of its callers.
        """
        own = _Waiting(collection, document, time.monotonic() + timeout_s)
        self._queue.append(own)
        while not own.is_settled:
            with self._turn:
                if not own.is_settled:
                    self._write(self._next_batch())
        if own.failure is not None:
            raise own.failure

    def _next_batch(self) -> list[_Waiting]:
        batch = [self._queue.popleft()]
        while self._queue and len(batch) < LARGEST_BATCH and self._queue[0].collection == batch[0].collection:
            batch.append(self._queue.popleft())
        return batch

    def _write(self, batch: Sequence[_Waiting]) -> None:
        """Settles every document of it, together."""
        failure: Exception | None = ServiceError(
            ErrorCode.UNAVAILABLE
        )  # where this greenlet is ended meanwhile
        timeout_s = max(each.until for each in batch) - time.monotonic()
        try:
            with pymongo.timeout(max(timeout_s, 0.001)):
                documents = self.database[batch[0].collection]
                documents.insert_many([each.document for each in batch], ordered=False)
        except PyMongoError as error:
            failure = error
        else:
            failure = None
        finally:
            for each in batch:
                each.is_settled, each.failure = True, failure
