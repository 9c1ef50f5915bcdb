"""Rotation of the keys that sign access tokens, on the real database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.support.stores import OpenStore

from accounts.application import token_keys
from accounts.application.token_keys import TokenKeyMemory, ring_of
from accounts.domain.signing_keys import SigningKeys
from accounts.repository.indexes import create_indexes
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.timer_handler import RunAgainAt
from chassis.storage.store import Store
from contracts.accounts import ListTokenKeys, RotateTokenKeys, TokenKeys
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError

OPERATOR = Context.new(Actor(kind=ActorKind.OPERATOR, name="cli"))
PEM = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
FILE = SigningKeys.from_pem(PEM)


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store("accounts", create_indexes)


def rotate(store: Store, *, at_once: bool = False, command_id: str | None = None) -> TokenKeys:
    request = RotateTokenKeys(command_id=command_id or new_id(), at_once=at_once)
    return token_keys.rotate_token_keys(store, FILE, request, OPERATOR)


def events(store: Store) -> list[str]:
    return [each["type"] for each in store.database.events.find({"aggregate_id": "token-keys"})]


def test_a_new_key_is_stored_encrypted_told_and_the_old_one_goes_on(store: Store) -> None:
    command_id = new_id()
    new, old = rotate(store, command_id=command_id).keys
    assert old.kid == FILE.kid
    assert (old.signs_from, new.checked_until) == (None, None)
    assert rotate(store, command_id=command_id).keys == (new, old)
    assert token_keys.list_token_keys(store, FILE, ListTokenKeys(), OPERATOR).keys == (new, old)
    assert events(store) == ["accounts.token_keys_changed"]
    rows = list(store.database.token_keys.find())
    assert {row["_id"] for row in rows} == {new.kid, old.kid}
    assert not any("private" in row for row in rows)
    assert ring_of(store, FILE).signing(utcnow()).kid == FILE.kid
    assert ring_of(store, FILE).signing(utcnow() + timedelta(minutes=16)).kid == new.kid


def test_a_second_rotation_waits_for_the_first_but_not_at_once(store: Store) -> None:
    first = rotate(store).keys
    assert rotate(store).keys == first
    only = rotate(store, at_once=True).keys
    assert len(only) == 1
    assert ring_of(store, FILE).signing(utcnow()).kid == only[0].kid
    assert len(events(store)) == 2
    assert rotate(store).keys[1].kid == only[0].kid
    assert FILE.kid not in {row["_id"] for row in store.database.token_keys.find()}, "it is over"


def test_a_process_reads_the_keys_once_a_minute(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = TokenKeyMemory(FILE)
    assert len(memory.ring(store).pairs) == 1
    rotate(store)
    assert len(memory.ring(store).pairs) == 1
    assert len(memory.ring(store, fresh=True).pairs) == 2
    rotate(store, at_once=True)
    monkeypatch.setattr(token_keys, "_RELOADED_AFTER_S", -1.0)
    assert len(memory.ring(store).checked(utcnow())) == 1


def test_the_timer_rotates_by_age(store: Store) -> None:
    def look(days: int) -> None:
        with pytest.raises(RunAgainAt):
            token_keys.rotate_by_age(store, FILE, days, OPERATOR)

    look(0)
    assert events(store) == []
    look(90)
    assert events(store) == [], "its age is counted from now on"
    assert ring_of(store, FILE).signing(utcnow()).kid == FILE.kid
    store.database.token_keys.update_many({}, {"$set": {"signs_from": utcnow() - timedelta(days=90)}})
    look(90)
    assert len(events(store)) == 1
    look(90)
    assert len(events(store)) == 1, "the newest is new"
    long_ago = {"$set": {"signs_from": utcnow() - timedelta(days=91)}}
    store.database.token_keys.update_many({}, long_ago)
    look(90)
    assert len(events(store)) == 2


def test_no_key_is_stored_in_the_clear(store: Store) -> None:
    assert store.cipher is not None
    store.cipher.encryption = None
    with pytest.raises(ServiceError, match="unavailable"):
        rotate(store)
    with pytest.raises(RunAgainAt):
        token_keys.rotate_by_age(store, FILE, 90, OPERATOR)
    assert store.database.token_keys.count_documents({}) == 0


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.OPERATOR])
def test_nobody_but_the_operator(store: Store, kind: ActorKind) -> None:
    somebody = Context.new(Actor(kind=kind, account_id="a", name="x"))
    request = RotateTokenKeys(command_id=new_id())
    with pytest.raises(ServiceError, match=r"forbidden|unauthenticated"):
        token_keys.rotate_token_keys(store, FILE, request, somebody)
    with pytest.raises(ServiceError, match=r"forbidden|unauthenticated"):
        token_keys.list_token_keys(store, FILE, ListTokenKeys(), somebody)
