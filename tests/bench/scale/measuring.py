"""Sizes on disk, inserts a second, milliseconds of each question and what MongoDB reads for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from pymongo.database import Database
from tests.bench.flow.measuring.usage import Usage
from tests.bench.scale.queries import Question
from tests.support.dossiers.office import LocalOffice
from tests.support.query_plans import CommandRecorder, explain

MIB = 2**20
BUDGET = {"p50": 50.0, "p95": 150.0, "p99": 300.0}
"""Milliseconds."""
THREADS = 8
EXPLAIN_MS = 30_000


@dataclass(frozen=True)
class Sizes:
    """Bytes on disk, of the documents and of each index; `free`: of those of indexes, what new pages are written into."""

    count: int
    documents: int
    indexes: dict[str, int]
    free: int

    @classmethod
    def of(cls, database: Database[dict[str, Any]], collection: str) -> Sizes:
        found = database.command("collStats", collection, indexDetails=True)
        files = (each["block-manager"] for each in found["indexDetails"].values())
        free = sum(each["file bytes available for reuse"] for each in files)
        return cls(found["count"], found["storageSize"], found["indexSizes"], free)

    def lines(self) -> Iterator[str]:
        total = sum(self.indexes.values())
        ratio = total / self.documents
        sizes = f"{self.documents / MIB:.0f} MiB, indexes {total / MIB:.0f} MiB ({self.free / MIB:.0f} free)"
        yield f"{self.count:,} documents {sizes}: {ratio:.2f}"
        for name, size in sorted(self.indexes.items(), key=lambda each: -each[1]):
            yield f"  {size / MIB:8.1f} MiB {size / self.count:6.1f} bytes a document  {name}"


@dataclass(frozen=True)
class Inserts:
    """One run of inserts, each acknowledged by the majority."""

    rate: float
    mongod_ms: float
    """Of CPU, for one insert."""

    def __str__(self) -> str:
        return f"{self.rate:.0f}/s, mongod {self.mongod_ms:.2f} CPU ms an insert"


def insert(database: Database[dict[str, Any]], documents: Sequence[dict[str, Any]], mongod: int) -> Inserts:
    """One by one, eight at a time."""
    waiting, lock = iter(documents), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                document = next(waiting, None)
            if document is None:
                return
            database.dossiers.insert_one(document)

    threads = [threading.Thread(target=work) for _ in range(THREADS)]
    before, start = Usage.now({"mongod": mongod}), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - start
    used = Usage.now({"mongod": mongod}).since(before)
    return Inserts(len(documents) / seconds, used.total / len(documents) * 1000)


@dataclass(frozen=True)
class Latency:
    """Milliseconds of one question in the service's process; what MongoDB read for the slowest of its commands."""

    title: str
    first: float
    second_page: float
    p50: float
    p95: float
    p99: float
    keys: int
    documents: int
    returned: int
    stages: str

    @property
    def outside(self) -> list[str]:
        """What is over the budget; a first page and a second page, read once each, count as p99."""
        found = [name for name, most in BUDGET.items() if getattr(self, name) > most]
        once = (("first", self.first), ("second page", self.second_page))
        return [*found, *(name for name, ms in once if ms > BUDGET["p99"])]

    def __str__(self) -> str:
        times = "".join(f"{ms:8.1f}" for ms in (self.first, self.second_page, self.p50, self.p95, self.p99))
        read = f"{self.keys:8d} {self.documents:8d} {self.returned:5d}"
        return f"{self.title:58s}{times} {read} {self.stages:22s} {' '.join(self.outside)}".rstrip()


HEADER = f"{'':58s}{'first':>8s}{'second':>8s}{'p50':>8s}{'p95':>8s}{'p99':>8s} {'keys':>8s} {'docs':>8s} {'shown':>5s}"


def measure(office: LocalOffice, recorder: CommandRecorder, question: Question, times: int) -> Latency:
    actor, fields = question.actor(), question.fields()
    first, answer = _timed(office, question, actor, fields)
    cursor, second_page = getattr(answer, "next_cursor", None), 0.0
    if cursor:
        second_page, _ = _timed(office, question, actor, {**fields, "cursor": cursor})
    spent = sorted(_timed(office, question, question.actor(), question.fields())[0] for _ in range(times))
    cuts = quantiles(spent, n=100, method="inclusive")
    recorder.commands.clear()
    _timed(office, question, actor, fields)
    plans = [explain(office.database, {**each, "maxTimeMS": EXPLAIN_MS}) for each in list(recorder.commands)]
    most = max(plans, key=lambda plan: plan.keys + plan.documents)
    stages = " ".join(sorted(most.stages & {"COLLSCAN", "SORT", "SORT_MERGE"}))
    return Latency(
        question.title,
        first,
        second_page,
        cuts[49],
        cuts[94],
        cuts[98],
        most.keys,
        most.documents,
        most.returned,
        stages,
    )


def _timed(office: LocalOffice, question: Question, actor: Any, fields: dict[str, Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = office.call(question.method, actor, **fields)
    return (time.perf_counter() - start) * 1000, answer
