"""Dossiers of other agencies go once their period is over: those at their end, unless they are held."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.sync.items import AGENCY, ARRIVED, CODE, DOSSIER

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.retention import ApplyRetention, RecordKind, RetentionPart
from contracts.sync import BatchKind
from sync.application.expired_records import apply_retention
from sync.application.receiver import BatchReceiver
from sync.domain.items.batch import BatchHeader
from sync.domain.synced_dossier import STATUS_NUMBER
from sync.repository.dossiers import SyncedDossierRepository

ACCOUNTS = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))


@pytest.fixture
def received(receiver: BatchReceiver, store: Store) -> Store:
    store.database.dossiers.delete_many({})
    header = BatchHeader(AGENCY, BatchKind.DOSSIERS, "000.00.16.H05", True, ARRIVED)
    receiver.receive(header, (DOSSIER,))
    return store


def at_status(store: Store, number: int) -> None:
    store.database.dossiers.update_one({"_id": CODE}, {"$set": {f"status.{STATUS_NUMBER}": number}})


def apply(store: Store, **fields: object) -> RetentionPart:
    before = utcnow() + timedelta(days=1)
    stated = {"command_id": new_id(), "kind": RecordKind.SYNCED_DOSSIERS, "before": before, **fields}
    return apply_retention(store, ApplyRetention.model_validate(stated, extra="forbid"), ACCOUNTS)


def test_one_in_work_and_one_heard_of_lately_stay(received: Store) -> None:
    at_status(received, 4)
    assert apply(received).due == 0
    at_status(received, 10)
    heard = SyncedDossierRepository(received.database).in_order("", 1)[0].event_at
    assert apply(received, before=heard).due == 0
    assert received.database.dossiers.count_documents({"_id": CODE}) == 1


def test_one_at_its_end_goes_unless_it_is_held(received: Store) -> None:
    at_status(received, 10)
    found = apply(received, held_dossiers=(CODE,))
    assert (found.due, found.held) == (0, 1)
    assert apply(received, survey=True).due == 1
    assert received.database.dossiers.count_documents({"_id": CODE}) == 1
    assert apply(received).due == 1
    assert received.database.dossiers.count_documents({"_id": CODE}) == 0


def test_nobody_but_accounts_destroys(received: Store) -> None:
    request = ApplyRetention(command_id="c", kind=RecordKind.SYNCED_DOSSIERS, before=utcnow())
    with pytest.raises(ServiceError):
        apply_retention(received, request, Context.new(Actor(kind=ActorKind.ANONYMOUS)))
