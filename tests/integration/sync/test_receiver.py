"""What is kept of a batch, whatever comes of its items."""

from __future__ import annotations

import orjson
from tests.integration.sync.test_any_order import delivery
from tests.support.sync_items import AGENCY, ARRIVED, CODE, DOSSIER, PROGRESS

from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.sync import BatchKind, ItemOutcome, ReplayItems
from sync.application.receiver import BatchReceiver
from sync.application.replay import Replayer
from sync.domain.items.batch import BatchHeader

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="1")


def replay(store: Store, receiver: BatchReceiver, *, refused_only: bool) -> tuple[int, int, int, int]:
    request = ReplayItems(command_id="1", sender_code=AGENCY, refused_only=refused_only)
    found = Replayer(store, receiver).replay(request, Context.new(ADMINISTRATOR, timeout_s=30))
    return found.read, found.stored, found.unchanged, found.refused


def test_every_item_is_kept_as_it_came(receiver: BatchReceiver, store: Store) -> None:
    items = (DOSSIER, {"MaHoSo": "HS-1"}, None, [1])
    receiver.receive(delivery(BatchKind.DOSSIERS), items)
    kept = store.database.raw_batches.find_one({})
    assert kept is not None
    assert orjson.loads(kept["items"]) == list(items)


def test_a_unit_of_another_agency_refuses_all_and_keeps_all(receiver: BatchReceiver, store: Store) -> None:
    foreign = BatchHeader(AGENCY, BatchKind.DOSSIERS, "000.00.16.H06", True, ARRIVED)
    receipt = receiver.receive(foreign, (DOSSIER, DOSSIER))
    assert [result.error_code for result in receipt.results] == [-3, -3]
    assert store.database.refused.count_documents({}) == 1, "one item, refused twice"
    assert store.database.dossiers.count_documents({}) == 0


def test_an_item_too_large_to_be_kept_in_its_dossier_is_refused(receiver: BatchReceiver) -> None:
    long = {**PROGRESS, "NoiDungXuLy": "x" * 9000}
    receipt = receiver.receive(delivery(BatchKind.PROGRESS), (long, PROGRESS))
    assert [result.error_code for result in receipt.results] == [-1, 0]


def test_what_is_odd_is_counted_by_sender_and_day_once(receiver: BatchReceiver, store: Store) -> None:
    odd = {**DOSSIER, "NgayHenTra": ""}
    for _ in range(3):
        receiver.receive(delivery(BatchKind.DOSSIERS), (odd,))
    counted = [(row["anomaly"], row["day"], row["count"]) for row in store.database.anomaly_counts.find()]
    assert counted == [("NO_DUE_DATE", "2020-07-31", 1)]


def test_a_refused_item_comes_to_life_when_its_reading_changes(receiver: BatchReceiver, store: Store) -> None:
    receiver.receive(delivery(BatchKind.DOSSIERS), ({"MaHoSo": "HS-1"},))
    mended = orjson.dumps(DOSSIER)
    store.database.refused.update_one({}, {"$set": {"item": mended}})
    assert replay(store, receiver, refused_only=True) == (1, 1, 0, 0)
    assert store.database.dossiers.count_documents({"_id": CODE}) == 1
    assert replay(store, receiver, refused_only=True) == (0, 0, 0, 0), "replayed twice"


def test_lost_dossiers_come_back_from_what_was_kept(receiver: BatchReceiver, store: Store) -> None:
    receiver.receive(delivery(BatchKind.DOSSIERS), (DOSSIER,))
    receiver.receive(delivery(BatchKind.PROGRESS), (PROGRESS,))
    before = store.database.dossiers.find_one({})
    store.database.dossiers.delete_many({})
    assert replay(store, receiver, refused_only=False) == (2, 2, 0, 0)
    assert store.database.dossiers.find_one({}) == before


def test_a_replay_reads_what_stands_anew(receiver: BatchReceiver, store: Store) -> None:
    receiver.receive(delivery(BatchKind.DOSSIERS), (DOSSIER,))
    before = store.database.dossiers.find_one({})
    store.database.dossiers.update_one({}, {"$set": {"content.procedure_name": "as an older reading had it"}})
    assert replay(store, receiver, refused_only=False) == (1, 0, 1, 0)
    assert store.database.dossiers.find_one({}) == before


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
