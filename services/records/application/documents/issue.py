"""Issue of a document: typeset, signed, stored as a file with its hash. Once per command."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime import thread_pool
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.records import IssueDocument, SignedDocument
from records.application.documents.signing_context import SigningContext
from records.domain import file_access
from records.domain.content import PDF
from records.domain.document_forms import form_of
from records.domain.files import File
from records.domain.issued_documents import IssuedDocument, new_code
from records.rendering.template_data import template_data
from records.rendering.typesetting import qr_svg, typeset
from records.repository import IssuedDocumentRepository
from records.sealing.signing import SigningRequest


def issue_document(signing: SigningContext, request: IssueDocument, context: Context) -> SignedDocument:
    """By a service. Repeated, it answers with the document made first, whatever has changed since.

    Raises INVALID_REQUEST for an unknown kind; UNAVAILABLE while key or timestamp are out of reach.
    """
    file_access.require_service(context.actor)
    command = f"{context.actor.key} {request.command_id}"
    existing = signing.issued.of_command(command)
    if existing is not None:
        return existing.answer
    code, form = new_code(), form_of(request.kind, request.regime_id)
    pdf = _signed_pdf(signing, request, code)
    blob_id = signing.file_contents.write_blob(pdf, context)

    def work(uow: UnitOfWork) -> SignedDocument:
        name = f"{form.file_name}-{request.content.dossier_code or code}.pdf"
        file = signing.file_contents.add_file(uow, name, request.agency_code, pdf, PDF, blob_id)
        issued = _issued_document(request, code, command, file, uow)
        uow.repository(IssuedDocumentRepository).add(issued)
        return issued.answer

    return signing.store.run_idempotent(contract.issue_document, request, context, work)


def _signed_pdf(signing: SigningContext, request: IssueDocument, code: str) -> bytes:
    url = signing.verification_url(code)
    data = template_data(request, code, url, qr_svg(url), utcnow())
    pdf = thread_pool.run_in_thread(typeset, request.kind, data)
    title = form_of(request.kind, request.regime_id).title
    return signing.tools.sealer.sign(SigningRequest(pdf, code, title, request.content.agency_name))


def _issued_document(
    request: IssueDocument, code: str, command: str, file: File, uow: UnitOfWork
) -> IssuedDocument:
    content = file.stored_content
    return IssuedDocument(
        code=code,
        command=command,
        kind=request.kind,
        title=form_of(request.kind, request.regime_id).title,
        issuer_code=request.agency_code,
        issuer_name=request.content.agency_name,
        issued_at=uow.now,
        dossier_id=request.dossier_id,
        dossier_code=request.content.dossier_code or None,
        file_id=file.file_id,
        sha256=content.sha256,
        size=content.size,
    )
