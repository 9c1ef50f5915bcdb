"""The cipher on a real database: what it stores, whose key, what a destroyed, a lost and a wrong key do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pymongo import WriteConcern
from pymongo.encryption import ClientEncryption
from tests.support.database_requests import requests_to
from tests.support.stores import MASTER_KEYS, fresh_store, new_master_keys

from chassis.core.clock import utcnow
from chassis.storage.encryption import (
    SERVICE,
    Encryption,
    FieldCipher,
    KeyMissing,
    SealedFields,
    WrongMasterKey,
    beginning,
)
from chassis.storage.encryption import cipher as field_cipher
from chassis.storage.encryption.data_keys import DataKeys
from chassis.storage.store import Store
from devstack.servers.mongo_address import MongoAddress

AN, BINH = "person:an", "person:binh"
FIELDS = SealedFields(("phone",), erased={"phone": ""})
VALUES = {"phone": "0912345678", "form.a": {"$ref": "x", "days": [1, None, 2.5]}}


@pytest.fixture
def store(mongo: MongoAddress) -> Iterator[Store]:
    with fresh_store(mongo, "shop") as opened:
        yield opened


@pytest.fixture
def cipher(store: Store) -> FieldCipher:
    assert store.cipher is not None
    return store.cipher


def another(store: Store, keys: Any = MASTER_KEYS) -> FieldCipher:
    """That of another process."""
    return FieldCipher(keys, DataKeys(store.database))


def test_what_is_sealed_is_opened_by_every_process(store: Store, cipher: FieldCipher) -> None:
    sealed = cipher.seal(VALUES, AN)
    assert cipher.open(sealed) == VALUES == another(store).open(sealed)
    assert b"0912" not in bytes(sealed)


def test_it_is_what_the_drivers_own_encryption_reads(store: Store, cipher: FieldCipher) -> None:
    """A second implementation of the driver's format: nothing here binds the data to this code."""
    sealed = cipher.seal({"phone": "0912345678"}, AN)
    database = store.database
    # The driver reads keys that a majority has; a new one is acknowledged before (`data_keys`).
    database.get_collection("settled", write_concern=WriteConcern("majority")).insert_one({})
    driver: ClientEncryption[dict[str, Any]] = ClientEncryption(
        MASTER_KEYS.providers, f"{database.name}.data_keys", database.client, database.codec_options
    )
    with driver:
        assert driver.decrypt(sealed) == {"phone": "0912345678"}


def test_equal_values_differ_when_sealed_and_are_equal_as_tokens(store: Store, cipher: FieldCipher) -> None:
    assert cipher.seal(VALUES, AN) != cipher.seal(VALUES, AN)
    token = cipher.token("001099000001")
    assert token == another_active(store).token("001099000001") != cipher.token("001099000002")
    assert len(token) == 22


def test_a_token_is_made_once_and_its_text_is_not_held(
    cipher: FieldCipher, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = cipher.token("001099000001")
    with monkeypatch.context() as nobody_encrypts:
        nobody_encrypts.setattr(cipher, "_encrypt", None)
        assert (cipher.token("001099000001"), list(cipher.forms("001099000001"))) == (token, [token])
    assert "001099000001" not in repr(cipher._tokens)
    monkeypatch.setattr(field_cipher, "_MOST_TOKENS", 3)
    assert len({cipher.token(f"00109900000{digit}") for digit in range(10)}) == 10
    assert cipher.token("001099000001") == token
    assert len(cipher._tokens) <= 5  # as many as were remembered before, or fewer


def another_active(store: Store) -> FieldCipher:
    cipher = another(store)
    cipher.encryption = Encryption(utcnow(), complete=False)
    return cipher


def test_a_query_finds_both_forms_until_all_is_encrypted(store: Store, cipher: FieldCipher) -> None:
    token = cipher.token("001")
    assert list(cipher.forms("001")) == [token]
    assert list(another_active(store).forms("001")) == ["001", token] == list(another(store).forms("001"))


def test_before_its_time_it_writes_in_the_clear(store: Store, cipher: FieldCipher) -> None:
    store.encrypt_from(Encryption(utcnow() + timedelta(hours=1), complete=False))
    assert not cipher.active
    assert FIELDS.seal({"phone": "0912"}, cipher, AN) == {"phone": "0912"}
    assert cipher.token("001") == "001"


def test_each_owner_has_one_key_made_by_one_request(store: Store, cipher: FieldCipher) -> None:
    cipher.token("x")
    with requests_to(store.database.name) as made:
        cipher.seal(VALUES, AN)
    assert made.total == 1
    with requests_to(store.database.name) as made:
        for _ in range(3):
            cipher.open(cipher.seal(VALUES, AN))
    assert made.total == 0
    another_active(store).seal(VALUES, AN)
    assert store.database.data_keys.count_documents({"keyAltNames": AN}) == 1


def test_keys_of_many_are_read_at_once(store: Store, cipher: FieldCipher) -> None:
    sealed = [cipher.seal({"at": at}, f"person:{at}") for at in range(5)]
    reader = another(store)
    with requests_to(store.database.name) as made:
        reader.load_keys(sealed)
        assert [reader.open(each) for each in sealed] == [{"at": at} for at in range(5)]
    assert made.total == 1


def test_more_people_than_are_remembered(cipher: FieldCipher) -> None:
    sealed = [cipher.seal({"at": at}, f"person:{at}") for at in range(250)]
    assert [cipher.open(each) for each in sealed] == [{"at": at} for at in range(250)]


def test_a_destroyed_key_takes_its_owners_values_and_no_others(store: Store, cipher: FieldCipher) -> None:
    """One stored before, one from a copy; the other owner's stays."""
    documents = [FIELDS.seal({"_id": owner, "phone": "0912"}, cipher, owner) for owner in (AN, BINH)]
    assert store.destroy_key(AN)
    for reader in (cipher, another(store)):
        assert [FIELDS.open(each, reader) for each in documents] == [
            {"_id": AN, "phone": ""},
            {"_id": BINH, "phone": "0912"},
        ]
    row = store.database.data_keys.find_one({"keyAltNames": AN}) or {}
    assert "keyMaterial" not in row
    assert not store.destroy_key(AN)


def test_an_owner_whose_key_was_destroyed_gets_none_again(store: Store, cipher: FieldCipher) -> None:
    cipher.seal(VALUES, AN)
    store.destroy_key(AN)
    later = cipher.seal(VALUES, AN)
    assert cipher.open(later) == VALUES
    assert (
        store.database.data_keys.count_documents({"keyAltNames": AN, "keyMaterial": {"$exists": True}}) == 0
    )


def test_a_key_is_destroyed_before_it_was_made(store: Store, cipher: FieldCipher) -> None:
    assert not store.destroy_key(AN)
    sealed = cipher.seal(VALUES, AN)
    assert bytes(sealed[1:17]) == bytes(cipher.seal(VALUES, SERVICE)[1:17])


def test_a_lost_key_is_an_error_and_not_an_erasure(store: Store, cipher: FieldCipher) -> None:
    sealed = cipher.seal(VALUES, AN)
    store.database.data_keys.delete_one({"keyAltNames": AN})
    with pytest.raises(KeyMissing):
        another(store).open(sealed)


def test_a_wrong_master_key_is_found_at_the_start(store: Store, cipher: FieldCipher) -> None:
    cipher.check()
    with pytest.raises(WrongMasterKey, match="MOTCUA_FIELD_ENCRYPTION_KEY"):
        another(store, new_master_keys()).check()


def test_the_beginning_is_recorded_once(store: Store) -> None:
    first = beginning.begin(store.database, ["people.phone"], new=False)
    assert timedelta(minutes=59) < first.since - utcnow() <= timedelta(hours=1)
    again = beginning.begin(store.database, ["people.phone"], new=True)
    assert abs(again.since - first.since) < timedelta(milliseconds=1)
    assert not again.complete


def test_a_release_that_encrypts_more_waits_again(store: Store) -> None:
    assert beginning.begin(store.database, ["people.phone"], new=True).complete
    more = beginning.begin(store.database, ["people.phone", "people.email"], new=False)
    assert more.since > utcnow()
    assert not more.complete
    fewer = beginning.begin(store.database, ["people.phone"], new=False)
    assert (fewer.since - more.since, fewer.complete) == (timedelta(), False)


def test_written_in_the_clear_again_nothing_is_complete(store: Store) -> None:
    beginning.interrupt(store.database)
    assert not beginning.is_complete(store.database)
    beginning.begin(store.database, ["people.phone"], new=True)
    assert beginning.is_complete(store.database)
    beginning.interrupt(store.database)
    assert not beginning.is_complete(store.database)
