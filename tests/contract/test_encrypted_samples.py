"""This release reads what every release before it stored encrypted, with the keys of then: tests/samples/releases/*.

And what the newest samples lack: a collection without one is a collection that the next release may fail to read.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from bson.json_util import CANONICAL_JSON_OPTIONS, dumps
from tests.contract.stored import readers
from tests.contract.test_releases import READ_BY_NAME, RELEASES, WITHOUT_READER, _comparable
from tests.samples.recorder.encrypted import (
    KeysInMemory,
    cipher_with,
    encrypted_collections,
    make_encrypted,
    plain_documents,
    read_encrypted,
    sealed_values,
)
from tests.samples.recorder.release import ReleaseSamples

from chassis.storage.documents import Document
from chassis.storage.encryption import PLAIN, Cipher, SealedFields
from chassis.storage.encryption.re_encryption import EncryptedCollection
from chassis.storage.encryption.sealed_fields import SEALED

ENCRYPTED = dict[tuple[str, str], Any](
    ((service, each.name), each) for service, each in encrypted_collections()
)
DERIVED = {("accounts", "accounts"): ("login_key",)}
"""Fields that are made of others for the search, and hold tokens that nothing opens."""
NEWEST = RELEASES[-1]
RECORDED = [release for release in RELEASES if release.encrypted_file.exists()]
of_releases = pytest.mark.parametrize("release", RECORDED, ids=lambda release: release.version)


def opened(value: Any, cipher: Cipher) -> Any:
    """With everything that is sealed in its place."""
    if isinstance(value, list):
        return [opened(inner, cipher) for inner in value]
    if not isinstance(value, dict):
        return value
    inner = {name: opened(each, cipher) if name != SEALED else each for name, each in value.items()}
    return SealedFields(()).open(inner, cipher) if SEALED in inner else inner


def encrypted(release: ReleaseSamples, service: str) -> tuple[Cipher, dict[str, list[Document]]]:
    """The cipher with the keys of the release, and its documents by collection."""
    recorded = read_encrypted(release)
    of_service = recorded["services"][service]
    return cipher_with(KeysInMemory(of_service["data_keys"]), recorded["master_key"]), of_service["documents"]


@of_releases
@pytest.mark.parametrize(("service", "collection"), ENCRYPTED)
def test_what_was_encrypted_is_read_as_it_was(release: ReleaseSamples, service: str, collection: str) -> None:
    cipher, documents = encrypted(release, service)
    plain = plain_documents(release).get(f"{service}.{collection}", [])
    assert len(documents[collection]) == len(plain) > 0
    for stored, before in zip(documents[collection], plain, strict=True):
        whole = searchable(opened(stored, cipher), service, collection)
        assert whole == searchable(before, service, collection)
        for reader in readers().get((service, collection), ()):
            assert _comparable(reader(dict(whole))) == _comparable(reader(dict(before)))


def searchable(document: Document, service: str, collection: str) -> Document:
    """With what it is found by in the clear, where a token stands once it is encrypted."""
    each = ENCRYPTED[service, collection]
    if not isinstance(each, EncryptedCollection):
        return document
    found = each.fields.put(document, each.tokens(document, PLAIN))
    return {
        name: value for name, value in found.items() if name not in DERIVED.get((service, collection), ())
    }


@of_releases
def test_what_a_document_is_found_by_is_the_same_token(release: ReleaseSamples) -> None:
    compared = 0
    for (service, collection), each in ENCRYPTED.items():
        if isinstance(each, EncryptedCollection):
            cipher, documents = encrypted(release, service)
            plain = plain_documents(release)[f"{service}.{collection}"]
            for stored, before in zip(documents[collection], plain, strict=True):
                tokens = each.tokens(before, cipher)
                assert each.fields.put(stored, tokens) == stored
                compared += len(tokens)
    assert compared > 0


@of_releases
def test_every_collection_has_something_that_is_sealed(release: ReleaseSamples) -> None:
    bare = {
        (service, collection)
        for service, collection in ENCRYPTED
        if not any(sealed_values(encrypted(release, service)[1][collection]))
    }
    assert bare == set()


def test_what_is_recorded_stays_when_more_is_added() -> None:
    """With its keys: to encrypt anew would change every line."""
    recorded = read_encrypted(NEWEST)
    as_written = json.loads(dumps(recorded, json_options=CANONICAL_JSON_OPTIONS))
    assert make_encrypted(NEWEST, recorded) == as_written
    without = {**recorded, "services": {**recorded["services"], "records": {}}}
    made = make_encrypted(NEWEST, without)["services"]
    assert made["records"]["documents"].keys() == as_written["services"]["records"]["documents"].keys()
    assert made["records"]["data_keys"] != as_written["services"]["records"]["data_keys"]


def test_every_collection_has_a_sample() -> None:
    stored = {tuple(name.split(".", 1)) for name, _ in NEWEST.read("documents")}
    assert {".".join(each) for each in readers().keys() - stored} == set()
    assert (
        not {f"{service}.{name}" for service, name in stored if name in WITHOUT_READER} & READ_BY_NAME.keys()
    )
