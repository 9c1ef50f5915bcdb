"""What the database is filled with: dossiers by some processes at once, and a log of some of them.

The processes are started by the name of this module, which they can import; a package's `__main__` they cannot.
"""

from __future__ import annotations

import random
import time
from datetime import datetime
from multiprocessing import get_context
from typing import Any

from pymongo import MongoClient, WriteConcern
from pymongo.database import Database
from tests.support.dossiers import population

OF_INSERTS = 2_000
"""The first seed of what is inserted; those below are of what the database is filled with."""
EVENTS_OF = 30_000
"""Dossiers that have events in the log."""
EVENTS_EACH = 6


def fill(uri: str, name: str, count: int, processes: int, until: datetime) -> None:
    """Each process with a part of the dossiers of all three years, into the database of this name."""
    start, context = time.perf_counter(), get_context("spawn")
    seeds = random.sample(range(1, OF_INSERTS), processes)
    parts = [
        context.Process(target=_fill, args=(uri, name, count // processes, until, seed)) for seed in seeds
    ]
    for part in parts:
        part.start()
    for part in parts:
        part.join()
        assert part.exitcode == 0, "a process that fills the database has failed"
    print(f"filled with {count:,} in {time.perf_counter() - start:.0f} s", flush=True)


def _fill(uri: str, name: str, count: int, until: datetime, seed: int) -> None:
    with MongoClient[dict[str, Any]](uri, tz_aware=True) as client:
        population.fill(client[name], count, until, seed)


def fill_log(database: Database[dict[str, Any]], at: datetime) -> None:
    """Published events of some dossiers, one after another of each in turn."""
    if database.events.estimated_document_count():
        return
    shown = {"agency_codes": 1, "follower_ids": 1, "agency_code": 1, "code": 1, "procedure_code": 1}
    dossiers = list(database.dossiers.aggregate([{"$sample": {"size": EVENTS_OF}}, {"$project": shown}]))
    events = database.events.with_options(write_concern=WriteConcern(1))
    for version in range(1, EVENTS_EACH + 1):
        events.insert_many(
            _event(dossier, version, (version - 1) * len(dossiers) + place, at)
            for place, dossier in enumerate(dossiers, start=1)
        )


def _event(dossier: dict[str, Any], version: int, seq: int, at: datetime) -> dict[str, Any]:
    fields = {name: value for name, value in dossier.items() if name != "_id"}
    return {
        "_id": f"event-{seq:09d}",
        "aggregate_id": dossier["_id"],
        "aggregate_version": version,
        "type": "dossiers.processing_started",
        "schema_version": 1,
        "occurred_at": at,
        "published_at": at,
        "actor": {"kind": "service"},
        "payload": {"dossier_id": dossier["_id"], "status": "processing", **fields},
        "private": {},
        "prev_hash": f"{seq:064d}",
        "hash": f"{seq + 1:064d}",
        "seq": seq,
    }
