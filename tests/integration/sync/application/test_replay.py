"""Stored items are read again."""

from __future__ import annotations

import orjson
import pytest
from tests.integration.sync.application.test_any_order import header
from tests.support.sync.items import AGENCY, CODE, DOSSIER, PROGRESS

from chassis.core.context import Context
from chassis.storage.documents import Document
from chassis.storage.encryption import cipher_of
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.sync import BatchKind, ReplayItems
from sync.application.receiver import BatchReceiver
from sync.application.replay import replay as replay_items
from sync.repository.personal_fields import open_dossier

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="1")


def replay(store: Store, receiver: BatchReceiver, *, refused_only: bool) -> tuple[int, int, int, int]:
    request = ReplayItems(command_id="1", sender_code=AGENCY, refused_only=refused_only)
    context = Context.new(ADMINISTRATOR, timeout_s=30)
    report = replay_items(store, receiver, request, context)
    return report.read, report.stored, report.unchanged, report.refused


def opened(store: Store) -> Document:
    """The one dossier that there is."""
    (document,) = store.database.dossiers.find()
    return open_dossier(document, cipher_of(store.database))


def test_a_refused_item_is_stored_when_its_parser_changes(receiver: BatchReceiver, store: Store) -> None:
    receiver.receive(header(BatchKind.DOSSIERS), ({"MaHoSo": "HS-1"},))
    repaired = orjson.dumps(DOSSIER)
    store.database.refused.update_one({}, {"$set": {"item": repaired}, "$unset": {"sealed": ""}})
    assert replay(store, receiver, refused_only=True) == (1, 1, 0, 0)
    assert store.database.dossiers.count_documents({"_id": CODE}) == 1
    assert replay(store, receiver, refused_only=True) == (0, 0, 0, 0), "replayed twice"


def test_lost_dossiers_come_back_from_the_raw_batches(receiver: BatchReceiver, store: Store) -> None:
    receiver.receive(header(BatchKind.DOSSIERS), (DOSSIER,))
    receiver.receive(header(BatchKind.PROGRESS), (PROGRESS,))
    before = opened(store)
    store.database.dossiers.delete_many({})
    assert replay(store, receiver, refused_only=False) == (2, 2, 0, 0)
    assert opened(store) == before


def test_a_replay_parses_what_stands_anew(receiver: BatchReceiver, store: Store) -> None:
    receiver.receive(header(BatchKind.DOSSIERS), (DOSSIER,))
    before = opened(store)
    store.database.dossiers.update_one({}, {"$set": {"content.procedure_name": "as an older reading had it"}})
    assert replay(store, receiver, refused_only=False) == (1, 0, 1, 0)
    assert opened(store) == before


def test_a_replay_stops_before_its_caller_gives_up(receiver: BatchReceiver, store: Store) -> None:
    receiver.receive(header(BatchKind.DOSSIERS), (DOSSIER,))
    request = ReplayItems(command_id="1", refused_only=False)
    with pytest.raises(ServiceError, match="deadline_exceeded"):
        replay_items(store, receiver, request, Context.new(ADMINISTRATOR, timeout_s=0.5))


@pytest.mark.parametrize("kind", [ActorKind.SYSTEM, ActorKind.OFFICER])
def test_only_operators_and_administrators_replay(
    receiver: BatchReceiver, store: Store, kind: ActorKind
) -> None:
    context = Context.new(Actor(kind=kind, account_id="1", agency_code="H05"))
    with pytest.raises(ServiceError, match="forbidden"):
        replay_items(store, receiver, ReplayItems(command_id="1"), context)
