"""Blobs in MongoDB, in the layout of GridFS, so that its tools can read them.

The driver's own classes hold up to 32 MB of an upload and 16 MB of a download in memory; these hold one
chunk of the one and four of the other.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pymongo import ASCENDING
from pymongo.client_session import ClientSession
from pymongo.database import Database

from chassis.core.clock import utcnow

Document = dict[str, Any]

FILES, CHUNKS = "blobs.files", "blobs.chunks"
CHUNK_BYTES = 255 * 1024
_READ_AHEAD = 4


class GridFsSink:
    def __init__(self, database: Database[Document], blob_id: str) -> None:
        self._files, self._chunks = database[FILES], database[CHUNKS]
        self._blob_id = blob_id
        self._buffer = bytearray()
        self._count = 0
        self._length = 0

    def write(self, chunk: bytes) -> None:
        self._buffer += chunk
        self._length += len(chunk)
        while len(self._buffer) >= CHUNK_BYTES:
            self._flush()

    def close(self) -> None:
        if self._buffer:
            self._flush()
        self._files.insert_one(_blob(self._blob_id, self._length))

    def abort(self) -> None:
        self._chunks.delete_many({"files_id": self._blob_id})

    def _flush(self) -> None:
        data = bytes(self._buffer[:CHUNK_BYTES])
        self._chunks.insert_one(_chunk(self._blob_id, self._count, data))
        del self._buffer[:CHUNK_BYTES]
        self._count += 1


class GridFsBlobs:
    def __init__(self, database: Database[Document]) -> None:
        self._database = database

    def create(self, blob_id: str) -> GridFsSink:
        return GridFsSink(self._database, blob_id)

    def add(self, blobs: Mapping[str, bytes], session: ClientSession | None) -> None:
        chunks = [
            _chunk(blob_id, start // CHUNK_BYTES, data[start : start + CHUNK_BYTES])
            for blob_id, data in blobs.items()
            for start in range(0, len(data), CHUNK_BYTES)
        ]
        self._database[CHUNKS].insert_many(chunks, session=session)
        files = [_blob(blob_id, len(data)) for blob_id, data in blobs.items()]
        self._database[FILES].insert_many(files, session=session)

    def read(self, blob_id: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        blob = self._database[FILES].find_one({"_id": blob_id}, {"chunkSize": 1, "length": 1})
        if blob is None:
            raise LookupError(f"no blob {blob_id}")
        size, end = blob["chunkSize"], blob["length"] if stop is None else stop
        expected = {"files_id": blob_id, "n": {"$gte": start // size, "$lte": (end - 1) // size}}
        chunks = self._database[CHUNKS].find(expected, batch_size=_READ_AHEAD).sort("n", ASCENDING)
        return (_part(chunk["data"], chunk["n"] * size, start, end) for chunk in chunks)

    def read_all(self, blob_ids: Collection[str]) -> dict[str, bytes]:
        """By the chunks alone: no file is empty."""
        found: dict[str, list[bytes]] = {}
        chunks = self._database[CHUNKS].find({"files_id": {"$in": list(blob_ids)}})
        for chunk in chunks.sort([("files_id", ASCENDING), ("n", ASCENDING)]):
            found.setdefault(chunk["files_id"], []).append(chunk["data"])
        if missing := set(blob_ids) - found.keys():
            raise LookupError(f"no blobs {missing}")
        return {blob_id: b"".join(parts) for blob_id, parts in found.items()}

    def delete(self, blob_id: str) -> None:
        self._database[FILES].delete_one({"_id": blob_id})
        self._database[CHUNKS].delete_many({"files_id": blob_id})


def _blob(blob_id: str, length: int) -> Document:
    return {
        "_id": blob_id,
        "length": length,
        "chunkSize": CHUNK_BYTES,
        "uploadDate": utcnow(),
        "filename": blob_id,
    }


def _chunk(blob_id: str, number: int, data: bytes) -> Document:
    return {"files_id": blob_id, "n": number, "data": data}


def _part(data: bytes, at: int, start: int, stop: int) -> bytes:
    """What of a chunk that begins at `at` is between `start` and `stop`."""
    return data[max(0, start - at) : stop - at]
