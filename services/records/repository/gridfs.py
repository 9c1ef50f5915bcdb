"""Blobs in MongoDB, in the layout of GridFS.

The driver's own classes hold up to 32 MB of an upload and 16 MB of a download in memory; these hold one
chunk of the one and four of the other. Bytes are encrypted (`blob_encryption`); lengths are those of what was written.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from chassis.core.clock import utcnow
from chassis.storage.encryption import SERVICE, cipher_of
from records.repository.blob_encryption import KEY, SEALED, BlobCipher, BlobKeys

Document = dict[str, Any]

FILES, CHUNKS = "blobs.files", "blobs.chunks"
CHUNK_BYTES = 255 * 1024
_READ_AHEAD = 4


class GridFsSink:
    """Holds its last chunk until it is closed: which one that is, is encrypted with it."""

    def __init__(self, database: Database[Document], blob_id: str, owner: str) -> None:
        self._files, self._chunks = database[FILES], database[CHUNKS]
        self._blob = _NewBlob(BlobKeys(cipher_of(database)), blob_id, owner)
        self._database, self._blob_id, self._owner = database, blob_id, owner
        self._buffer = bytearray()
        self._count = 0
        self._length = 0

    def write(self, chunk: bytes) -> None:
        self._buffer += chunk
        self._length += len(chunk)
        while len(self._buffer) > CHUNK_BYTES:
            self._flush(last=False)

    def close(self) -> None:
        if self._buffer:
            self._flush(last=True)
        if self._blob.is_late:
            self._encrypt()
        self._files.insert_one(self._blob.document(self._length))

    def abort(self) -> None:
        self._chunks.delete_many({"files_id": self._blob_id})

    def _encrypt(self) -> None:
        """What was written before the service began to encrypt; in an upgrade, while an upload came."""
        self._blob = _NewBlob(BlobKeys(cipher_of(self._database)), self._blob_id, self._owner)
        for chunk in self._chunks.find({"files_id": self._blob_id}):
            last = chunk["n"] == self._count - 1
            sealed = self._blob.chunk(chunk["n"], chunk["data"], last=last)
            self._chunks.replace_one({"_id": chunk["_id"]}, sealed)

    def _flush(self, *, last: bool) -> None:
        data = bytes(self._buffer[:CHUNK_BYTES])
        self._chunks.insert_one(self._blob.chunk(self._count, data, last=last))
        del self._buffer[:CHUNK_BYTES]
        self._count += 1


class GridFsBlobs:
    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self._keys = BlobKeys(cipher_of(database))

    def create(self, blob_id: str, owner: str = SERVICE) -> GridFsSink:
        return GridFsSink(self._database, blob_id, owner)

    def add(self, blobs: Mapping[str, bytes], session: ClientSession | None) -> None:
        new = {blob_id: _NewBlob(self._keys, blob_id, SERVICE) for blob_id in blobs}
        chunks = [
            new[blob_id].chunk(
                start // CHUNK_BYTES, data[start : start + CHUNK_BYTES], last=start + CHUNK_BYTES >= len(data)
            )
            for blob_id, data in blobs.items()
            for start in range(0, len(data), CHUNK_BYTES)
        ]
        self._database[CHUNKS].insert_many(chunks, session=session)
        files = [new[blob_id].document(len(data)) for blob_id, data in blobs.items()]
        self._database[FILES].insert_many(files, session=session)

    def read(self, blob_id: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        blob = self._find(blob_id)
        size, end = blob["chunkSize"], blob["length"] if stop is None else stop
        expected = {"files_id": blob_id, "n": {"$gte": start // size, "$lte": (end - 1) // size}}
        chunks = self._database[CHUNKS].find(expected, batch_size=_READ_AHEAD).sort("n", ASCENDING)
        cipher = self._cipher_of(blob)
        return self._parts(blob, cipher, chunks, start, end)

    def read_all(self, blob_ids: Collection[str]) -> dict[str, bytes]:
        """By the chunks alone: no file is empty."""
        found: dict[str, list[Document]] = {}
        chunks = self._database[CHUNKS].find({"files_id": {"$in": list(blob_ids)}})
        for chunk in chunks.sort([("files_id", ASCENDING), ("n", ASCENDING)]):
            found.setdefault(chunk["files_id"], []).append(chunk)
        if missing := set(blob_ids) - found.keys():
            raise LookupError(f"no blobs {missing}")
        self._keys.load(first[KEY] for first, *_ in found.values() if KEY in first)
        return {blob_id: self._whole(blob_id, parts) for blob_id, parts in found.items()}

    def delete(self, blob_id: str) -> None:
        self._database[FILES].delete_one({"_id": blob_id})
        self._database[CHUNKS].delete_many({"files_id": blob_id})

    def _find(self, blob_id: str) -> Document:
        blob = self._database[FILES].find_one({"_id": blob_id}, {"chunkSize": 1, "length": 1, KEY: 1})
        if blob is None:
            raise LookupError(f"no blob {blob_id}")
        return blob

    def _cipher_of(self, blob: Document) -> BlobCipher | None:
        return self._keys.open(blob["_id"], blob[KEY]) if KEY in blob else None

    def _parts(
        self, blob: Document, cipher: BlobCipher | None, chunks: Iterator[Document], start: int, end: int
    ) -> Iterator[bytes]:
        size, final = blob["chunkSize"], (blob["length"] - 1) // blob["chunkSize"]
        for chunk in chunks:
            number, data = chunk["n"], chunk["data"]
            if chunk.get(SEALED):
                # Without a key it was read before `motcua encrypt` came by.
                cipher = cipher or self._cipher_of(self._find(blob["_id"]))
                assert cipher is not None  # it is stored before any chunk is encrypted
                data = cipher.open(number, data, last=number == final)
            yield _part(data, number * size, start, end)

    def _whole(self, blob_id: str, chunks: list[Document]) -> bytes:
        cipher = self._keys.open(blob_id, chunks[0][KEY]) if KEY in chunks[0] else None
        return b"".join(
            cipher.open(chunk["n"], chunk["data"], last=chunk is chunks[-1])
            if cipher is not None and chunk.get(SEALED)
            else chunk["data"]
            for chunk in chunks
        )


class _NewBlob:
    """The documents of a blob that is written: encrypted, once the service encrypts."""

    def __init__(self, keys: BlobKeys, blob_id: str, owner: str) -> None:
        self._keys, self._blob_id = keys, blob_id
        self._key: bytes | None = None
        self._cipher: BlobCipher | None = None
        if keys.active:
            self._key, self._cipher = keys.new(blob_id, owner)

    @property
    def is_late(self) -> bool:
        """Whether it is written in the clear and the service encrypts by now."""
        return self._cipher is None and self._keys.active

    def chunk(self, number: int, data: bytes, *, last: bool) -> Document:
        plain = {"files_id": self._blob_id, "n": number, "data": data}
        if self._cipher is None:
            return plain
        sealed = {**plain, "data": self._cipher.seal(number, data, last=last), SEALED: True}
        return sealed if number else {**sealed, KEY: self._key}

    def document(self, length: int) -> Document:
        plain = {
            "_id": self._blob_id,
            "length": length,
            "chunkSize": CHUNK_BYTES,
            "uploadDate": utcnow(),
            "filename": self._blob_id,
        }
        return plain if self._key is None else {**plain, KEY: self._key}


def _part(data: bytes, at: int, start: int, stop: int) -> bytes:
    """What of a chunk that begins at `at` is between `start` and `stop`."""
    return data[max(0, start - at) : stop - at]
