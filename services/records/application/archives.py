"""Archives of persons' data: gathered in parts, made and sealed as one file that the person alone downloads, and removed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.person_export import require_accounts
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.base import Actor, ActorKind, Empty
from contracts.personal_data import ExportedFile
from contracts.records import AddArchivePart, ArchiveMade, CloseArchive
from contracts.time import local_day
from records.application.documents.signing_context import SigningContext
from records.application.file_contents import record_stored
from records.domain import file_access
from records.domain.archive_format import MEDIA_TYPE, ArchiveWriter, with_extension
from records.domain.content import FileContent
from records.domain.files import File, with_content
from records.repository import FileRepository
from records.repository.archives import ArchivePartRepository, ArchiveRepository, StoredArchive

MAKE_ARCHIVE = "records.make_archive"
"""Timer, keyed by archive: set when it is closed."""
EXPIRE_ARCHIVE = "records.expire_archive"
"""Timer, keyed by archive: set when it is made."""
LIFETIME = timedelta(days=14)
"""How long an archive can be downloaded."""
_OWN_FOLDERS = ("papers/", "files/")
"""Of files that records itself has found to be the person's; what others name is taken only where the person may read it."""


def add_archive_part(signing: SigningContext, request: AddArchivePart, context: Context) -> Empty:
    """For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)
    signing.store.repository(ArchivePartRepository).put(request)
    return Empty()


def close_archive(signing: SigningContext, request: CloseArchive, context: Context) -> Empty:
    """It is made in a while, of which an event comes. For accounts. Raises FORBIDDEN."""
    require_accounts(context.actor)

    def close(uow: UnitOfWork) -> Empty:
        archives = uow.repository(ArchiveRepository)
        found = archives.find(request.archive_id)
        if found is None:
            archives.open(request)
            uow.schedule(MAKE_ARCHIVE, request.archive_id, uow.now, {})
        return Empty()

    return signing.store.transaction(context, close)


def make_archive(signing: SigningContext, archive_id: str, context: Context) -> None:
    """Written to the blob store as it is read. May be repeated: what an interrupted run has written is removed by a timer.

    Raises UNAVAILABLE without the key of the seal, LookupError where a part is missing.
    """
    archive = signing.store.repository(ArchiveRepository).find(archive_id)
    if archive is None or archive.file_id is not None:
        return
    parts = signing.store.repository(ArchivePartRepository)
    if parts.count(archive_id) != archive.parts:
        raise LookupError(f"archive {archive_id} has not all its parts")
    blob_id, sink = signing.file_contents.start_blob(context, _person(archive))
    try:
        size, sha256 = _write(signing, ArchiveWriter(sink, utcnow()), archive)
        sink.close()
    except BaseException:
        sink.abort()
        raise
    content = FileContent(size, sha256, MEDIA_TYPE)

    def store(uow: UnitOfWork) -> None:
        if (current := uow.repository(ArchiveRepository).find(archive_id)) is None or current.file_id:
            return
        file = _file(archive, content, blob_id, uow.now)
        uow.repository(FileRepository).add(file)
        record_stored(uow, file)
        signing.file_contents.use_blob(uow, blob_id)
        expires_at = uow.now + LIFETIME
        uow.repository(ArchiveRepository).note_made(archive_id, file.file_id, expires_at)
        uow.repository(ArchivePartRepository).remove(archive_id)
        uow.schedule(EXPIRE_ARCHIVE, archive_id, expires_at, {})
        payload = ArchiveMade(
            archive_id=archive_id,
            account_id=archive.account_id,
            file_id=file.file_id,
            sha256=sha256,
            size=size,
            expires_at=expires_at,
        )
        uow.record_event(contract.ARCHIVE_MADE, archive_id, 1, payload)

    signing.store.transaction(context, store)


def expire_archive(signing: SigningContext, archive_id: str, context: Context) -> None:
    """The archive and its bytes go. May be repeated."""
    archive = signing.store.repository(ArchiveRepository).find(archive_id)
    if archive is None:
        return
    for file in signing.store.repository(FileRepository).find([archive.file_id] if archive.file_id else []):
        signing.blobs.delete(str(file.blob_id))

    def forget(uow: UnitOfWork) -> None:
        uow.repository(FileRepository).remove([archive.file_id] if archive.file_id else [])
        uow.repository(ArchiveRepository).remove(archive_id)

    signing.store.transaction(context, forget)


def _write(signing: SigningContext, writer: ArchiveWriter, archive: StoredArchive) -> tuple[int, str]:
    """All parts, each file once; size and SHA-256 of the whole."""
    person = _person(archive)
    taken: set[str] = set()
    for part in signing.store.repository(ArchivePartRepository).of_archive(archive.archive_id):
        for entry in part.entries:
            if not writer.has(entry.path):
                writer.add_json(entry.path, entry.text)
        for path, file in _files(signing, part.files, person, taken):
            taken.add(file.file_id)
            writer.add(path, signing.blobs.read(str(file.blob_id)))
    return writer.close(*signing.tools.making.detached_signature(writer.sums))


def _files(
    signing: SigningContext, named: tuple[ExportedFile, ...], person: Actor, taken: set[str]
) -> Iterator[tuple[str, File]]:
    """Those whose bytes are there and that the person may read, but for those taken before."""
    found = signing.store.repository(FileRepository).find(each.file_id for each in named)
    files = {file.file_id: file for file in found if file.content is not None and file.blob_id is not None}
    for each in named:
        file = files.get(each.file_id)
        if file is None or file.file_id in taken:
            continue
        if each.path.startswith(_OWN_FOLDERS) or file_access.file_visible(person, file):
            yield with_extension(each.path, file.stored_content.media_type), file


def _person(archive: StoredArchive) -> Actor:
    return Actor(kind=ActorKind.CITIZEN, account_id=archive.account_id)


def _file(archive: StoredArchive, content: FileContent, blob_id: str, at: datetime) -> File:
    """Of the person, whom nobody shares it with."""
    announced = File(
        file_id=new_id(),
        version=0,
        name=f"du-lieu-ca-nhan-{local_day(at)}.zip",
        owner=_person(archive),
        announced_size=content.size,
        announced_sha256=content.sha256,
        created_at=at,
    )
    return with_content(announced, content, blob_id, at)
