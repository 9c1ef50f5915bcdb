"""What the database alone does with the same documents: inserted and updated in bulk, with nothing around it."""

from __future__ import annotations

import itertools
import time
from typing import Any

from pymongo import MongoClient, UpdateOne
from tests.bench.sync.dossier_stream import Agency

from devstack.servers.mongo_address import MongoAddress

BATCH = 100


def items_per_second(mongo: MongoAddress, seconds: float) -> float:
    """One writer, batches of 100, majority: a dossier is put whole, a line of its course pushed."""
    client: MongoClient[dict[str, Any]] = MongoClient(mongo.admin_uri, w="majority")
    try:
        return _measure(client.get_database("yardstick").get_collection("dossiers"), seconds)
    finally:
        client.drop_database("yardstick")
        client.close()


def _measure(collection: Any, seconds: float) -> float:
    batches = Agency("000.00.16.Z99", ["1.001193"], 0).batches(BATCH)
    prepared = [[_write(item) for item in batch.items] for batch in itertools.islice(batches, 200)]
    began, done = time.perf_counter(), 0
    for operations in itertools.cycle(prepared):
        collection.bulk_write(operations, ordered=False)
        done += len(operations)
        if time.perf_counter() - began > seconds:
            break
    return done / (time.perf_counter() - began)


def _write(item: dict[str, Any]) -> UpdateOne:
    change = {"$set": {"content": item}} if "MaTTHC" in item else {"$set": {"last": item}}
    return UpdateOne({"_id": item["MaHoSo"]}, change, upsert=True)
