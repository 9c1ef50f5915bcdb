"""The same items in any order, in any batches, again and at the same time, bring a dossier to the same end."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.support.sync_items import AGENCY, ARRIVED, CODE, DOSSIER, PROGRESS

from chassis.storage.store import Store
from contracts.sync import BatchKind, ItemOutcome
from sync.application.receiver import BatchReceiver
from sync.domain import views
from sync.domain.items.batch import BatchHeader

Told = tuple[BatchKind, dict[str, Any]]

COURSE: list[Told] = [
    (BatchKind.DOSSIERS, DOSSIER),
    *(
        (
            BatchKind.PROGRESS,
            {**PROGRESS, "TrangThai": str(status), "ThoiDiemXuLy": f"2020073109{minute:02d}00"},
        )
        for minute, status in zip((10, 20, 30, 40), (4, 5, 4, 8), strict=True)
    ),
    (BatchKind.DOSSIERS, {**DOSSIER, "TrangThaiHoSo": "9", "NgayKetThucXuLy": "20200731095500"}),
    (BatchKind.STATUSES, {"MaHoSo": CODE, "TrangThai": "10", "ThoiDiemXuLy": "20200731095900"}),
]
STANDING = {"_id", "version", "event_at", "root", "unit"}
"""What of a document does not speak of its arrival."""


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_any_repetition(receiver: BatchReceiver, store: Store, seed: int) -> None:
    chance = random.Random(seed)
    told = [*COURSE, *chance.choices(COURSE, k=5)]
    chance.shuffle(told)
    for one in told:
        tell(receiver, one)
    assert end(store) == EXPECTED


@pytest.mark.parametrize("seed", range(6))
def test_all_at_the_same_time(receiver: BatchReceiver, store: Store, seed: int) -> None:
    told = COURSE * 4
    random.Random(seed).shuffle(told)
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(lambda one: tell(receiver, one), told))
    assert outcomes.count(ItemOutcome.REFUSED) == 0
    assert len(outcomes) - outcomes.count(ItemOutcome.UNCHANGED) == len(COURSE), "an item counted twice"
    assert end(store) == EXPECTED


def test_a_batch_that_holds_all_of_a_life(receiver: BatchReceiver, store: Store) -> None:
    lines = tuple(item for kind, item in COURSE if kind is BatchKind.PROGRESS)
    tell(receiver, COURSE[0])
    tell(receiver, COURSE[5])
    tell(receiver, COURSE[6])
    receiver.receive(delivery(BatchKind.PROGRESS), tuple(reversed(lines)))
    assert end(store) == EXPECTED


def tell(receiver: BatchReceiver, one: Told) -> ItemOutcome:
    kind, item = one
    (result,) = receiver.receive(delivery(kind), (item,)).results
    return result.outcome


def delivery(kind: BatchKind) -> BatchHeader:
    return BatchHeader(AGENCY, kind, "000.00.16.H05", True, ARRIVED)


def end(store: Store) -> dict[str, Any]:
    document = store.database.dossiers.find_one({"_id": CODE})
    assert document is not None
    told = {name: value for name, value in document["content"].items() if name not in ("k", "h")}
    course = [(line["status"], line["at"]) for line in document["progress"]]
    return {
        "standing": {name: document[name] for name in STANDING},
        "status": document["status"]["n"],
        "content": (told["status"], told["ended_at"] is not None),
        "course": [status for status, _ in course],
        "sorted": course == sorted(course, key=lambda line: str(line[1])),
        "seen": len(document["seen"]),
        "anomalies": [anomaly.value for anomaly in views.anomalies(document)],
    }


EXPECTED = {
    "standing": {
        "_id": CODE,
        "version": len(COURSE),
        "event_at": ARRIVED.replace(hour=2, minute=59),
        "root": "H05",
        "unit": "000.00.16.H05",
    },
    "status": 10,
    "content": (9, True),
    "course": [4, 5, 4, 8, 10],
    "sorted": True,
    "seen": len(COURSE),
    "anomalies": ["ILLEGAL_TRANSITION"],
}
"""8 → 9 is no course that the law knows: it has to be resumed first."""
