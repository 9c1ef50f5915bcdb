"""The desk: files are announced, shown and lent here; the bytes go through the door."""

from chassis.context import Context
from chassis.ids import new_id
from chassis.moments import now
from chassis.store import Store
from chassis.unit import Unit
from contracts import records as contract
from contracts.dossiers import DossierFilesEvent
from contracts.errors import Code, ServiceError, not_found
from contracts.records import (
    DescribeFiles,
    FileInfo,
    FileInfos,
    FileShared,
    GetFile,
    OpenDownload,
    OpenUpload,
    Ticket,
)
from records.archive import FORGET_FILE
from records.domain import access
from records.domain.files import PENDING_LIFETIME, File, Readers, announced, shared
from records.domain.tickets import Operation, TicketOffice
from records.papers.reading import log_download, sees_file
from records.papers.reusing import hold
from records.papers.shelf import Shelf
from records.repository import FileRepository


def open_upload(store: Store, office: TicketOffice, request: OpenUpload, context: Context) -> Ticket:
    access.require_uploader(context.actor)

    def announce(unit: Unit) -> Ticket:
        file = announced(request, context.actor, new_id(), unit.now)
        FileRepository(store.database).add(file, unit.session)
        unit.schedule(FORGET_FILE, file.file_id, unit.now + PENDING_LIFETIME, {})
        return _ticket(office, file.file_id, Operation.UPLOAD, request.size)

    return store.command(contract.open_upload, request, context, announce)


def open_download(shelf: Shelf, office: TicketOffice, request: OpenDownload, context: Context) -> Ticket:
    file = _visible(shelf, request.file_id, context)
    if file.content is None:
        raise ServiceError(Code.FILE_NOT_USABLE, file_id=file.file_id)
    log_download(shelf, file.file_id, context)
    return _ticket(office, file.file_id, Operation.DOWNLOAD, file.content.size)


def get_file(shelf: Shelf, request: GetFile, context: Context) -> FileInfo:
    return _visible(shelf, request.file_id, context).info


def describe_files(store: Store, request: DescribeFiles, context: Context) -> FileInfos:
    access.require_service(context.actor)
    found = FileRepository(store.database).find(request.file_ids)
    return FileInfos(files=tuple(file.info for file in found))


def share(store: Store, unit: Unit, event: DossierFilesEvent) -> None:
    """The agencies and the followers of a dossier may read its files; its agencies, the papers that these are.

    Files that are gone are passed over.
    """
    repository = FileRepository(store.database)
    readers = Readers(frozenset(event.agency_codes), frozenset(event.follower_ids))
    for before in repository.find(event.file_ids, unit.session):
        after = shared(before, readers)
        if after is not before:
            repository.replace(after, before.version, unit.session)
            _tell_shared(unit, after, event)
    hold(unit, event)


def _visible(shelf: Shelf, file_id: str, context: Context) -> File:
    file = FileRepository(shelf.store.database).get(file_id)
    if access.visible(context.actor, file) or sees_file(shelf, file_id, context):
        return file
    raise not_found("file")


def _ticket(office: TicketOffice, file_id: str, operation: Operation, max_bytes: int) -> Ticket:
    text, grant = office.issue(file_id, operation, max_bytes, now())
    return Ticket(file_id=file_id, ticket=text, expires_at=grant.expires_at, max_bytes=max_bytes)


def _tell_shared(unit: Unit, file: File, event: DossierFilesEvent) -> None:
    told = FileShared(
        file_id=file.file_id,
        dossier_id=event.dossier_id,
        agency_codes=event.agency_codes,
        account_ids=event.follower_ids,
    )
    unit.append(contract.FILE_SHARED, file.file_id, file.version, told)
