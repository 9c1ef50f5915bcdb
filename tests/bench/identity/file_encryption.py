"""What the encryption of files costs: a MiB written to the database and read from it, against the same in the clear."""

from __future__ import annotations

import itertools
import os
import statistics
import tempfile
import time
from pathlib import Path

from tests.support.stores import fresh_store

from chassis.core.clock import utcnow
from chassis.storage.encryption import Encryption
from chassis.storage.store import Store
from devstack.servers.mongo import PrivateMongo
from records.repository.gridfs import GridFsBlobs

BUDGET_MS = 1.0
"""What encryption may add to a MiB that is written and read once, of a core."""
MIB = 1024 * 1024
SIZE = 8 * MIB
_PIECE = 64 * 1024
"""As uploads come."""

OF_A_CORE = ", of a core"
"""Of the service's own process."""

Costs = dict[str, list[float]]


def measure(rounds: int) -> Costs:
    """Milliseconds a MiB; both ways in turn, so that both meet the same machine."""
    taken: Costs = {
        f"{act}, {form}{of}": []
        for act in ("written", "read")
        for of in ("", OF_A_CORE)
        for form in ("in the clear", "encrypted")
    }
    with tempfile.TemporaryDirectory() as folder:
        mongo = PrivateMongo(Path(folder))
        mongo.start()
        try:
            with fresh_store(mongo.address, "records") as store:
                numbers = itertools.count()
                for _ in range(rounds):
                    for form, encrypts in (("in the clear", False), ("encrypted", True)):
                        _take(store, f"b{next(numbers)}", form, taken, encrypts=encrypts)
        finally:
            mongo.stop()
    return taken


def added(costs: Costs) -> float:
    """By encryption, to both acts together, of a core."""
    clear, encrypted = (
        sum(statistics.median(costs[f"{act}, {form}{OF_A_CORE}"]) for act in ("written", "read"))
        for form in ("in the clear", "encrypted")
    )
    return encrypted - clear


def _take(store: Store, blob_id: str, form: str, taken: Costs, *, encrypts: bool) -> None:
    assert store.cipher is not None
    store.cipher.encryption = Encryption(utcnow(), complete=False) if encrypts else None
    blobs, data = GridFsBlobs(store.database), os.urandom(SIZE)
    started, started_cpu = time.perf_counter(), time.process_time()
    sink = blobs.create(blob_id, "person:a")
    for at in range(0, SIZE, _PIECE):
        sink.write(data[at : at + _PIECE])
    sink.close()
    written, written_cpu = time.perf_counter(), time.process_time()
    for _ in blobs.read(blob_id):
        pass
    read, read_cpu = time.perf_counter(), time.process_time()
    blobs.delete(blob_id)
    for what, from_, to in (
        (f"written, {form}", started, written),
        (f"written, {form}{OF_A_CORE}", started_cpu, written_cpu),
        (f"read, {form}", written, read),
        (f"read, {form}{OF_A_CORE}", written_cpu, read_cpu),
    ):
        taken[what].append((to - from_) * 1e3 * MIB / SIZE)
