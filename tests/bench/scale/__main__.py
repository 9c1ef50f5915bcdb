"""`make bench-scale`: a database of a million dossiers: its size, what an insert costs, how long each question takes."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database
from tests.bench.scale.filling import OF_INSERTS, fill, fill_log
from tests.bench.scale.measuring import HEADER, Inserts, Sizes, insert, measure
from tests.bench.scale.queries import Questions, now
from tests.support.dossiers import population
from tests.support.dossiers.office import LocalOffice
from tests.support.query_plans import recorded

from chassis.storage.store import Store
from devstack.servers.mongo import PrivateMongo
from dossiers.repository import create_indexes
from dossiers.repository.dossiers import dossier_document

DATABASE = "scale"
ROUNDS, WARM_UP = 3, 500


def main() -> int:
    options = argparse.ArgumentParser(prog="make bench-scale", description=__doc__)
    options.add_argument("--dossiers", type=int, default=1_000_000)
    options.add_argument("--processes", type=int, default=2, help="that fill the database")
    options.add_argument("--inserts", type=int, default=4_000, help="in each of three rounds")
    options.add_argument("--times", type=int, default=30, help="that each question is questions")
    options.add_argument("--folder", type=Path, help="of the database; one that is full is used as it is")
    arguments = options.parse_args()
    with (
        server(arguments.folder) as mongo,
        MongoClient[dict[str, Any]](mongo.admin_uri, tz_aware=True) as client,
    ):
        database, started = client[DATABASE], now()
        missing = arguments.dossiers - database.dossiers.estimated_document_count()
        if missing > 0:
            fill(mongo.admin_uri, DATABASE, missing, arguments.processes, started)
        print_inserts(database, arguments.inserts, started, mongo)
        fill_log(database, started)
        print(
            "after the inserts:",
            *Sizes.of(database, "dossiers").lines(),
            *Sizes.of(database, "events").lines(),
            sep="\n",
            flush=True,
        )
        mongo.stop()
        mongo.start()
        return print_latencies(mongo.admin_uri, started, arguments.times)


@contextmanager
def server(folder: Path | None) -> Iterator[PrivateMongo]:
    """A MongoDB as the local stack has it, with a cache of 0.25 GiB."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as temporary:
        mongo = PrivateMongo(folder or Path(temporary))
        mongo.start()
        try:
            yield mongo
        finally:
            mongo.stop()


def print_inserts(database: Database[dict[str, Any]], count: int, at: datetime, mongo: PrivateMongo) -> None:
    """With the id alone and with all indexes, into all the dossiers that there are."""
    assert mongo.pid is not None
    filed = population.Population(at, seed=random.randrange(OF_INSERTS, 2 * OF_INSERTS)).newly_filed(
        2 * (ROUNDS * count + WARM_UP)
    )
    documents = map(dossier_document, filed)
    database.dossiers.drop_indexes()
    alone = _rounds(database, documents, count, mongo.pid)
    start = time.perf_counter()
    create_indexes(database)
    print(f"indexes made in {time.perf_counter() - start:.0f} s")
    print("as built:", *Sizes.of(database, "dossiers").lines(), sep="\n", flush=True)
    indexed = _rounds(database, documents, count, mongo.pid)
    ratio = median(each.rate for each in indexed) / median(each.rate for each in alone)
    print(
        "inserts with the id alone: ",
        *alone,
        "with all indexes: ",
        *indexed,
        f"{ratio:.2f}",
        sep="\n  ",
        flush=True,
    )


def _rounds(
    database: Database[dict[str, Any]], documents: Iterator[dict[str, Any]], count: int, mongod: int
) -> list[Inserts]:
    insert(database, list(islice(documents, WARM_UP)), mongod)
    return [insert(database, list(islice(documents, count)), mongod) for _ in range(ROUNDS)]


def print_latencies(uri: str, at: datetime, times: int) -> int:
    """The exit code: 1 when a question is outside of the budget. The server has been started anew: the first is cold."""
    outside, questions = [], 0
    with closing(Store(uri, DATABASE, "dossiers")) as store, recorded(uri, DATABASE) as (watched, recorder):
        store.create_indexes()
        store.database = watched
        office = LocalOffice.on(store)
        print(HEADER)
        for question in Questions(watched, at).all():
            latency = measure(office, recorder, question, times)
            print(latency, flush=True)
            questions += 1
            outside += [latency.title] if latency.outside else []
    print(f"{questions - len(outside)} of {questions} within the budget; outside:", *outside, sep="\n  ")
    return 1 if outside else 0


if __name__ == "__main__":
    raise SystemExit(main())
