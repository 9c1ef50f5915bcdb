"""Sealing of a result (ký số kết quả giải quyết): made a PDF, stamped, signed, and put into its owner's store."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.runtime import thread_pool
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ErrorCode, ServiceError
from contracts.records import SealResult, StoredPaper
from records.application.documents.commands import command_of, issued_once
from records.application.documents.signing_context import SigningContext
from records.application.papers.paper_store import add_sealed_paper
from records.domain import file_access
from records.domain.files import File, MadeFile
from records.domain.issued_documents import RESULT, IssuedDocument, new_code
from records.domain.papers import SealedPaper, view
from records.rendering.template_data import seal_template_data
from records.rendering.typesetting import qr_svg, typeset
from records.repository import PaperRepository
from records.sealing.exclusive import run_exclusively
from records.sealing.pdf_conversion import as_pdf
from records.sealing.signing import SigningRequest
from records.sealing.stamps import Stamp


def seal_result(signing: SigningContext, request: SealResult, context: Context) -> StoredPaper:
    """By a service. Repeated, it answers with the paper made first, as it stands now.

    Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE; UNAVAILABLE while key or timestamp are out of reach.
    """
    file_access.require_service(context.actor)
    command = command_of(request, context)
    draft: _Draft | None = None

    def make(_: list[str]) -> _Draft:
        nonlocal draft
        draft = _Draft(signing, request, command)
        return draft

    issued = issued_once(signing, (command,), make, context)[command]
    made = draft.paper if draft is not None else None
    return made if made and made.paper_id == issued.paper_id else _paper_of(signing, issued)


class _Draft:
    """A result that is sealed, not yet stored. `paper` is what it became in the store, once it is stored."""

    def __init__(self, signing: SigningContext, request: SealResult, command: str) -> None:
        self._signing, self._request, self._command = signing, request, command
        self._code, self._paper_id = new_code(), new_id()
        pdf = sealed_bytes(signing, request.file_id, self._code, request.title, request.agency_name)
        name = f"ket-qua-{request.dossier_code}.pdf"
        self._made = MadeFile.of(name, pdf, request.agency_code, request.readers)
        self.paper: StoredPaper | None = None

    def store(self, uow: UnitOfWork) -> list[IssuedDocument]:
        (file,) = self._signing.file_contents.add_files(uow, (self._made,))
        paper = _sealed_paper(self._request, self._code, file, self._paper_id, uow)
        self.paper = add_sealed_paper(uow, paper, self._request.readers)
        return [_issued_document(self._request, self._code, self._command, file, self._paper_id, uow)]


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
