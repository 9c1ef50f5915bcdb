"""What is stored of a batch, whatever comes of its items."""

from __future__ import annotations

import orjson
from tests.integration.sync.application.test_any_order import header
from tests.support.sync.items import AGENCY, ARRIVED, DOSSIER, PROGRESS

from chassis.storage.store import Store
from contracts.sync import BatchKind, ItemOutcome
from sync.application.receiver import BatchReceiver
from sync.domain.items.batch import BatchHeader
from sync.repository.raw_batches import RawBatchRepository


def test_every_item_is_stored_as_it_came(receiver: BatchReceiver, store: Store) -> None:
    items = (DOSSIER, {"MaHoSo": "HS-1"}, None, [1])
    receiver.receive(header(BatchKind.DOSSIERS), items)
    (stored,) = store.repository(RawBatchRepository).between(AGENCY, None, None)
    assert orjson.loads(stored.items) == list(items)


def test_a_unit_of_another_agency_refuses_all_and_stores_all(receiver: BatchReceiver, store: Store) -> None:
    foreign = BatchHeader(AGENCY, BatchKind.DOSSIERS, "000.00.16.H06", True, ARRIVED)
    receipt = receiver.receive(foreign, (DOSSIER, DOSSIER))
    assert [result.error_code for result in receipt.results] == [-3, -3]
    assert store.database.refused.count_documents({}) == 1, "one item, refused twice"
    assert store.database.dossiers.count_documents({}) == 0


def test_an_item_too_large_for_its_dossier_is_refused(receiver: BatchReceiver) -> None:
    long = {**PROGRESS, "NoiDungXuLy": "x" * 9000}
    receipt = receiver.receive(header(BatchKind.PROGRESS), (long, PROGRESS))
    assert [result.error_code for result in receipt.results] == [-1, 0]


def test_anomalies_are_counted_by_sender_and_day_once(receiver: BatchReceiver, store: Store) -> None:
    item = {**DOSSIER, "NgayHenTra": ""}
    for _ in range(3):
        receiver.receive(header(BatchKind.DOSSIERS), (item,))
    counted = [(row["anomaly"], row["day"], row["count"]) for row in store.database.anomaly_counts.find()]
    assert counted == [("NO_DUE_DATE", "2020-07-31", 1)]


def test_items_of_one_dossier_in_one_batch_see_those_before_them(receiver: BatchReceiver) -> None:
    receipt = receiver.receive(
        BatchHeader(AGENCY, BatchKind.DOSSIERS, AGENCY, False, ARRIVED),
        (DOSSIER, DOSSIER, {**DOSSIER, "TenTTHC": "x"}),
    )
    assert [(result.outcome, result.error_code) for result in receipt.results] == [
        (ItemOutcome.STORED, 0),
        (ItemOutcome.UNCHANGED, 0),
        (ItemOutcome.REFUSED, 1),
    ]
