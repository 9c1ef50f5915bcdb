"""Deposit of papers: by their owner as an upload, at the desk as a scan that the agency vouches for (số hóa)."""

from datetime import datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime.rpc_client import RpcClient
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.records import DepositPaper, DigitisePaper, StoredPaper
from records.application.digitisation.scans import checked_scan
from records.application.documents.result_sealing import sealed_file
from records.application.documents.signing_context import SigningContext
from records.application.documents.who_signs import agency_signs
from records.application.papers.named import check_owner, named_issuer, named_kind, visible_file
from records.application.papers.paper_store import add_paper
from records.domain.files import MadeFile
from records.domain.issued_documents import DIGITISED, IssuedDocument, new_code
from records.domain.paper_access import require_citizen, require_reception
from records.domain.papers import PaperFile, PaperState, check_times, digitised, uploaded
from records.repository import IssuedDocumentRepository


def keep_paper(
    signing: SigningContext, client: RpcClient, request: DepositPaper, context: Context
) -> StoredPaper:
    """By a citizen, of a file of the citizen's own. Raises INVALID_REQUEST, FILE_NOT_USABLE."""
    actor = context.actor
    require_citizen(actor)
    check_times(request.issued_at, request.valid_until, utcnow())
    result_code = named_kind(client, request.result_code, context)
    file = PaperFile.of(visible_file(signing, request.file_id, actor))

    def work(uow: UnitOfWork) -> StoredPaper:
        named = request.model_copy(update={"result_code": result_code})
        return add_paper(uow, uploaded(new_id(), named, file, actor.account_id, uow.now))

    return signing.store.run_idempotent(contract.keep_paper, request, context, work)


def digitise_paper(
    signing: SigningContext, client: RpcClient, request: DigitisePaper, context: Context
) -> StoredPaper:
    """By an officer of reception, of a scan of his own or of a dossier of his agency: stamped and signed.

    The issuer is an agency of the catalogue, the owner an account that exists or a number. Raises INVALID_REQUEST,
    FILE_NOT_USABLE, FILE_NOT_SEALABLE, and as `checked_scan`; UNAVAILABLE while key or timestamp are out of reach.
    """
    actor, code = context.actor, new_code()
    require_reception(actor)
    check_times(request.issued_at, request.valid_until, utcnow())
    result_code = named_kind(client, request.result_code, context)
    check_owner(client, request.owner, context)
    issuer = named_issuer(client, request.issuer_code, request.issuer_name, context)
    checked_scan(signing, request.file_id, actor)
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
