"""A result is sealed: made a PDF, stamped, signed, and put into its owner's store."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime import thread_pool
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.errors import ErrorCode, ServiceError
from contracts.records import SealResult, StoredPaper
from records.application.documents.issue import PDF
from records.application.documents.signing_context import SigningContext
from records.application.papers.storage import add_sealed_paper
from records.domain import file_access
from records.domain.files import File
from records.domain.issued_documents import RESULT, IssuedDocument, new_code
from records.domain.papers import SealedPaper, view
from records.rendering.template_data import local_time_text, printable
from records.rendering.typesetting import qr_svg, typeset
from records.repository import IssuedDocumentRepository, PaperRepository
from records.sealing.pdf_conversion import as_pdf
from records.sealing.signing import SigningRequest
from records.sealing.stamps import Stamp


def seal_result(workshop: SigningContext, request: SealResult, context: Context) -> StoredPaper:
    """Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE; UNAVAILABLE while key or timestamp are out of reach.

    Repeated, it answers with the paper made first, as it stands now.
    """
    file_access.require_service(context.actor)
    command = f"{context.actor.key} {request.command_id}"
    known = workshop.issued.of_command(command)
    if known is not None:
        return _paper_of(workshop, known)
    code = new_code()
    pdf = sealed_bytes(workshop, request.file_id, code, request.title, request.agency_name)
    blob_id = workshop.file_contents.write_blob(pdf, context)

    def keep(uow: UnitOfWork) -> StoredPaper:
        name = f"ket-qua-{request.dossier_code}.pdf"
        file = workshop.file_contents.add_file(uow, name, request.agency_code, pdf, PDF, blob_id)
        paper_id = new_id()
        IssuedDocumentRepository(uow.database, uow.session).add(
            _issued(request, code, command, file, paper_id, uow)
        )
        return add_sealed_paper(uow, _paper(request, code, file, paper_id, uow))

    return workshop.store.run_idempotent(contract.seal_result, request, context, keep)


def sealed_bytes(workshop: SigningContext, file_id: str, code: str, title: str, agency_name: str) -> bytes:
    """The file as a PDF, stamped with the code and signed. Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE, UNAVAILABLE."""
    content, media_type = workshop.file_contents.read(file_id)
    pdf = thread_pool.run_in_thread(as_pdf, content, media_type, file_id)
    address = workshop.address(code)
    said = {
        "qr": qr_svg(address),
        "agency_name": printable(agency_name),
        "issued_at": local_time_text(utcnow()),
        "verification_code": code,
        "place": address.rsplit("/", 1)[0],
    }
    stamp = Stamp(thread_pool.run_in_thread(typeset, "SEAL", said))
    wanted = SigningRequest(pdf, code, title, agency_name, stamp, file_id)
    return workshop.tools.sealer.sign(wanted)


def _paper_of(workshop: SigningContext, known: IssuedDocument) -> StoredPaper:
    if known.paper_id is None:
        raise ServiceError(ErrorCode.IDEMPOTENCY_MISMATCH)
    return view(PaperRepository(workshop.store.database).get(known.paper_id), utcnow())


def _issued(
    request: SealResult, code: str, command: str, file: File, paper_id: str, uow: UnitOfWork
) -> IssuedDocument:
    assert file.content is not None, "its bytes are there"
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
        sha256=file.content.sha256,
        size=file.content.size,
        paper_id=paper_id,
    )


def _paper(request: SealResult, code: str, file: File, paper_id: str, uow: UnitOfWork) -> SealedPaper:
    assert file.content is not None, "its bytes are there"
    same = request.model_dump(include=set(SealedPaper.model_fields) - {"file_id"})
    return SealedPaper(
        **same,
        paper_id=paper_id,
        file_id=file.file_id,
        sha256=file.content.sha256,
        size=file.content.size,
        media_type=file.content.media_type,
        verification_code=code,
        issuer_code=request.agency_code,
        issuer_name=request.agency_name,
        issued_at=uow.now,
    )
