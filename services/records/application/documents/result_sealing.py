"""Sealing of a result (ký số kết quả giải quyết): made a PDF, stamped, signed, and put into its owner's store."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime import thread_pool
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.errors import ErrorCode, ServiceError
from contracts.records import SealResult, StoredPaper
from records.application.documents.signing_context import SigningContext
from records.application.papers.paper_store import add_sealed_paper
from records.domain import file_access
from records.domain.content import PDF
from records.domain.files import File
from records.domain.issued_documents import RESULT, IssuedDocument, new_code
from records.domain.papers import SealedPaper, view
from records.rendering.template_data import seal_template_data
from records.rendering.typesetting import qr_svg, typeset
from records.repository import IssuedDocumentRepository, PaperRepository
from records.sealing.exclusive import run_exclusively
from records.sealing.pdf_conversion import as_pdf
from records.sealing.signing import SigningRequest
from records.sealing.stamps import Stamp


def seal_result(signing: SigningContext, request: SealResult, context: Context) -> StoredPaper:
    """By a service. Repeated, it answers with the paper made first, as it stands now.

    Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE; UNAVAILABLE while key or timestamp are out of reach.
    """
    file_access.require_service(context.actor)
    command = f"{context.actor.key} {request.command_id}"
    existing = signing.issued.of_command(command)
    if existing is not None:
        return _paper_of(signing, existing)
    code = new_code()
    pdf = sealed_bytes(signing, request.file_id, code, request.title, request.agency_name)
    blob_id = signing.file_contents.write_blob(pdf, context)

    def work(uow: UnitOfWork) -> StoredPaper:
        name, paper_id = f"ket-qua-{request.dossier_code}.pdf", new_id()
        file = signing.file_contents.add_file(uow, name, request.agency_code, pdf, PDF, blob_id)
        issued = _issued_document(request, code, command, file, paper_id, uow)
        uow.repository(IssuedDocumentRepository).add(issued)
        return add_sealed_paper(uow, _sealed_paper(request, code, file, paper_id, uow))

    return signing.store.run_idempotent(contract.seal_result, request, context, work)


def sealed_bytes(signing: SigningContext, file_id: str, code: str, title: str, agency_name: str) -> bytes:
    """The file as a PDF, stamped with the code and signed. Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE, UNAVAILABLE."""
    content, media_type = signing.file_contents.read(file_id)
    pdf = run_exclusively(as_pdf, content, media_type, file_id)
    url = signing.verification_url(code)
    data = seal_template_data(agency_name, code, url, qr_svg(url), utcnow())
    stamp = Stamp(thread_pool.run_in_thread(typeset, "SEAL", data))
    return signing.tools.sealer.sign(SigningRequest(pdf, code, title, agency_name, stamp, file_id))


def _paper_of(signing: SigningContext, issued: IssuedDocument) -> StoredPaper:
    if issued.paper_id is None:
        raise ServiceError(ErrorCode.IDEMPOTENCY_MISMATCH)
    return view(signing.store.repository(PaperRepository).get(issued.paper_id), utcnow())


def _issued_document(
    request: SealResult, code: str, command: str, file: File, paper_id: str, uow: UnitOfWork
) -> IssuedDocument:
    content = file.stored_content
    return IssuedDocument(
        code=code,
        command=command,
        kind=RESULT,
        title=request.title,
        number=request.number,
        issuer_code=request.agency_code,
        issuer_name=request.agency_name,
        issued_at=uow.now,
        valid_until=request.valid_until,
        dossier_id=request.dossier_id,
        dossier_code=request.dossier_code,
        file_id=file.file_id,
        sha256=content.sha256,
        size=content.size,
        paper_id=paper_id,
    )


def _sealed_paper(request: SealResult, code: str, file: File, paper_id: str, uow: UnitOfWork) -> SealedPaper:
    content = file.stored_content
    same = request.model_dump(include=set(SealedPaper.model_fields) - {"file_id"})
    return SealedPaper(
        **same,
        paper_id=paper_id,
        file_id=file.file_id,
        sha256=content.sha256,
        size=content.size,
        media_type=content.media_type,
        verification_code=code,
        issuer_code=request.agency_code,
        issuer_name=request.agency_name,
        issued_at=uow.now,
    )
