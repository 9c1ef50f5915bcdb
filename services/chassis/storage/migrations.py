"""Migrations: numbered changes of a service's stored documents from the shape of one release to that of the next.

They run beside the service, in bounded batches, when the operator asks for it (`motcua migrate`): a release reads the
old shape and the new one, so nothing waits for them. What was applied is recorded in the service's own database.
"""

import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.observability import metrics
from chassis.storage.documents import Document
from chassis.storage.lease import Lease
from contracts import migrations as contract

log = logging.getLogger(__name__)

COLLECTION = "migrations"
#: Documents that one batch looks at, at most.
BATCH = 500
#: Far longer than a batch takes; a process that is killed keeps the others waiting this long.
_LEASE_S = 60.0

Batch = Callable[[Database[Document], int], int]
"""Brings at most so many documents into the new shape; returns how many of the old shape it found, 0 at the end.

It may be interrupted after any write, run again, and run while the service works: each write says in its filter what
the old shape is, so that a document that has changed meanwhile is left alone.
"""


@dataclass(frozen=True)
class Migration:
    """One change. Its number and its name are recorded for ever; numbers count from 1 without a gap.

    `breaking` when the release before cannot read the new shape: it then refuses to start on this database.
    """

    number: int
    name: str
    batch: Batch
    breaking: bool = False


class NewerSchema(Exception):
    """Raised at start when a newer release changed the stored documents in a way that this one cannot read."""


def update_documents(
    collection: str, old_shape: Mapping[str, Any], update: Callable[[Document], Document]
) -> Batch:
    """The usual batch: every document that `old_shape` selects gets the MongoDB update that `update` makes of it.

    `update` must lead out of `old_shape`. A document with a `version` is only changed as long as it has the one
    that was read.
    """

    def batch(database: Database[Document], limit: int) -> int:
        found = list(database[collection].find(dict(old_shape), limit=limit))
        if found:
            updates = [UpdateOne({**old_shape, **_identity(each)}, update(each)) for each in found]
            database[collection].bulk_write(updates, ordered=False)
        return len(found)

    return batch


class Migrator:
    """The migrations of one service and the record of them in its database. Its methods raise PyMongoError."""

    def __init__(self, database: Database[Document], service: str, migrations: Sequence[Migration]) -> None:
        if [each.number for each in migrations] != list(range(1, len(migrations) + 1)):
            raise ValueError(f"the migrations of {service} are not numbered 1, 2, 3 ...")
        self._database = database
        self._records = database[COLLECTION]
        self._service = service
        self._migrations = tuple(migrations)
        self._lease = Lease(database, "migrations", _LEASE_S)

    def prepare(self) -> None:
        """At start, before anything else is written. May be repeated, by several processes at once.

        A database without any collection is new: it gets documents of today's shape only, so that all migrations
        count as applied. Raises NewerSchema; warns of what is pending.
        """
        if self._migrations and not self._database.list_collection_names():
            for migration in self._migrations:
                self._record(migration)
        status = self.status()
        self._check_newer(status)
        if status.pending:
            names = [f"{each.number} {each.name}" for each in status.pending]
            log.warning("migrations are pending: run `motcua migrate`", extra={"migrations": names})

    def status(self, *, busy: bool = False) -> contract.Migrations:
        """What is known and what was applied, in the order of the numbers."""
        rows = {row["_id"]: row for row in self._records.find()}
        names = {each.number: each.name for each in self._migrations}
        items = [_status(number, names.get(number), rows.get(number)) for number in sorted({*names, *rows})]
        status = contract.Migrations(service=self._service, items=tuple(items), busy=busy)
        metrics.MIGRATIONS_PENDING.labels(self._service).set(len(status.pending))
        return status

    def run(self, budget_s: float, batch: int = BATCH) -> contract.Migrations:
        """Apply what is pending until `budget_s` seconds are over; one batch more at most.

        One process at a time does it: `busy` when it was another. What is left waits for the next call.
        """
        deadline = time.monotonic() + budget_s
        self._lease.ensure_exists()
        try:
            for migration in self._pending():
                if not self._apply(migration, batch, deadline):
                    break
        except _Busy:
            return self.status(busy=True)
        self._lease.release()
        return self.status()

    def _pending(self) -> list[Migration]:
        pending = {each.number for each in self.status().pending}
        return [each for each in self._migrations if each.number in pending]

    def _apply(self, migration: Migration, batch: int, deadline: float) -> bool:
        """False when the time was over first."""
        while self._step(migration, batch):
            if time.monotonic() >= deadline:
                return False
        self._record(migration)
        log.info("migration applied", extra={"migration": migration.name, "number": migration.number})
        return True

    def _step(self, migration: Migration, batch: int) -> int:
        if not self._lease.acquire():
            raise _Busy
        found = migration.batch(self._database, batch)
        if found:
            begun = {"name": migration.name, "breaking": migration.breaking}
            self._records.update_one(
                {"_id": migration.number}, {"$inc": {"documents": found}, "$set": begun}, upsert=True
            )
        return found

    def _record(self, migration: Migration) -> None:
        applied = {
            "name": migration.name,
            "breaking": migration.breaking,
            "applied_at": utcnow(),
            "release": os.environ.get("MOTCUA_RELEASE", "source"),
        }
        self._records.update_one({"_id": migration.number}, {"$set": applied}, upsert=True)

    def _check_newer(self, status: contract.Migrations) -> None:
        unknown = [each.number for each in status.unknown]
        if not unknown:
            return
        breaking = self._records.find_one({"_id": {"$in": unknown}, "breaking": True})
        if breaking is not None:
            raise NewerSchema(
                f"a newer release ran migration {breaking['_id']} {breaking['name']}, after which this one cannot "
                "read the stored documents: start the newer release, or bring the data back from a back-up"
            )
        log.warning("a newer release has migrated this database", extra={"migrations": unknown})


class _Busy(Exception):
    """Another process holds the lease."""


def _status(number: int, name: str | None, row: Document | None) -> contract.MigrationStatus:
    record = row or {}
    return contract.MigrationStatus(
        number=number,
        name=name or record.get("name", ""),
        applied_at=record.get("applied_at"),
        documents=record.get("documents", 0),
        known=name is not None,
    )


def _identity(document: Document) -> Document:
    return {name: document[name] for name in ("_id", "version") if name in document}
