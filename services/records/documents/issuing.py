"""A document is made: set, signed, kept as a file with its hash. Once per command."""

from chassis import cpu
from chassis.context import Context
from chassis.moments import now
from chassis.unit import Unit
from contracts import records as contract
from contracts.records import DocumentIssued, IssueDocument
from records.documents.facts import facts
from records.documents.kinds import form_of
from records.documents.typesetting import qr_svg, typeset
from records.domain import access
from records.domain.files import File
from records.domain.issued import Issued, new_code
from records.repository import IssuedRepository
from records.sealing.signing import Wanted
from records.workshop import Workshop

PDF = "application/pdf"


def issue_document(workshop: Workshop, request: IssueDocument, context: Context) -> DocumentIssued:
    """Repeated, it answers with the document made first, whatever has changed since in what it would say."""
    access.require_service(context.actor)
    command = f"{context.actor.key} {request.command_id}"
    known = workshop.issued.of_command(command)
    if known is not None:
        return known.answer
    code = new_code()
    pdf = _made(workshop, request, code)
    blob_id = workshop.archive.write(pdf, context)

    def keep(unit: Unit) -> DocumentIssued:
        name = (
            f"{form_of(request.kind, request.regime_id).file_name}-{request.content.dossier_code or code}.pdf"
        )
        file = workshop.archive.keep(unit, name, request.agency_code, pdf, PDF, blob_id)
        issued = _issued(request, code, command, file, unit)
        IssuedRepository(unit.database, unit.session).add(issued)
        return issued.answer

    return workshop.store.command(contract.issue_document, request, context, keep)


def _made(workshop: Workshop, request: IssueDocument, code: str) -> bytes:
    address = workshop.address(code)
    said = facts(request, code, address, qr_svg(address), now())
    pdf = cpu.run(typeset, request.kind, said)
    title = form_of(request.kind, request.regime_id).title
    return workshop.tools.sealer.sign(Wanted(pdf, code, title, request.content.agency_name))


def _issued(request: IssueDocument, code: str, command: str, file: File, unit: Unit) -> Issued:
    assert file.content is not None, "its bytes are there"
    return Issued(
        code=code,
        command=command,
        kind=request.kind,
        title=form_of(request.kind, request.regime_id).title,
        issuer_code=request.agency_code,
        issuer_name=request.content.agency_name,
        issued_at=unit.now,
        dossier_id=request.dossier_id,
        dossier_code=request.content.dossier_code or None,
        file_id=file.file_id,
        sha256=file.content.sha256,
        size=file.content.size,
    )
