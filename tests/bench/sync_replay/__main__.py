"""`make bench-sync-replay`: years of a province received as they came, in a random order, and by several senders at once.

The same stands each time, encrypted or in the clear. Items a second, and what the receiver and the database use of the
processor; what of the receiver's is the encryption.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from tests.bench.sync.process_usage import usage_of
from tests.support.stores import MASTER_KEYS, fresh_store
from tests.support.sync.province_years import (
    PROCEDURES,
    Batch,
    ProvinceYears,
    batches,
    standing,
    without_expiry,
)

from chassis.storage.encryption import cipher_of
from chassis.storage.store import Store
from contracts.sync import BatchReceipt
from devstack.servers.mongo import PrivateMongo
from sync.application.receiver import BatchReceiver
from sync.repository.indexes import create_indexes
from sync.repository.personal_fields import open_dossier
from sync.settings import SyncSettings

ITEMS_A_DOSSIER = 7
SENDERS = 8


def main() -> int:
    options = argparse.ArgumentParser(prog="make bench-sync-replay", description=__doc__)
    options.add_argument("--items", type=int, default=1_000_000)
    options.add_argument("--odd", type=float, default=0.05)
    options.add_argument("--size", type=int, default=100, help="items of a batch")
    options.add_argument("--seed", type=int, default=1)
    arguments = options.parse_args()
    sent = list(_sent_batches(arguments))
    print(
        f"{sum(len(items) for _, items in sent)} items in {len(sent)} batches, {arguments.odd:.0%} odd",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="motcua-replay-") as root, server(Path(root)) as mongo:
        end_of(mongo, "to begin with", sent[:20], senders=1)
        encrypted, cost = end_of(mongo, "as they came", sent, senders=1)
        clear, cost_in_the_clear = end_of(
            mongo, "as they came, stored in the clear", sent, senders=1, encrypts=False
        )
        ends = [
            encrypted,
            clear,
            end_of(mongo, "in a random order", _shuffled(sent, 1), senders=1)[0],
            end_of(mongo, f"by {SENDERS} senders at once", _shuffled(sent, 2), senders=SENDERS)[0],
        ]
    print(f"processor of the receiver, encrypted against in the clear: {cost / cost_in_the_clear:.2f} times")
    same = len(set(ends)) == 1
    print("the same stands" if same else f"NOT the same: {ends}")
    return 0 if same else 1


@contextmanager
def server(folder: Path) -> Iterator[PrivateMongo]:
    mongo = PrivateMongo(folder)
    mongo.start()
    try:
        yield mongo
    finally:
        mongo.stop()


def _sent_batches(arguments: argparse.Namespace) -> Iterator[Batch]:
    """Sorted by arrival, a slice of the dossiers at a time: so a dossier is spread over many batches."""
    years = ProvinceYears(arguments.seed, odd=arguments.odd)
    reports = list(islice(years.reports(arguments.items // ITEMS_A_DOSSIER * 2), arguments.items))
    reports.sort(key=lambda report: report[2])
    yield from batches(reports, arguments.size)


def _shuffled(sent: list[Batch], seed: int) -> list[Batch]:
    shuffled = list(sent)
    random.Random(seed).shuffle(shuffled)
    return shuffled


def end_of(
    mongo: PrivateMongo, how: str, sent: Iterable[Batch], *, senders: int, encrypts: bool = True
) -> tuple[str, float]:
    """A digest of all that stands when the batches were received in this order; seconds of a core that an item cost the
    receiver."""
    assert mongo.pid is not None
    settings = SyncSettings(
        service="sync", amqp_uri="amqp://sync:never-connects@localhost", mongo_uri="mongodb://sync:never-connects@localhost",
        mongo_database="sync",
    )  # fmt: skip
    master_keys = MASTER_KEYS if encrypts else None
    with fresh_store(mongo.address, "sync", create_indexes, master_keys) as store:
        without_expiry(store.database)
        receiver = BatchReceiver(store, settings, PROCEDURES)
        began, own, database = time.perf_counter(), time.process_time(), usage_of(mongo.pid).cpu_s
        outcomes = _receive(receiver, sent, senders)
        took, own = time.perf_counter() - began, time.process_time() - own
        database = usage_of(mongo.pid).cpu_s - database
        items, end = outcomes.total(), _digest(store)
        print(
            f"{how}: {items / took:.0f} items/s; processor per item: receiver {own / items * 1e6:.0f} us, database "
            f"{database / items * 1e6:.0f} us; {dict(outcomes)}; {end[:16]}",
            flush=True,
        )
        return end, own / items


def _receive(receiver: BatchReceiver, sent: Iterable[Batch], senders: int) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    if senders == 1:
        for header, items in sent:
            _count(outcomes, receiver.receive(header, items))
        return outcomes
    with ThreadPoolExecutor(senders) as pool:
        for receipt in pool.map(lambda batch: receiver.receive(*batch), sent):
            _count(outcomes, receipt)
    return outcomes


def _count(outcomes: Counter[str], receipt: BatchReceipt) -> None:
    outcomes.update(result.outcome.value for result in receipt.results)


def _digest(store: Store) -> str:
    """Over what stands of every dossier, by their codes, and over the ids of what was refused."""
    digest, cipher = hashlib.sha256(), cipher_of(store.database)
    for document in store.database.dossiers.find().sort("_id"):
        digest.update(standing(open_dossier(document, cipher)))
    for row in store.database.refused.find({}, {"_id": 1}).sort("_id"):
        digest.update(row["_id"].encode())
    return digest.hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
