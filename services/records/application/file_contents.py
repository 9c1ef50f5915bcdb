"""Contents of files: how bytes become the content of a file, and how those that never do are removed."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.base import Actor, ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.records import FileStored
from records.domain.content import FileContent
from records.domain.files import File, MadeFile, internal_file, with_content
from records.inspection.isolation import open_isolated
from records.repository import FileRepository
from records.repository.blob_encryption import key_owner
from records.repository.blobs import BlobSink, BlobStore

DISCARD_BLOB = "records.discard_blob"
"""Timer, keyed by blob: set before the first byte is written, cancelled by the change that uses the blob."""

FORGET_FILE = "records.forget_file"
"""Timer, keyed by file: set when an upload is announced, cancelled when it is stored."""

TRY_SEAL = "records.try_seal"
"""Timer, keyed by file: set when what an officer has uploaded is stored."""

ABANDONED_AFTER = timedelta(hours=1)
"""Far longer than any upload may last, so that no running one is taken for abandoned."""


class FileContents:
    """The blobs of the files. All its methods may block."""

    def __init__(self, store: Store, blobs: BlobStore) -> None:
        self._store = store
        self._blobs = blobs

    def start_blob(self, context: Context, owner: Actor) -> tuple[str, BlobSink]:
        """A new blob to write to. Should the process end before it is used, a timer removes what was written."""
        blob_id = new_id()

        def schedule(uow: UnitOfWork) -> None:
            uow.schedule(DISCARD_BLOB, blob_id, uow.now + ABANDONED_AFTER, {})

        self._store.transaction(context, schedule)
        return blob_id, self._blobs.create(blob_id, key_owner(owner))

    def open_once(self, name: str, content: FileContent, blob_id: str) -> FileContent:
        """A closed blob opened as a viewer opens it. Removed when it cannot be; raises what `open_isolated` raises."""
        try:
            pages = open_isolated(self._blobs.read(blob_id), content, name)
        except ServiceError:
            self._blobs.delete(blob_id)
            raise
        return replace(content, pages=pages)

    def attach(self, file_id: str, content: FileContent, blob_id: str, context: Context) -> File:
        """Make a closed blob the content of the file, with its event, in one transaction.

        When another upload of the file came first, that one stays. Raises `file_stored_already` if it differs.
        On any error the blob is left to the timer: the change may have been made all the same.
        """

        def work(uow: UnitOfWork) -> File:
            files = uow.repository(FileRepository)
            file = files.get(file_id)
            if file.content:
                return file
            after = with_content(file, content, blob_id, uow.now)
            files.replace(after, file.version)
            record_stored(uow, after)
            uow.cancel(FORGET_FILE, file_id)
            uow.cancel(DISCARD_BLOB, blob_id)
            if after.owner.kind is ActorKind.OFFICER:
                uow.schedule(TRY_SEAL, file_id, uow.now, {})
            return after

        file = self._store.transaction(context, work)
        if file.blob_id != blob_id:
            self._blobs.delete(blob_id)
        return require_same_content(file, content)

    def add_files(self, uow: UnitOfWork, made: Sequence[MadeFile]) -> list[File]:
        """Files of the caller with their bytes, in its transaction. Some requests for all, and one event each."""
        files = [internal_file(each, uow.context.actor, new_id(), new_id(), uow.now) for each in made]
        blobs = {str(file.blob_id): each.data for file, each in zip(files, made, strict=True)}
        self._blobs.add(blobs, uow.session)
        uow.repository(FileRepository).add_all(files)
        for file in files:
            record_stored(uow, file)
        return files

    def extend(self, uow: UnitOfWork, file_id: str, before: str, data: bytes) -> File:
        """The stored file with bytes that begin with those of the SHA-256 `before`; the blob before goes when nobody reads
        it any more.

        Raises VERSION_STALE where the file has other bytes now.
        """
        files = uow.repository(FileRepository)
        file = files.get(file_id)
        content = file.stored_content
        if content.sha256 != before:
            raise ServiceError(ErrorCode.VERSION_STALE, current=file.version)
        extended = replace(content, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        after = replace(file, version=file.version + 1, content=extended, blob_id=new_id())
        self._blobs.add({str(after.blob_id): data}, uow.session)
        files.replace(after, file.version)
        record_stored(uow, after)
        uow.schedule(DISCARD_BLOB, str(file.blob_id), uow.now + ABANDONED_AFTER, {})
        return after

    def read(self, file_id: str) -> tuple[bytes, str]:
        """All of a file and its media type: at most MAX_FILE_BYTES and what signing adds. Raises FILE_NOT_USABLE."""
        found = self._store.repository(FileRepository).find([file_id])
        if not found or found[0].content is None or found[0].blob_id is None:
            raise ServiceError(ErrorCode.FILE_NOT_USABLE, file_id=file_id)
        return b"".join(self._blobs.read(found[0].blob_id)), found[0].content.media_type

    def read_all(self, files: Sequence[File]) -> list[bytes]:
        """All of these stored files in one request: hold no more than memory does (`in_portions`). Raises LookupError."""
        contents = self._blobs.read_all([str(file.blob_id) for file in files])
        return [contents[str(file.blob_id)] for file in files]

    def note_opening(self, file: File, content: FileContent) -> File:
        """The stored file with what its opening has shown."""
        after = replace(file, content=content)
        self._store.repository(FileRepository).note_opening(after)
        return after

    def use_blob(self, uow: UnitOfWork, blob_id: str) -> None:
        """The blob that a file of this transaction has is not abandoned."""
        uow.cancel(DISCARD_BLOB, blob_id)

    def discard_blob(self, blob_id: str) -> None:
        """Remove a blob that no file uses. May be repeated."""
        if not self._store.repository(FileRepository).uses(blob_id):
            self._blobs.delete(blob_id)

    def forget_pending(self, file_id: str, context: Context) -> None:
        """Remove a file that was announced and never came. May be repeated."""
        self._store.transaction(context, lambda uow: uow.repository(FileRepository).forget_pending(file_id))


def require_same_content(file: File, content: FileContent) -> File:
    """The file, if this is its content. Raises `file_stored_already`."""
    if file.content is None or not file.content.same_bytes(content):
        raise ServiceError(ErrorCode.FILE_STORED_ALREADY)
    return file


def record_stored(uow: UnitOfWork, file: File) -> None:
    """The event of a file whose bytes are there."""
    content = file.stored_content
    payload = FileStored(
        file_id=file.file_id,
        owner_id=file.owner_id,
        sha256=content.sha256,
        size=content.size,
        media_type=content.media_type,
    )
    uow.record_event(contract.FILE_STORED, file.file_id, file.version, payload)
