"""Master keys in a key management service: one that speaks KMIP, really asked, killed, and told to destroy keys."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.support.kmip_server import KeyManagementService, key_management_service

from chassis.core.clock import utcnow
from chassis.core.master_keys import LENGTH, ListedKeys, MasterKeys
from chassis.storage import unproved_callers
from chassis.storage.encryption import Encryption
from chassis.storage.encryption.kms import KmsAway, KmsCheck, KmsKeys
from chassis.storage.store import Store
from devstack.servers.mongo_address import MongoDatabase

pytestmark = pytest.mark.deep

FILE_KEY = f"in_file {base64.b64encode(secrets.token_bytes(LENGTH)).decode()}"


@pytest.fixture(scope="module")
def running_kms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeyManagementService]:
    with key_management_service(tmp_path_factory.mktemp("kms")) as service:
        yield service


@pytest.fixture
def kms(running_kms: KeyManagementService) -> Iterator[KeyManagementService]:
    yield running_kms
    running_kms.kill()
    running_kms.start()


@pytest.fixture
def plain(database: MongoDatabase) -> Iterator[Store]:
    """The service's database, looked at without any key."""
    store = Store(database.uri, database.name, "shop")
    yield store
    store.close()


def keys(store: Store, kms: KeyManagementService, listed: str, client: str = "service") -> KmsKeys:
    return KmsKeys(store.database, ListedKeys.from_text(listed), kms.address(client))


def shop(database: MongoDatabase, master: MasterKeys) -> Store:
    store = Store(database.uri, database.name, "shop", master_keys=master)
    store.encrypt_from(Encryption(utcnow(), complete=True))
    return store


def test_every_process_gets_the_same_key_and_the_database_does_not_have_it(
    plain: Store, running_kms: KeyManagementService
) -> None:
    assert unproved_callers.is_new(plain.database)
    with ThreadPoolExecutor(4) as processes:
        opened = list(processes.map(lambda _: keys(plain, running_kms, "a kmip").open(), range(4)))
    assert len({each.keys["a"] for each in opened}) == 1
    assert len(opened[0].keys["a"]) == LENGTH
    stored = [row for name in plain.database.list_collection_names() for row in plain.database[name].find()]
    assert opened[0].keys["a"] not in b"".join(bytes(row.get("sealed", b"")) for row in stored)
    assert plain.database.kms_keys.count_documents({}) == 1
    assert unproved_callers.is_new(plain.database), "its keys alone are no use of a database"


def test_master_keys_come_from_a_file_into_the_kms_to_another_key_of_it_and_back(
    database: MongoDatabase, plain: Store, running_kms: KeyManagementService
) -> None:
    first = shop(database, MasterKeys.from_text(FILE_KEY))
    assert first.cipher is not None
    sealed = first.cipher.seal({"phone": "0912345678"}, "person:an")
    first.close()
    lists = (f"a kmip\n{FILE_KEY}", "b kmip\na kmip", f"{FILE_KEY}\nb kmip")
    for listed in lists:
        store = shop(database, keys(plain, running_kms, listed).open())
        before = store.re_encryption.status()
        assert before.old_keys == store.database.data_keys.count_documents({}) > 0
        assert store.re_encryption.run(60).old_keys == 0
        store.close()
        alone = shop(database, keys(plain, running_kms, listed.splitlines()[0]).open())
        assert alone.cipher is not None
        alone.cipher.check()
        assert alone.cipher.open(sealed) == {"phone": "0912345678"}
        alone.close()


def test_away_it_is_named_and_what_to_do(plain: Store, kms: KeyManagementService) -> None:
    opening = keys(plain, kms, "a kmip")
    opened = opening.open()
    check = KmsCheck(opening)
    assert check()
    kms.kill()
    with pytest.raises(KmsAway, match="does not answer: start it, or correct MOTCUA_KMIP_ENDPOINT"):
        opening.open()
    assert not check()
    assert "MOTCUA_KMIP_ENDPOINT" in check.reason
    kms.start()
    assert opening.open() == opened
    assert check()
    assert check.reason == ""


def test_a_destroyed_key_and_a_stranger_are_refused(plain: Store, running_kms: KeyManagementService) -> None:
    keys(plain, running_kms, "a kmip").open()
    with pytest.raises(KmsAway, match="refuses the key of 'a'"):
        keys(plain, running_kms, "a kmip", client="stranger").open()
    with pytest.raises(KmsAway, match="refuses the key of 'b'"):
        keys(plain, running_kms, "b kmip nowhere").open()
    row = plain.database.kms_keys.find_one({}) or {}
    running_kms.destroy_key(row["masterKey"]["keyId"])
    with pytest.raises(KmsAway, match="refuses the key of 'a'"):
        keys(plain, running_kms, "a kmip").open()
