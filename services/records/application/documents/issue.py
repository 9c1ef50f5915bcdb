"""A document is made: set, signed, kept as a file with its hash. Once per command."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime import thread_pool
from chassis.storage.unit_of_work import UnitOfWork
from contracts import records as contract
from contracts.records import IssueDocument, SignedDocument
from records.application.documents.signing_context import SigningContext
from records.domain import file_access
from records.domain.document_forms import form_of
from records.domain.files import File
from records.domain.issued_documents import IssuedDocument, new_code
from records.rendering.template_data import template_data
from records.rendering.typesetting import qr_svg, typeset
from records.repository import IssuedDocumentRepository
from records.sealing.signing import SigningRequest

PDF = "application/pdf"


def issue_document(workshop: SigningContext, request: IssueDocument, context: Context) -> SignedDocument:
    """Repeated, it answers with the document made first, whatever has changed since in what it would say."""
    file_access.require_service(context.actor)
    command = f"{context.actor.key} {request.command_id}"
    known = workshop.issued.of_command(command)
    if known is not None:
        return known.answer
    code = new_code()
    pdf = _made(workshop, request, code)
    blob_id = workshop.file_contents.write_blob(pdf, context)

    def keep(uow: UnitOfWork) -> SignedDocument:
        name = (
            f"{form_of(request.kind, request.regime_id).file_name}-{request.content.dossier_code or code}.pdf"
        )
        file = workshop.file_contents.add_file(uow, name, request.agency_code, pdf, PDF, blob_id)
        issued = _issued(request, code, command, file, uow)
        IssuedDocumentRepository(uow.database, uow.session).add(issued)
        return issued.answer

    return workshop.store.run_idempotent(contract.issue_document, request, context, keep)


def _made(workshop: SigningContext, request: IssueDocument, code: str) -> bytes:
    address = workshop.address(code)
    said = template_data(request, code, address, qr_svg(address), utcnow())
    pdf = thread_pool.run_in_thread(typeset, request.kind, said)
    title = form_of(request.kind, request.regime_id).title
    return workshop.tools.sealer.sign(SigningRequest(pdf, code, title, request.content.agency_name))


def _issued(request: IssueDocument, code: str, command: str, file: File, uow: UnitOfWork) -> IssuedDocument:
    assert file.content is not None, "its bytes are there"
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
        sha256=file.content.sha256,
        size=file.content.size,
    )
