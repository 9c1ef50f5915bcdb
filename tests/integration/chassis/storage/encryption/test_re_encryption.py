"""Re-encryption in batches beside a working service, interrupted and gone on with; master keys renewed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.support.stores import MASTER_KEYS, fresh_store, new_master_keys

from chassis.core.clock import utcnow
from chassis.core.master_keys import MasterKeys
from chassis.storage.encryption import Cipher, Encryption, SealedFields, beginning
from chassis.storage.encryption.re_encryption import EncryptedCollection, ReEncryption
from chassis.storage.lease import Lease
from chassis.storage.store import Store
from devstack.servers.mongo_address import MongoAddress

FIELDS = SealedFields(("phone", "home.street", "number"))
"""A person is found by the number: in its place stands its token."""
PEOPLE = 25


def owner(document: dict[str, Any]) -> str:
    return f"person:{document['_id']}"


def number_token(document: dict[str, Any], cipher: Cipher) -> dict[str, Any]:
    return {"number": cipher.token(document["number"])}


COLLECTION = EncryptedCollection("people", FIELDS, owner, number_token)


@pytest.fixture
def store(mongo: MongoAddress) -> Iterator[Store]:
    """People of the release before; the service is told to encrypt, and its time has come."""
    with fresh_store(mongo, "shop") as opened:
        people = [person(at) for at in range(PEOPLE)]
        opened.database.people.insert_many(people)
        beginning.begin(opened.database, work(opened).fields, new=False)
        opened.encrypt_from(Encryption(utcnow(), complete=False))
        yield opened


def person(at: int) -> dict[str, Any]:
    return {
        "_id": f"{at:02d}", "version": 1, "phone": f"09123456{at:02d}", "home": {"street": "Lê Lợi", "town": "Huế"},
        "number": f"0010990000{at:02d}",
    }  # fmt: skip


def work(store: Store) -> ReEncryption:
    return ReEncryption(store.database, "shop", store.cipher, [COLLECTION])


def opened(store: Store) -> list[dict[str, Any]]:
    cipher = store.cipher
    assert cipher is not None
    found = store.database.people.find(sort=[("_id", 1)])
    return [FIELDS.open(each, cipher) for each in found]


def in_the_clear(store: Store) -> int:
    return store.database.people.count_documents({"phone": {"$exists": True}})


def test_every_document_is_encrypted_and_reads_as_before(store: Store) -> None:
    status = work(store).run(60, batch=10)
    assert (status.complete, status.left, status.checked, status.encrypted) == (True, False, PEOPLE, PEOPLE)
    stored = store.database.people.find_one({"_id": "03"}) or {}
    assert "phone" not in stored
    assert stored["home"] == {"town": "Huế"}
    assert store.cipher is not None
    assert stored["number"] == store.cipher.token("001099000003")
    assert opened(store) == [person(at) for at in range(PEOPLE)]


def test_interrupted_it_goes_on_from_where_it_was(store: Store) -> None:
    first = work(store).run(0, batch=10)
    assert (first.checked, first.complete, in_the_clear(store)) == (10, False, PEOPLE - 10)
    assert work(store).run(60, batch=10).checked == PEOPLE
    assert in_the_clear(store) == 0


def test_a_document_that_changes_meanwhile_keeps_its_change(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = {"phone": "0987654321", "version": 2}
    original = SealedFields.open
    at_work: list[str] = []

    def change_first(self: SealedFields, document: dict[str, Any], cipher: Cipher) -> dict[str, Any]:
        if not at_work:
            at_work.append(document["_id"])
            store.database.people.update_one({"_id": document["_id"]}, {"$set": changed})
        return original(self, document, cipher)

    monkeypatch.setattr(SealedFields, "open", change_first)
    assert work(store).run(60, batch=10).complete
    assert opened(store)[0] == person(0) | changed
    assert in_the_clear(store) == 0


def test_what_is_encrypted_already_is_left_alone(store: Store) -> None:
    work(store).run(60)
    before = list(store.database.people.find())
    store.database.re_encryption.delete_many({})
    store.database.leases.update_one({"_id": "field encryption"}, {"$set": {"complete": False}})
    again = work(store).run(60)
    assert (again.checked, again.encrypted) == (PEOPLE, 0)
    assert list(store.database.people.find()) == before


def test_a_service_that_does_not_encrypt_yet_changes_nothing(store: Store) -> None:
    assert store.cipher is not None
    store.cipher.encryption = None
    status = work(store).run(60)
    assert (status.encrypts_from, status.left, in_the_clear(store)) == (None, False, PEOPLE)


def test_another_process_at_work_is_named(store: Store) -> None:
    lease = Lease(store.database, "re-encryption", 60)
    lease.ensure_exists()
    assert lease.acquire()
    assert work(store).run(60).busy
    lease.release()
    assert not work(store).run(60).busy


def test_data_keys_come_under_the_newest_master_key(store: Store, mongo: MongoAddress) -> None:
    work(store).run(60)
    old, new = MASTER_KEYS.keys, new_master_keys("b").keys
    rolled = Store(mongo.admin_uri, store.database.name, "shop", master_keys=MasterKeys({**new, **old}))
    rolled.encrypt_from(Encryption(utcnow(), complete=True))
    assert work(rolled).status().old_keys == store.database.data_keys.count_documents({})
    assert work(rolled).run(60).old_keys == 0
    rolled.close()
    alone = Store(mongo.admin_uri, store.database.name, "shop", master_keys=MasterKeys(new))
    assert opened(alone) == [person(at) for at in range(PEOPLE)]
    alone.close()


def test_a_destroyed_key_stays_so_when_master_keys_are_renewed(store: Store, mongo: MongoAddress) -> None:
    work(store).run(60)
    store.destroy_key("person:03")
    keys = MasterKeys({**new_master_keys("b").keys, **MASTER_KEYS.keys})
    renewed = Store(mongo.admin_uri, store.database.name, "shop", master_keys=keys)
    renewed.encrypt_from(Encryption(utcnow(), complete=True))
    assert work(renewed).run(60).old_keys == 0
    people = {each["_id"]: each for each in opened(renewed)}
    assert "phone" not in people["03"]
    assert people["04"]["phone"] == "0912345604"
    renewed.close()
