"""Port of the blob store: GridFS by default, another one behind the same protocol. All methods may block."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from pymongo.client_session import ClientSession

from chassis.storage.encryption import SERVICE


class BlobSink(Protocol):
    """Takes the bytes of one blob in order, from one thread at a time."""

    def write(self, chunk: bytes) -> None: ...

    def close(self) -> None:
        """After this the blob is complete."""

    def abort(self) -> None:
        """Remove what was written."""


class BlobStore(Protocol):
    def create(self, blob_id: str, owner: str = SERVICE) -> BlobSink:
        """The id must be new. It is encrypted with the data key of `owner`.

        What is neither closed nor aborted stays until `delete`."""

    def add(self, blobs: Mapping[str, bytes], session: ClientSession | None) -> None:
        """Whole blobs under new ids. Where the store is in the service's database they are part of the transaction of the
        session, else they are there before it ends."""

    def read(self, blob_id: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, without, `stop`; to the end without one.

        Raises LookupError at once, not at the first chunk, when there is no such blob or its person was erased."""

    def read_all(self, blob_ids: Collection[str]) -> Mapping[str, bytes]:
        """Whole blobs, by id, in one request. Raises LookupError when one of them is not there."""

    def delete(self, blob_id: str) -> None:
        """Remove a blob, or what was left of one that was never closed. An unknown id is no error."""
