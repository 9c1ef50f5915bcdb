"""Files: announced, described, lent and shared. Their bytes move through the content server, by ticket."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import timedelta

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers
from contracts import records as contract
from contracts.base import ActorKind
from contracts.dossiers import DossierEvent, PassedOnEvent
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.events import AnyEvent
from contracts.records import (
    DescribeFiles,
    FileInfo,
    FileInfos,
    FileShared,
    FileTicket,
    GetFile,
    LendFiles,
    LentFile,
    LentFiles,
    OpenDownload,
    OpenUpload,
)
from records.application import seal_trials
from records.application.documents.signing_context import SigningContext
from records.application.documents.who_signs import obstacle_to_decision
from records.application.file_contents import FORGET_FILE
from records.application.opening import opened
from records.application.papers.paper_store import PaperStore
from records.application.papers.queries import can_see_file, log_download
from records.application.papers.reuse import add_holders
from records.application.readings import record_reading
from records.domain import file_access
from records.domain.files import (
    PENDING_LIFETIME,
    ConsultedReader,
    File,
    FileReaders,
    announced_file,
    with_readers,
    without_agencies,
    without_consulted,
)
from records.domain.tickets import Operation, TicketSigner, content_url
from records.repository import FileRepository

_OF_FILES_ALONE = {dossiers.SUBMITTED.name, dossiers.STEP_COMPLETED.name}
"""Events that neither begin nor end that the opinion of an agency is asked for."""


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
    """The ticket to download a file, logged where it is another's. Raises NOT_FOUND, FILE_NOT_USABLE."""
    file = _get_visible(papers, request.file_id, context)
    if file.content is None:
        raise ServiceError(ErrorCode.FILE_NOT_USABLE, file_id=file.file_id)
    owners = log_download(papers, file.file_id, context)
    record_reading(papers.store, file, owners, context)
    return _ticket(signer, file.file_id, Operation.DOWNLOAD, file.content.size)


def get_file(papers: PaperStore, request: GetFile, context: Context) -> FileInfo:
    """Raises NOT_FOUND also for a file that the caller may not see."""
    return _get_visible(papers, request.file_id, context).info


def describe_files(signing: SigningContext, request: DescribeFiles, context: Context) -> FileInfos:
    """For services: the files of these that exist, each opened once. Blocks where one was not, or is tried for sealing."""
    file_access.require_service(context.actor)
    found = signing.store.repository(FileRepository).find(request.file_ids)
    files = [opened(signing.file_contents, file) for file in found]
    infos = (seal_trials.tried(signing, file) if request.to_be_sealed else file.info for file in files)
    obstacle = None
    if request.decided_by is not None and request.agency_code is not None:
        obstacle = obstacle_to_decision(
            signing, request.agency_code, request.decided_by, request.procedure_code, request.decision_kind
        )
    return FileInfos(files=tuple(infos), signature_obstacle=obstacle)


def lend_files(
    store: Store, signer: TicketSigner, public_url: str, request: LendFiles, context: Context
) -> LentFiles:
    """For services and operators: addresses of those of these files that have their bytes. The signature is the permission,
    so whoever is given one fetches the file until it expires. Raises FORBIDDEN, UNAUTHENTICATED."""
    if context.actor.kind is not ActorKind.OPERATOR:
        file_access.require_service(context.actor)
    now, lifetime = utcnow(), timedelta(days=request.days)
    lent = []
    for file in store.repository(FileRepository).find(request.file_ids):
        if file.content is None:
            continue
        ticket, grant = signer.issue(file.file_id, Operation.DOWNLOAD, file.content.size, now, lifetime)
        url = content_url(public_url, file.file_id, ticket)
        lent.append(
            LentFile(
                file_id=file.file_id,
                url=url,
                expires_at=grant.expires_at,
                name=file.name,
                sha256=file.content.sha256,
                media_type=file.content.media_type,
            )
        )
    return LentFiles(files=tuple(lent))


def shares_something(event: AnyEvent) -> bool:
    """Whether it may let anybody read anything, or end it: not a filing or a step without files, nor what was shared when it
    was made."""
    payload = event.payload
    if event.type in _OF_FILES_ALONE and not payload.file_ids:
        return False
    return not getattr(payload, "readers_given", False)


def share_files(uow: UnitOfWork, received: Sequence[ReceivedEvent]) -> None:
    """The agencies and the followers of dossiers may read their files, and their agencies the papers that these are.

    An agency whose opinion is asked for reads them until it has answered or the dossier has ended, one through whose
    hands the dossier passes until it has come to the other: every event says who still is. Files that do not exist any
    more are left out.
    """
    files = uow.repository(FileRepository)
    payloads = [each.event.payload for each in received]
    elsewhere = _read_elsewhere(uow, received)
    named = files.find(file_id for payload in payloads for file_id in _file_ids(payload))
    consulted = files.consulted_in(payload.dossier_id for payload in payloads)
    before = {file.file_id: file for file in (*consulted, *named)}
    current = dict(before)
    shared: list[tuple[File, ReceivedEvent]] = []
    for each in received:
        for after in _changes(current, each.event, elsewhere):
            current[after.file_id] = after
            shared.append((after, each))
    changed = {key: before[key].version for key, after in current.items() if after is not before[key]}
    uow.read_tails(changed)
    for after, (event, context) in shared:
        _record_shared(uow.caused_by(context), after, event.payload)
    files.replace_all((current[key], version) for key, version in changed.items())
    add_holders(uow, payloads)


def share_drafts(uow: UnitOfWork, received: Sequence[ReceivedEvent]) -> None:
    """The officers of the agency that handles a dossier may read the draft of its result, and nobody else. Files that do not
    exist any more are left out."""
    files = uow.repository(FileRepository)
    by_file = {file_id: each for each in received for file_id in each.event.payload.draft_file_ids}
    found = files.find(by_file)
    uow.read_tails({file.file_id: file.version for file in found})
    changed: list[tuple[File, int]] = []
    for file in found:
        event, context = by_file[file.file_id]
        readers = FileReaders(frozenset({event.payload.agency_code}), frozenset(), frozenset())
        after = with_readers(file, readers)
        if after is not file:
            changed.append((after, file.version))
            shared = FileShared(
                file_id=file.file_id,
                dossier_id=event.payload.dossier_id,
                agency_codes=(event.payload.agency_code,),
                account_ids=(),
            )
            own = uow.caused_by(context)
            own.record_event(contract.FILE_SHARED, after.file_id, after.version, shared)
    files.replace_all(changed)


def _changes(current: Mapping[str, File], of: AnyEvent, elsewhere: Set[tuple[str, str]]) -> Iterator[File]:
    """Files with other readers after the event, each one version on; what was for a time ends first. `elsewhere`: files and
    agencies that read them by another dossier."""
    event: DossierEvent = of.payload
    still = frozenset((*event.consulted_agencies, *event.passing_agencies))
    for file in tuple(current.values()):
        after = without_consulted(file, event.dossier_id, still)
        if after is not file:
            yield after
    consulted = frozenset(ConsultedReader(event.dossier_id, code) for code in still)
    lasting = frozenset(event.agency_codes) - still
    readers = FileReaders(lasting, frozenset(event.follower_ids), consulted)
    passed = (
        frozenset({event.from_agency}) - lasting if isinstance(event, PassedOnEvent) else frozenset[str]()
    )
    for file_id in _file_ids(event):
        if file_id in current:
            lost = frozenset(code for code in passed if (file_id, code) not in elsewhere)
            after = with_readers(without_agencies(current[file_id], lost), readers)
            if after is not current[file_id]:
                yield replace(after, version=current[file_id].version + 1)


def _read_elsewhere(uow: UnitOfWork, received: Sequence[ReceivedEvent]) -> frozenset[tuple[str, str]]:
    """Of the files of dossiers that passed on: those that an agency reads by another dossier too."""
    passed = [each.event.payload for each in received if each.event.type == dossiers.PASSED_ON.name]
    files = uow.repository(FileRepository)
    return frozenset(
        pair for event in passed for pair in files.shared_beside(event.dossier_id, event.file_ids)
    )


def _file_ids(event: DossierEvent) -> tuple[str, ...]:
    """A withdrawal has none."""
    return tuple(getattr(event, "file_ids", ()))


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
