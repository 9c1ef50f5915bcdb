"""Papers are handed in: by their owner as an upload, at the desk as a scan that the agency vouches for."""

from typing import Any

from chassis.context import Context
from chassis.ids import new_id
from chassis.store import Store
from chassis.unit import Unit
from contracts import records as contract
from contracts.base import Actor
from contracts.errors import Code, FieldError, ServiceError
from contracts.records import DigitisePaper, KeepPaper, PaperOwner, StoredPaper
from records.documents.issuing import PDF
from records.domain import access
from records.domain.issued import DIGITISED, Issued, new_code
from records.domain.paper_access import require_citizen, require_reception
from records.domain.papers import Paper, PaperFile, digitised, uploaded
from records.papers.keeping import keep
from records.repository import FileRepository, IssuedRepository
from records.sealing.results import sealed_bytes
from records.workshop import Workshop


def keep_paper(store: Store, request: KeepPaper, context: Context) -> StoredPaper:
    """By a citizen, of a file of his own."""
    actor = context.actor
    require_citizen(actor)

    def work(unit: Unit) -> StoredPaper:
        file = _file(unit.database, request.file_id, actor, unit.session)
        return keep(unit, uploaded(new_id(), request, file, actor.account_id, unit.now))

    return store.command(contract.keep_paper, request, context, work)


def digitise_paper(workshop: Workshop, request: DigitisePaper, context: Context) -> StoredPaper:
    """By an officer of reception, of a file that he scanned or that a dossier of his agency holds: stamped and signed.

    Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE; UNAVAILABLE while key or timestamp are out of reach.
    """
    actor, code = context.actor, new_code()
    require_reception(actor)
    _check_owner(request.owner)
    _file(workshop.store.database, request.file_id, actor)
    pdf = sealed_bytes(workshop, request.file_id, code, request.title, actor.agency_code)
    blob_id = workshop.archive.write(pdf, context)

    def work(unit: Unit) -> StoredPaper:
        name = f"so-hoa-{request.file_id}.pdf"
        file = workshop.archive.keep(unit, name, actor.agency_code, pdf, PDF, blob_id)
        scan = PaperFile(file_id=file.file_id, **vars(file.content))
        paper = digitised(new_id(), request, scan, code, actor.agency_code, unit.now)
        IssuedRepository(unit.database, unit.session).add(_issued(request, paper, code, unit))
        return keep(unit, paper)

    return workshop.store.command(contract.digitise_paper, request, context, work)


def _issued(request: DigitisePaper, paper: Paper, code: str, unit: Unit) -> Issued:
    """What anybody is told who verifies the scan: who issued the paper and which agency scanned it."""
    agency_code = unit.context.actor.agency_code
    return Issued(
        code=code,
        command=f"{unit.context.actor.key} digitise {request.command_id}",
        kind=DIGITISED,
        title=request.title,
        number=request.number,
        issuer_code=agency_code,
        issuer_name=f"{request.issuer_name} (số hóa: {agency_code})",
        issued_at=unit.now,
        valid_until=request.valid_until,
        dossier_id=request.dossier_id,
        file_id=paper.file.file_id,
        sha256=paper.file.sha256,
        size=paper.file.size,
        paper_id=paper.paper_id,
    )


def _file(database: Any, file_id: str, actor: Actor, session: Any = None) -> PaperFile:
    """Raises `file_not_usable` for one that has not come whole, and for one that is none of the caller's."""
    found = FileRepository(database).find([file_id], session)
    file = next((file for file in found if access.visible(actor, file)), None)
    if file is None or file.content is None:
        raise ServiceError(Code.FILE_NOT_USABLE, file_id=file_id)
    return PaperFile(file_id=file.file_id, **vars(file.content))


def _check_owner(owner: PaperOwner) -> None:
    if owner.account_id is None and owner.identity_number is None:
        detail = (
            "Cần tài khoản hoặc số định danh của chủ giấy tờ. Say whose paper it is: an account or a number."
        )
        wrong = FieldError(pointer="/owner", code="required", detail=detail)
        raise ServiceError(Code.INVALID_REQUEST, errors=(wrong,))
