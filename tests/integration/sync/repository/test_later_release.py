"""Documents that a later release has stored are read, and their further fields left in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.support.later_release import add_unknown_fields, keeps_unknown_fields, remove_unknown_documents
from tests.support.sync.items import AGENCY, ARRIVED, CODE, DOSSIER, PROGRESS

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.sync import (
    BatchKind,
    ListReconciliations,
    PushState,
    ReconcileDay,
    ReplayItems,
    ReserveDossierCode,
)
from sync.application import code_numbers, reconciliation
from sync.application.receiver import BatchReceiver
from sync.application.replay import replay
from sync.domain.items.batch import BatchHeader
from sync.domain.pushes import push
from sync.domain.reconciliation import digest
from sync.repository.anomaly_counts import AnomalyCountRepository
from sync.repository.dossiers import SyncedDossierRepository
from sync.repository.pushes import PushRepository
from sync.repository.raw_batches import RawBatchRepository
from sync.repository.refused_items import RefusedItemRepository

SYSTEM = Context.new(Actor(kind=ActorKind.SYSTEM, account_id="1", agency_code=AGENCY))
ADMINISTRATOR = Context.new(Actor(kind=ActorKind.ADMINISTRATOR, account_id="1"))
AT = datetime(2026, 4, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def cleaned(store: Store) -> Iterator[None]:
    yield
    remove_unknown_documents(store)


@pytest.fixture
def received(receiver: BatchReceiver, store: Store) -> Store:
    """A dossier with its progress, an anomaly, a refused item."""
    for kind, items in (
        (BatchKind.DOSSIERS, ({**DOSSIER, "NgayHenTra": ""}, {"MaHoSo": "HS-1"})),
        (BatchKind.PROGRESS, (PROGRESS,)),
    ):
        receiver.receive(BatchHeader(AGENCY, kind, "000.00.16.H05", True, ARRIVED), items)
    return store


def test_a_dossier_is_read_and_goes_on(receiver: BatchReceiver, received: Store) -> None:
    dossiers = received.repository(SyncedDossierRepository)
    before = dossiers.find(CODE)
    assert add_unknown_fields(received, "dossiers") == 1
    assert dossiers.find(CODE) == before
    later = {**PROGRESS, "TrangThai": "9", "ThoiDiemXuLy": "20200731103000"}
    receiver.receive(BatchHeader(AGENCY, BatchKind.PROGRESS, "000.00.16.H05", True, ARRIVED), (later,))
    after = dossiers.find(CODE)
    assert after is not None
    assert (after.detail.status_number, len(after.detail.progress)) == (9, 2)
    assert keeps_unknown_fields(received, "dossiers")


def test_raw_batches_and_refused_items_are_replayed(receiver: BatchReceiver, received: Store) -> None:
    raw = list(received.repository(RawBatchRepository).between(None, None, None))
    refused = list(received.repository(RefusedItemRepository).waiting(None, None, None))
    assert (add_unknown_fields(received, "raw_batches"), add_unknown_fields(received, "refused")) == (2, 1)
    assert list(received.repository(RawBatchRepository).between(None, None, None)) == raw
    assert list(received.repository(RefusedItemRepository).waiting(None, None, None)) == refused
    received.database.dossiers.delete_many({})
    report = replay(received, receiver, ReplayItems(command_id="1", refused_only=False), ADMINISTRATOR)
    assert (report.read, report.stored, report.refused) == (3, 2, 1)
    assert keeps_unknown_fields(received, "refused")


def test_anomaly_counts_are_read_and_counted_on(receiver: BatchReceiver, received: Store) -> None:
    counts = received.repository(AnomalyCountRepository)
    before = counts.newest({}, None, 10)
    assert add_unknown_fields(received, "anomaly_counts") == len(before)
    assert counts.newest({}, None, 10) == before


def test_reconciliations_are_read(received: Store) -> None:
    lines = (f"{CODE}|9|20200731090000",)
    request = ReconcileDay(
        command_id=new_id(),
        unit_code="000.00.16.H05",
        day=ARRIVED.date(),
        count=1,
        digest=digest(lines),
        codes=lines,
    )
    declared = reconciliation.declare_day(received, request, SYSTEM)
    assert declared.differences
    assert add_unknown_fields(received, "reconciliations") == 1
    listed = reconciliation.list_reconciliations(received, ListReconciliations(), SYSTEM)
    assert listed.items == (declared,)


def test_numbers_go_on(store: Store) -> None:
    def take() -> str:
        request = ReserveDossierCode(command_id=new_id(), unit_code="000.00.16.H05")
        return code_numbers.take_number(store, request, SYSTEM).code

    first = take()
    assert add_unknown_fields(store, "numbers") == 1
    assert int(take()[-7:]) == int(first[-7:]) + 1
    assert keeps_unknown_fields(store, "numbers")


def test_a_push_is_read_and_goes_on(store: Store) -> None:
    pushes = store.repository(PushRepository)
    row = push.postponed(
        push.dossier_changed(None, "d1", "H26-260420-0001", "H26", 2, AT),
        "HTTP 502",
        timedelta(seconds=5),
        timedelta(hours=24),
        AT,
    )
    pushes.put(row)
    assert add_unknown_fields(store, "pushes") == 1
    assert pushes.get("d1") == row
    pushes.put(push.acknowledged(row, 2, "Thành công", AT))
    assert pushes.get("d1").state is PushState.ACKNOWLEDGED
    assert keeps_unknown_fields(store, "pushes")
