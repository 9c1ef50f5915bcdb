"""Dossier codes handed out to senders."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.support.sync.items import AGENCY

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.sync import ReserveDossierCode
from sync.application.code_numbers import take_number

SYSTEM = Actor(kind=ActorKind.SYSTEM, account_id="1", agency_code=AGENCY)
UNIT = "000.00.16.H05"


def take(store: Store, command_id: str, actor: Actor = SYSTEM) -> str:
    request = ReserveDossierCode(command_id=command_id, unit_code=UNIT)
    return take_number(store, request, Context.new(actor)).code


def test_codes_of_a_unit_follow_one_another_and_a_repetition_gets_the_same(store: Store) -> None:
    codes = [take(store, command_id) for command_id in ("a", "b", "a")]
    assert [code.rpartition("-")[2] for code in codes] == ["0000001", "0000002", "0000001"]
    assert codes[0].startswith(f"{UNIT}-20")


def test_no_code_is_given_twice(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: take(store, new_id()), range(16)))
    assert len(set(codes)) == 16


def test_only_for_a_unit_of_its_own(store: Store) -> None:
    with pytest.raises(ServiceError, match="forbidden"):
        take(store, "a", Actor(kind=ActorKind.SYSTEM, account_id="1", agency_code="H06"))
