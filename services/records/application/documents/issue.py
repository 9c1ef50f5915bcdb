"""Issue of documents: typeset, signed, stored as files with their hashes. Once per command; several in one transaction."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime import thread_pool
from chassis.storage.unit_of_work import UnitOfWork
from contracts.records import IssueDocument, IssueDocuments, SignedDocument, SignedDocuments
from records.application.documents.commands import command_of, issued_once
from records.application.documents.signing_context import SigningContext
from records.domain import file_access
from records.domain.document_forms import form_of
from records.domain.files import File, MadeFile
from records.domain.issued_documents import IssuedDocument, new_code
from records.rendering.template_data import template_data
from records.rendering.typesetting import qr_svg, typeset
from records.sealing.signing import SigningRequest


def issue_document(signing: SigningContext, request: IssueDocument, context: Context) -> SignedDocument:
    """By a service. Repeated, it answers with the document made first, whatever has changed since.

    Raises INVALID_REQUEST for an unknown kind; UNAVAILABLE while key or timestamp are out of reach.
    """
    (document,) = issue_documents(signing, IssueDocuments(documents=(request,)), context).documents
    return document


def issue_documents(signing: SigningContext, request: IssueDocuments, context: Context) -> SignedDocuments:
    """As `issue_document` for each: those that were made before as they are, the others all in one transaction."""
    file_access.require_service(context.actor)
    asked_for = {command_of(each, context): each for each in request.documents}

    def make(commands: list[str]) -> "_Draft":
        return _Draft(signing, {command: asked_for[command] for command in commands})

    issued = issued_once(signing, tuple(asked_for), make, context)
    return SignedDocuments(
        documents=tuple(issued[command_of(each, context)].answer for each in request.documents)
    )


class _Draft:
    """Documents that are typeset and signed, not yet stored; by command."""

    def __init__(self, signing: SigningContext, requests: dict[str, IssueDocument]) -> None:
        self._signing = signing
        self._requests = requests
        self._codes = {command: new_code() for command in requests}
        self._made = [_made(signing, each, self._codes[command]) for command, each in requests.items()]

    def store(self, uow: UnitOfWork) -> list[IssuedDocument]:
        files = self._signing.file_contents.add_files(uow, self._made)
        return [
            _issued_document(request, self._codes[command], command, file, uow)
            for (command, request), file in zip(self._requests.items(), files, strict=True)
        ]


def _made(signing: SigningContext, request: IssueDocument, code: str) -> MadeFile:
    form, url = form_of(request.kind, request.regime_id), signing.verification_url(code)
    data = template_data(request, code, url, qr_svg(url), utcnow())
    pdf = thread_pool.run_in_thread(typeset, request.kind, data)
    signed = signing.tools.sealer.sign(SigningRequest(pdf, code, form.title, request.content.agency_name))
    name = f"{form.file_name}-{request.content.dossier_code or code}.pdf"
    return MadeFile.of(name, signed, request.agency_code, request.readers)


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
