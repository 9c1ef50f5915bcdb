"""Issue of documents: typeset, signed, stored as files with their hashes. Once per command; several in one transaction."""

from collections.abc import Mapping

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.unit_of_work import UnitOfWork
from contracts.records import IssueDocument, IssueDocuments, SignedDocument, SignedDocuments
from records.application.documents.commands import command_of, issued_once
from records.application.documents.signing_context import SigningContext
from records.application.documents.who_signs import mandate_of, who_signs
from records.domain import file_access
from records.domain.certificates import Signers
from records.domain.document_forms import form_of
from records.domain.files import File, MadeFile
from records.domain.issued_documents import IssuedDocument, new_code
from records.domain.numbering import DocumentNumber, series_of
from records.making.jobs import DocumentJob
from records.repository.numbers import DocumentNumberRepository
from records.sealing.chain import Signed


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
        return _Draft(signing, {command: asked_for[command] for command in commands}, context)

    issued = issued_once(signing, tuple(asked_for), make, context)
    return SignedDocuments(
        documents=tuple(issued[command_of(each, context)].answer for each in request.documents)
    )


class _Draft:
    """Documents that are typeset and signed, not yet stored; by command."""

    def __init__(self, signing: SigningContext, requests: dict[str, IssueDocument], context: Context) -> None:
        self._signing = signing
        self._requests = requests
        signers = who_signs(signing, requests)
        numbers = _numbers(signing, requests, context)
        self._jobs = {
            command: _job(signing, each, signers[command], numbers.get(command))
            for command, each in requests.items()
        }
        self._signed = [signing.tools.making.document(job) for job in self._jobs.values()]
        made = zip(self._jobs.values(), self._signed, strict=True)
        self._made = [_made(job, signed) for job, signed in made]

    def store(self, uow: UnitOfWork) -> list[IssuedDocument]:
        files = self._signing.file_contents.add_files(uow, self._made)
        return [
            _issued_document(job, command, file, signed, uow)
            for (command, job), file, signed in zip(self._jobs.items(), files, self._signed, strict=True)
        ]


def _job(
    signing: SigningContext, request: IssueDocument, signers: Signers | None, number: DocumentNumber | None
) -> DocumentJob:
    code = new_code()
    url = signing.verification_url(code)
    return DocumentJob(request=request, code=code, url=url, at=utcnow(), number=number, signers=signers)


def _numbers(
    signing: SigningContext, requests: Mapping[str, IssueDocument], context: Context
) -> dict[str, DocumentNumber]:
    """By command, of those that are counted here: in a transaction of their own, so that a document which is made again
    has the number that it had.

    Raises INVALID_REQUEST for an unknown kind, before anything is counted.
    """
    now = utcnow()
    series = {
        command: series_of(each.agency_code, each.kind, each.regime_id, now)
        for command, each in requests.items()
        if form_of(each.kind, each.regime_id).counted
    }
    if not series:
        return {}
    return signing.store.transaction(
        context, lambda uow: uow.repository(DocumentNumberRepository).of_commands(series)
    )


def _made(job: DocumentJob, signed: Signed) -> MadeFile:
    request = job.request
    form = form_of(request.kind, request.regime_id)
    name = f"{form.file_name}-{request.content.dossier_code or job.code}.pdf"
    return MadeFile.of(name, signed.pdf, request.agency_code, request.readers)


def _number_text(job: DocumentJob) -> str | None:
    """As it stands on the document: of a receipt for fees with the signs of its series."""
    receipt = job.request.content.receipt
    if receipt is not None:
        return f"{receipt.form_sign} {receipt.series_sign} {receipt.number}"
    return None if job.number is None else job.number.text


def _issued_document(
    job: DocumentJob, command: str, file: File, signed: Signed, uow: UnitOfWork
) -> IssuedDocument:
    content, request = file.stored_content, job.request
    return IssuedDocument(
        code=job.code,
        command=command,
        decides=request.decides,
        number=_number_text(job),
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
        mandate_id=mandate_of(job.signers) if request.decides else None,
        archived_until=signed.archived_until,
    )
