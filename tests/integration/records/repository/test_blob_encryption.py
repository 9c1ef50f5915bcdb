"""Blobs on a real database: encrypted as they come, erased with their person, encrypted afterwards while they are read."""

from __future__ import annotations

import random
from typing import Any

import pytest
from gridfs import GridFSBucket
from tests.support.stores import OpenStore

from chassis.core.clock import utcnow
from chassis.storage.encryption import SERVICE, Encryption, beginning
from chassis.storage.encryption.re_encryption import ReEncryption
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.records import OpenUpload
from records.domain.content import FileContent
from records.domain.files import announced_file, with_content
from records.repository import FileRepository, GridFsBlobs, create_indexes
from records.repository.blob_encryption import BlobDamaged, BlobErased, key_owner, person
from records.repository.blob_re_encryption import EncryptedBlobs
from records.repository.gridfs import CHUNK_BYTES, CHUNKS, FILES

SIZES = (1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 5)
AN = person("an")


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store("records", create_indexes)


@pytest.fixture
def blobs(store: Store) -> GridFsBlobs:
    return GridFsBlobs(store.database)


def some(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def put(blobs: GridFsBlobs, blob_id: str, data: bytes, owner: str = AN) -> None:
    """In pieces, as an upload comes."""
    sink = blobs.create(blob_id, owner)
    for start in range(0, len(data), 100_000):
        sink.write(data[start : start + 100_000])
    sink.close()


def whole(blobs: GridFsBlobs, blob_id: str) -> bytes:
    return b"".join(blobs.read(blob_id))


def in_the_clear(store: Store) -> None:
    """From now on the service writes as one does that does not encrypt yet."""
    assert store.cipher is not None
    store.cipher.encryption = None


def encrypting(store: Store) -> ReEncryption:
    """As after an upgrade, an hour later."""
    work = ReEncryption(store.database, "records", store.cipher, [EncryptedBlobs()])
    beginning.begin(store.database, work.fields, new=False)
    store.encrypt_from(Encryption(utcnow(), complete=False))
    return work


def plain_chunks(store: Store) -> int:
    return store.database[CHUNKS].count_documents({"sealed": {"$exists": False}})


def chunks_of(store: Store, blob_id: str) -> list[dict[str, Any]]:
    return list(store.database[CHUNKS].find({"files_id": blob_id}).sort("n", 1))


@pytest.mark.parametrize("size", SIZES)
def test_every_part_of_it_is_what_came(store: Store, blobs: GridFsBlobs, size: int) -> None:
    data = some(size)
    put(blobs, "b", data)
    assert whole(blobs, "b") == data == blobs.read_all(["b"])["b"]
    for start, stop in ((0, 1), (size // 2, size), (size // 3, size // 2 + 1), (size - 1, size)):
        assert b"".join(blobs.read("b", start, stop)) == data[start:stop]
    stored = chunks_of(store, "b")
    assert data[:32] not in b"".join(chunk["data"] for chunk in stored) or size < 32
    assert [len(chunk["data"]) - 16 for chunk in stored] == [
        min(CHUNK_BYTES, size - at) for at in range(0, size, CHUNK_BYTES)
    ]


def test_what_the_service_makes_is_encrypted_in_its_transaction(store: Store, blobs: GridFsBlobs) -> None:
    made = {f"b{size}": some(size) for size in SIZES}
    blobs.add(made, None)
    assert blobs.read_all(list(made)) == made
    assert {blob_id: whole(blobs, blob_id) for blob_id in made} == made
    assert plain_chunks(store) == 0


def test_chunks_that_were_cut_off_exchanged_or_moved_do_not_open(store: Store, blobs: GridFsBlobs) -> None:
    stored = store.database[CHUNKS]
    for blob_id in ("b", "c"):
        put(blobs, blob_id, some(3 * CHUNK_BYTES))
    first, second, third = chunks_of(store, "b")
    stored.update_one({"_id": first["_id"]}, {"$set": {"data": second["data"]}})
    with pytest.raises(BlobDamaged, match="blob b, chunk 0"):
        whole(blobs, "b")
    stored.update_one({"_id": first["_id"]}, {"$set": {"data": chunks_of(store, "c")[0]["data"]}})
    with pytest.raises(BlobDamaged):
        whole(blobs, "b")
    stored.update_one({"_id": first["_id"]}, {"$set": {"data": first["data"]}})
    assert whole(blobs, "b") == some(3 * CHUNK_BYTES)
    stored.delete_one({"_id": third["_id"]})
    store.database[FILES].update_one({"_id": "b"}, {"$set": {"length": 2 * CHUNK_BYTES}})
    with pytest.raises(BlobDamaged, match="chunk 1"):
        whole(blobs, "b")
    with pytest.raises(BlobDamaged, match="chunk 1"):
        blobs.read_all(["b"])


def test_with_a_persons_key_their_files_are_gone_and_no_others(store: Store, blobs: GridFsBlobs) -> None:
    put(blobs, "an", some(10))
    put(blobs, "binh", some(11), person("binh"))
    put(blobs, "office", some(12), SERVICE)
    assert store.destroy_key(AN)
    with pytest.raises(BlobErased):
        blobs.read("an")
    with pytest.raises(BlobErased):
        blobs.read_all(["an"])
    assert blobs.read_all(["binh", "office"]) == {"binh": some(11), "office": some(12)}


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (Actor(kind=ActorKind.CITIZEN, account_id="an"), AN),
        (Actor(kind=ActorKind.OFFICER, account_id="o", agency_code="H26"), SERVICE),
        (Actor(kind=ActorKind.SERVICE, name="dossiers"), SERVICE),
    ],
)
def test_a_citizens_files_have_the_citizens_key(owner: Actor, expected: str) -> None:
    assert key_owner(owner) == expected


def test_what_was_stored_before_is_read_also_by_the_tools_of_gridfs(store: Store, blobs: GridFsBlobs) -> None:
    in_the_clear(store)
    put(blobs, "b", some(SIZES[-1]))
    assert whole(blobs, "b") == blobs.read_all(["b"])["b"] == some(SIZES[-1])
    assert GridFSBucket(store.database, "blobs").open_download_stream("b").read() == some(SIZES[-1])


@pytest.fixture
def stored_before(store: Store, blobs: GridFsBlobs) -> dict[str, bytes]:
    """Blobs of a release that did not encrypt, one of them a citizen's file, one that no file has."""
    in_the_clear(store)
    data = {f"b{at}": some(size) for at, size in enumerate(SIZES)}
    for blob_id, content in data.items():
        put(blobs, blob_id, content)
        citizen = Actor(kind=ActorKind.CITIZEN, account_id="an")
        request = OpenUpload(command_id="c", name="a.pdf", size=len(content))
        if blob_id != "b0":
            file = announced_file(request, citizen, f"f-{blob_id}", utcnow())
            known = FileContent(len(content), "0" * 64, "application/pdf")
            store.repository(FileRepository).add(with_content(file, known, blob_id, utcnow()))
    return data


def test_what_was_stored_before_is_encrypted_in_portions_and_read_meanwhile(
    store: Store, blobs: GridFsBlobs, stored_before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.repository.blob_re_encryption._CHUNKS_AT_ONCE", 3)
    work = encrypting(store)
    left = plain_chunks(store)
    assert left > 10
    while not (status := work.run(0)).complete:
        assert blobs.read_all(list(stored_before)) == stored_before
        assert {blob_id: whole(blobs, blob_id) for blob_id in stored_before} == stored_before
        assert left - 3 <= plain_chunks(store) <= left
        left = plain_chunks(store)
    assert (left, status.checked, status.left) == (0, len(SIZES), False)
    assert {blob_id: whole(blobs, blob_id) for blob_id in stored_before} == stored_before
    store.destroy_key(AN)
    for blob_id in stored_before.keys() - {"b0"}:
        with pytest.raises(BlobErased):
            blobs.read(blob_id)
    assert whole(blobs, "b0") == stored_before["b0"]


def test_a_download_that_began_before_goes_on(
    store: Store, blobs: GridFsBlobs, stored_before: dict[str, bytes]
) -> None:
    download = blobs.read("b5")
    begun = next(download)
    not_begun = blobs.read("b4")
    assert encrypting(store).run(60).complete
    assert begun + b"".join(download) == stored_before["b5"]
    assert b"".join(not_begun) == stored_before["b4"]


def test_an_upload_that_began_before_is_encrypted_when_it_ends(store: Store, blobs: GridFsBlobs) -> None:
    in_the_clear(store)
    sink = blobs.create("b", AN)
    sink.write(some(SIZES[-1]))
    assert plain_chunks(store) == 3
    store.encrypt_from(Encryption(utcnow(), complete=False))
    sink.close()
    assert plain_chunks(store) == 0
    assert whole(blobs, "b") == some(SIZES[-1])
    assert store.destroy_key(AN)
    with pytest.raises(BlobErased):
        blobs.read("b")


def test_who_is_erased_halfway_has_nothing_left_in_the_clear(
    store: Store, blobs: GridFsBlobs, stored_before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("records.repository.blob_re_encryption._CHUNKS_AT_ONCE", 2)
    work = encrypting(store)
    while not store.database[FILES].count_documents({"_id": "b5", "key": {"$exists": True}}):
        work.run(0)
    assert plain_chunks(store) > 0
    store.destroy_key(AN)
    assert work.run(60).complete
    assert plain_chunks(store) == 0


def test_another_process_begins_when_the_services_own_has_begun(store: Store) -> None:
    in_the_clear(store)
    store.follow_encryption(EncryptedBlobs.field_names)
    assert not store.writes_encrypted
    beginning.begin(store.database, ["papers.owner"], new=True)
    store.follow_encryption(EncryptedBlobs.field_names)
    assert not store.writes_encrypted, "a release that does not encrypt files"
    beginning.begin(store.database, EncryptedBlobs.field_names, new=False)
    store.follow_encryption(EncryptedBlobs.field_names)
    assert not store.writes_encrypted, "an hour later"
    since = {"$set": {"since": utcnow()}}
    store.database.leases.update_one({"_id": "field encryption"}, since)
    store.follow_encryption(EncryptedBlobs.field_names)
    assert store.writes_encrypted
