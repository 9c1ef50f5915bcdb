"""Deposit of papers: by their owner as an upload, at the desk as a scan that the agency vouches for (số hóa)."""

from datetime import datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.base import Actor
from contracts.catalog import Agency
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.records import DepositPaper, DigitisePaper, PaperOwner, StoredPaper
from records.application.documents.result_sealing import sealed_file
from records.application.documents.signing_context import SigningContext
from records.application.documents.who_signs import agency_signs
from records.application.opening import opened
from records.application.papers.paper_store import add_paper
from records.clients import accounts, catalog
from records.domain import file_access
from records.domain.files import MadeFile
from records.domain.issued_documents import DIGITISED, IssuedDocument, new_code
from records.domain.paper_access import require_citizen, require_reception
from records.domain.papers import PaperFile, PaperState, check_times, digitised, uploaded
from records.repository import FileRepository, IssuedDocumentRepository


def keep_paper(
    signing: SigningContext, client: RpcClient, request: DepositPaper, context: Context
) -> StoredPaper:
    """By a citizen, of a file of the citizen's own. Raises INVALID_REQUEST, FILE_NOT_USABLE."""
    actor = context.actor
    require_citizen(actor)
    check_times(request.issued_at, request.valid_until, utcnow())
    result_code = _result_code(client, request.result_code, context)
    file = _visible_file(signing, request.file_id, actor)

    def work(uow: UnitOfWork) -> StoredPaper:
        named = request.model_copy(update={"result_code": result_code})
        return add_paper(uow, uploaded(new_id(), named, file, actor.account_id, uow.now))

    return signing.store.run_idempotent(contract.keep_paper, request, context, work)


def digitise_paper(
    signing: SigningContext, client: RpcClient, request: DigitisePaper, context: Context
) -> StoredPaper:
    """By an officer of reception, of a scan of his own or of a dossier of his agency: stamped and signed.

    The issuer is an agency of the catalogue, the owner an account that exists or a number. Raises INVALID_REQUEST,
    FILE_NOT_USABLE, FILE_NOT_SEALABLE; UNAVAILABLE while key or timestamp are out of reach.
    """
    actor, code = context.actor, new_code()
    require_reception(actor)
    check_times(request.issued_at, request.valid_until, utcnow())
    result_code = _result_code(client, request.result_code, context)
    _check_owner(client, request.owner, context)
    issuer = _issuer(client, request, context)
    _visible_file(signing, request.file_id, actor)
    signers = agency_signs(signing, actor.agency_code, actor.account_id)
    signed = sealed_file(signing, request.file_id, code, request.title, actor.agency_code, signers)
    made = MadeFile.of(f"so-hoa-{request.file_id}.pdf", signed.pdf, actor.agency_code)

    def work(uow: UnitOfWork) -> StoredPaper:
        (file,) = signing.file_contents.add_files(uow, (made,))
        scan = PaperFile.of(file)
        official = {"issuer_code": issuer.code, "issuer_name": issuer.name, "result_code": result_code}
        named = request.model_copy(update=official)
        paper = digitised(new_id(), named, scan, code, actor.agency_code, uow.now)
        issued = _issued_document(request, paper, code, signed.archived_until, uow)
        uow.repository(IssuedDocumentRepository).add_all((issued,))
        return add_paper(uow, paper)

    return signing.store.run_idempotent(contract.digitise_paper, request, context, work)


def _issued_document(
    request: DigitisePaper, paper: PaperState, code: str, archived_until: datetime | None, uow: UnitOfWork
) -> IssuedDocument:
    """What anybody sees who verifies the scan: who issued the paper and which agency scanned it."""
    agency_code = uow.context.actor.agency_code
    return IssuedDocument(
        code=code,
        command=f"{uow.context.actor.key} digitise {request.command_id}",
        kind=DIGITISED,
        title=request.title,
        number=request.number,
        issuer_code=agency_code,
        issuer_name=f"{paper.issuer_name} (số hóa: {agency_code})",
        issued_at=uow.now,
        valid_until=request.valid_until,
        dossier_id=request.dossier_id,
        file_id=paper.file.file_id,
        sha256=paper.file.sha256,
        size=paper.file.size,
        paper_id=paper.paper_id,
        archived_until=archived_until,
    )


def _visible_file(signing: SigningContext, file_id: str, actor: Actor) -> PaperFile:
    """Raises `file_not_usable` for one that has not come whole or cannot be opened, and for one that the caller may not
    see."""
    found = signing.store.repository(FileRepository).find([file_id])
    file = next(
        (opened(signing.file_contents, file) for file in found if file_access.file_visible(actor, file)), None
    )
    if file is None or not file.usable:
        raise ServiceError(ErrorCode.FILE_NOT_USABLE, file_id=file_id)
    return PaperFile.of(file)


def _result_code(client: RpcClient, typed: str | None, context: Context) -> str | None:
    """As the catalogue has it. Raises INVALID_REQUEST for one that no procedure has."""
    if typed is None:
        return None
    kind = catalog.find_result_kind(client, typed, context)
    if kind is None:
        raise _invalid("/result_code", "unknown_code", "No procedure has such a result.")
    return kind.code


def _issuer(client: RpcClient, request: DigitisePaper, context: Context) -> Agency:
    """Of the catalogue, whose name counts. Raises INVALID_REQUEST."""
    if request.issuer_code is None:
        raise _invalid("/issuer_code", "required", "Name the agency that issued it by its code.")
    agency = catalog.find_agency(client, request.issuer_code, context)
    if agency is None:
        raise _invalid("/issuer_code", "unknown_issuer", "No agency has this code.")
    if request.issuer_name not in (None, agency.name):
        raise _invalid("/issuer_name", "other_name", "The agency of this code has another name.")
    return agency


def _invalid(pointer: str, code: str, detail: str) -> ServiceError:
    return ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer=pointer, code=code, detail=detail),)
    )


def _check_owner(client: RpcClient, owner: PaperOwner, context: Context) -> None:
    if owner.account_id is None and owner.identity_number is None:
        detail = (
            "Cần tài khoản hoặc số định danh của chủ giấy tờ. Say whose paper it is: an account or a number."
        )
        raise _invalid("/owner", "required", detail)
    if owner.account_id is not None and not accounts.is_citizen(client, owner.account_id, context):
        raise _invalid("/owner/account_id", "unknown_account", "There is no such account of a citizen.")
