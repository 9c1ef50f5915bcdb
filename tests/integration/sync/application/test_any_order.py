"""The same items in any order, in any batches, again and at the same time, bring a dossier to the same end."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from tests.support.sync.items import AGENCY, ARRIVED, CODE, DOSSIER, PROGRESS

from chassis.storage.store import Store
from contracts.sync import BatchKind, ItemOutcome
from sync.application.receiver import BatchReceiver
from sync.domain.items.batch import BatchHeader
from sync.domain.synced_dossier import anomalies

Report = tuple[BatchKind, dict[str, Any]]

COURSE: list[Report] = [
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
"""What of a document does not depend on its arrival."""


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_any_repetition(receiver: BatchReceiver, store: Store, seed: int) -> None:
    chance = random.Random(seed)
    reports = [*COURSE, *chance.choices(COURSE, k=5)]
    chance.shuffle(reports)
    for one in reports:
        receive_one(receiver, one)
    assert end(store) == EXPECTED


@pytest.mark.parametrize("seed", range(6))
def test_all_at_the_same_time(receiver: BatchReceiver, store: Store, seed: int) -> None:
    reports = COURSE * 4
    random.Random(seed).shuffle(reports)
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(lambda one: receive_one(receiver, one), reports))
    assert outcomes.count(ItemOutcome.REFUSED) == 0
    counted = outcomes.count(ItemOutcome.STORED) + outcomes.count(ItemOutcome.UPDATED)
    assert counted <= len(COURSE), "an item counted twice"
    assert end(store) == EXPECTED


def test_a_batch_that_holds_a_whole_course(receiver: BatchReceiver, store: Store) -> None:
    lines = tuple(item for kind, item in COURSE if kind is BatchKind.PROGRESS)
    receive_one(receiver, COURSE[0])
    receive_one(receiver, COURSE[5])
    receive_one(receiver, COURSE[6])
    receiver.receive(header(BatchKind.PROGRESS), tuple(reversed(lines)))
    assert end(store) == EXPECTED


def receive_one(receiver: BatchReceiver, one: Report) -> ItemOutcome:
    kind, item = one
    (result,) = receiver.receive(header(kind), (item,)).results
    return result.outcome


def header(kind: BatchKind) -> BatchHeader:
    return BatchHeader(AGENCY, kind, "000.00.16.H05", True, ARRIVED)


def end(store: Store) -> dict[str, Any]:
    document = store.database.dossiers.find_one({"_id": CODE})
    assert document is not None
    content = document["content"]
    course = [(line["status"], line["at"]) for line in document["progress"]]
    return {
        "standing": {name: document[name] for name in STANDING},
        "status": document["status"]["n"],
        "content": (content["status"], content["ended_at"] is not None),
        "course": [status for status, _ in course],
        "sorted": course == sorted(course, key=lambda line: str(line[1])),
        "seen": len(document["seen"]),
        "anomalies": [anomaly.value for anomaly in anomalies(document)],
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
