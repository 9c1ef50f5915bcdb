"""The service itself: who may call it, what it answers, what it counts, what is left when it is killed."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest
from tests.integration.sync.sync_process import UNIT, SyncProcess, started, system
from tests.support.sync.items import CODE, DOSSIER, PROGRESS

from contracts import sync
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.sync import BatchKind, FindSynced, ListSynced, ReceiveBatch, ReplayItems, ReserveDossierCode
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="1")


@pytest.fixture(scope="module")
def running(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SyncProcess]:
    with started(broker, mongo, tmp_path_factory.mktemp("sync")) as service:
        yield service


def test_without_a_catalogue_no_procedure_is_called_unknown(running: SyncProcess) -> None:
    other = {**DOSSIER, "MaHoSo": "000.00.16.H05-200731-0900", "MaTTHC": "9.999999"}
    (result,) = running.send_batch(BatchKind.DOSSIERS, other).results
    assert "UNKNOWN_PROCEDURE" not in result.anomalies


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.SYSTEM])
def test_only_systems_send_batches(running: SyncProcess, kind: ActorKind) -> None:
    batch = ReceiveBatch(kind=BatchKind.DOSSIERS, unit_code=UNIT, updating=True, items=(DOSSIER,))
    refused = running.refusal(sync.receive_batch, batch, Actor(kind=kind, account_id="1"))
    assert refused == ("unauthenticated" if kind is ActorKind.ANONYMOUS else "forbidden")


@pytest.mark.parametrize("kind", [ActorKind.SYSTEM, ActorKind.OFFICER])
def test_only_operators_and_administrators_replay(running: SyncProcess, kind: ActorKind) -> None:
    actor = Actor(kind=kind, account_id="1", agency_code="H05")
    assert running.refusal(sync.replay, ReplayItems(command_id="1"), actor) == "forbidden"


def test_what_was_received_outlives_the_process(running: SyncProcess) -> None:
    running.send_batch(BatchKind.DOSSIERS, DOSSIER)
    running.process.kill()
    running.process.start()
    running.send_batch(BatchKind.PROGRESS, PROGRESS)
    found = running.call(sync.find_synced, FindSynced(code=CODE), system())
    assert (found.status_number, found.version) == (4, 2)


def test_numbers_of_a_unit_follow_one_another_and_a_repetition_gets_the_same(running: SyncProcess) -> None:
    codes = [
        running.call(sync.take_number, ReserveDossierCode(command_id=key, unit_code=UNIT), system()).code
        for key in ("a", "b", "a")
    ]
    assert [code.rpartition("-")[2] for code in codes] == ["0000001", "0000002", "0000001"]


def test_lists_are_those_of_the_sender_in_pages(running: SyncProcess) -> None:
    for number in range(3):
        running.send_batch(BatchKind.DOSSIERS, {**DOSSIER, "MaHoSo": f"000.00.16.H05-200731-{number:04d}"})
    first = running.call(sync.list_synced, ListSynced(limit=1), system())
    assert [one.sender_code for one in first.items] == ["000.00.00.H05"]
    with pytest.raises(ServiceError, match="cursor"):
        running.call(sync.list_synced, ListSynced(limit=1, cursor=first.next_cursor), system("H06"))


def test_counters_name_the_level_1_agency(running: SyncProcess) -> None:
    running.send_batch(BatchKind.DOSSIERS, {"MaHoSo": "HS-1"})
    address = running.process.ready_url.replace("/readyz", "/metrics")
    with urllib.request.urlopen(address) as answer:
        text = answer.read().decode()
    assert 'sync_items_total{kind="dossiers",outcome="refused",sender="H05",service="sync"}' in text
    assert 'sync_anomalies_total{anomaly="BAD_CODE",sender="H05",service="sync"}' in text
