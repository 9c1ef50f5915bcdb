"""What sync gives of a person, and leaves to the agencies it comes from."""

from __future__ import annotations

import json

import pytest
from tests.support.sync.items import AGENCY, ARRIVED, CODE, DOSSIER

from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.personal_data import ErasePerson, ExportPerson, RetentionGround
from contracts.sync import BatchKind
from sync.application import personal_data
from sync.application.receiver import BatchReceiver
from sync.domain.items.batch import BatchHeader

ACCOUNTS = Context.new(Actor(kind=ActorKind.SERVICE, name="accounts"))
NUMBER = "027090000001"


@pytest.fixture
def received(receiver: BatchReceiver, store: Store) -> Store:
    header = BatchHeader(AGENCY, BatchKind.DOSSIERS, "000.00.16.H05", True, ARRIVED)
    receiver.receive(header, (DOSSIER,))
    return store


def test_a_proved_number_finds_them_and_another_one_nothing(received: Store) -> None:
    request = ExportPerson(account_id="a", personal_number=NUMBER, assurance=2)
    part = personal_data.export_person(received, request, ACCOUNTS)
    assert [json.loads(entry.text)["code"] for entry in part.entries] == [CODE]
    for other in (
        request.model_copy(update={"assurance": 0}),
        request.model_copy(update={"personal_number": None}),
        request.model_copy(update={"personal_number": "027090000002"}),
    ):
        assert personal_data.export_person(received, other, ACCOUNTS).entries == ()


def test_their_agency_erases_them(received: Store) -> None:
    request = ErasePerson(account_id="a", personal_number=NUMBER, assurance=1)
    found = personal_data.erase_person(received, request, ACCOUNTS)
    (retained,) = found.retained
    assert (found.erased, retained.count, retained.ground) == ((), 1, RetentionGround.SOURCE_AGENCY)
    nothing = request.model_copy(update={"personal_number": None})
    assert personal_data.erase_person(received, nothing, ACCOUNTS).retained == ()
