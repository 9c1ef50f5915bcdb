"""Files: announced, described, lent and shared. Their bytes move through the content server, by ticket."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.dossiers import DossierEvent
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.records import (
    DescribeFiles,
    FileInfo,
    FileInfos,
    FileShared,
    FileTicket,
    GetFile,
    OpenDownload,
    OpenUpload,
)
from records.application.documents.signing_context import SigningContext
from records.application.file_contents import FORGET_FILE
from records.application.opening import opened
from records.application.papers.paper_store import PaperStore
from records.application.papers.queries import can_see_file, log_download
from records.application.papers.reuse import add_holders
from records.domain import file_access
from records.domain.files import (
    PENDING_LIFETIME,
    ConsultedReader,
    File,
    FileReaders,
    announced_file,
    with_readers,
    without_consulted,
)
from records.domain.tickets import Operation, TicketSigner
from records.repository import FileRepository
from records.sealing.trial import seal_defect


def open_upload(store: Store, signer: TicketSigner, request: OpenUpload, context: Context) -> FileTicket:
    """Announces a file and gives the ticket to upload it. Raises UNAUTHENTICATED, FORBIDDEN."""
    file_access.require_uploader(context.actor)

    def announce(uow: UnitOfWork) -> FileTicket:
        file = announced_file(request, context.actor, new_id(), uow.now)
        uow.repository(FileRepository).add(file)
        uow.schedule(FORGET_FILE, file.file_id, uow.now + PENDING_LIFETIME, {})
        return _ticket(signer, file.file_id, Operation.UPLOAD, request.size)

    return store.run_idempotent(contract.open_upload, request, context, announce)


def open_download(
    papers: PaperStore, signer: TicketSigner, request: OpenDownload, context: Context
) -> FileTicket:
    """The ticket to download a file, logged where it is another's paper. Raises NOT_FOUND, FILE_NOT_USABLE."""
    file = _get_visible(papers, request.file_id, context)
    if file.content is None:
        raise ServiceError(ErrorCode.FILE_NOT_USABLE, file_id=file.file_id)
    log_download(papers, file.file_id, context)
    return _ticket(signer, file.file_id, Operation.DOWNLOAD, file.content.size)


def get_file(papers: PaperStore, request: GetFile, context: Context) -> FileInfo:
    """Raises NOT_FOUND also for a file that the caller may not see."""
    return _get_visible(papers, request.file_id, context).info


def describe_files(signing: SigningContext, request: DescribeFiles, context: Context) -> FileInfos:
    """For services: the files of these that exist, each opened once. Blocks where one was not, or is tried for sealing."""
    file_access.require_service(context.actor)
    found = signing.store.repository(FileRepository).find(request.file_ids)
    files = [opened(signing.file_contents, file) for file in found]
    infos = (_sealing_tried(signing, file) if request.to_be_sealed else file.info for file in files)
    return FileInfos(files=tuple(infos))


def _sealing_tried(signing: SigningContext, file: File) -> FileInfo:
    """Only of one that could be opened: nothing else is ever sealed."""
    if file.content is None or not file.content.opened:
        return file.info
    content, media_type = signing.file_contents.read(file.file_id)
    return file.info.model_copy(update={"seal_defect": seal_defect(content, media_type)})


def readers_given(event: DossierEvent) -> bool:
    """Whether what the event shares was shared when it was made, so that there is nothing to do."""
    return bool(getattr(event, "readers_given", False))


def share_files(uow: UnitOfWork, event: DossierEvent) -> None:
    """The agencies and the followers of a dossier may read its files, and its agencies the papers that these are.

    An agency whose opinion is asked for reads them until it has answered or the dossier has ended: every event says who
    is still asked. Files that do not exist any more are left out.
    """
    files = uow.repository(FileRepository)
    _end_consultations(uow, event)
    consulted = frozenset(ConsultedReader(event.dossier_id, code) for code in event.consulted_agencies)
    handling = frozenset(event.agency_codes) - frozenset(event.consulted_agencies)
    readers = FileReaders(handling, frozenset(event.follower_ids), consulted)
    for file in files.find(getattr(event, "file_ids", ())):
        after = with_readers(file, readers)
        if after is not file:
            files.replace(after, file.version)
            _record_shared(uow, after, event)
    add_holders(uow, event)


def _end_consultations(uow: UnitOfWork, event: DossierEvent) -> None:
    files, still = uow.repository(FileRepository), frozenset(event.consulted_agencies)
    for file in files.consulted_in(event.dossier_id):
        after = without_consulted(file, event.dossier_id, still)
        if after is not file:
            files.replace(after, file.version)
            _record_shared(uow, after, event)


def _get_visible(papers: PaperStore, file_id: str, context: Context) -> File:
    file = papers.store.repository(FileRepository).get(file_id)
    if file_access.file_visible(context.actor, file) or can_see_file(papers, file_id, context):
        return file
    raise not_found("file")


def _ticket(signer: TicketSigner, file_id: str, operation: Operation, max_bytes: int) -> FileTicket:
    text, grant = signer.issue(file_id, operation, max_bytes, utcnow())
    return FileTicket(file_id=file_id, ticket=text, expires_at=grant.expires_at, max_bytes=max_bytes)


def _record_shared(uow: UnitOfWork, file: File, event: DossierEvent) -> None:
    payload = FileShared(
        file_id=file.file_id,
        dossier_id=event.dossier_id,
        agency_codes=event.agency_codes,
        account_ids=event.follower_ids,
    )
    uow.record_event(contract.FILE_SHARED, file.file_id, file.version, payload)
