"""Where bytes are kept. GridFS for now; anything that can do these three things will do."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Protocol

from gridfs import GridFSBucket
from gridfs.errors import NoFile
from gridfs.synchronous.grid_file import GridIn
from pymongo.database import Database

_BUCKET = "blobs"


class BlobSink(Protocol):
    """Takes the bytes of one blob in order, from one thread at a time. All its methods may block."""

    def write(self, chunk: bytes) -> object: ...

    def close(self) -> None:
        """After this the blob is kept."""

    def abort(self) -> None:
        """Remove what was written."""


class BlobStore(Protocol):
    """All methods may block."""

    def create(self, blob_id: str) -> BlobSink:
        """The id must be new. What is neither closed nor aborted stays until `delete`."""

    def read(self, blob_id: str) -> Iterator[bytes]:
        """Raises LookupError at once, not at the first chunk, when there is no such blob."""

    def delete(self, blob_id: str) -> None:
        """Remove a blob, or what was left of one that was never closed. Unknown ids are taken in silence."""


class GridFsBlobs:
    """Blobs in MongoDB's own file store."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._bucket = GridFSBucket(database, _BUCKET)

    def create(self, blob_id: str) -> GridIn:
        return self._bucket.open_upload_stream_with_id(blob_id, blob_id)

    def read(self, blob_id: str) -> Iterator[bytes]:
        try:
            source = self._bucket.open_download_stream(blob_id)
        except NoFile:
            raise LookupError(f"no blob {blob_id}") from None
        return iter(source.readchunk, b"")

    def delete(self, blob_id: str) -> None:
        with suppress(NoFile):  # raised after the chunks are gone
            self._bucket.delete(blob_id)
