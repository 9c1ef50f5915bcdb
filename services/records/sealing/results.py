"""A result is sealed: made a PDF, stamped, signed, and put into its owner's store."""

from chassis import cpu
from chassis.context import Context
from chassis.ids import new_id
from chassis.moments import now
from chassis.unit import Unit
from contracts import records as contract
from contracts.errors import Code, ServiceError
from contracts.records import SealResult, StoredPaper
from records.documents.facts import moment, printable
from records.documents.issuing import PDF
from records.documents.typesetting import qr_svg, typeset
from records.domain import access
from records.domain.files import File
from records.domain.issued import RESULT, Issued, new_code
from records.domain.papers import SealedPaper, view
from records.papers.keeping import keep_sealed
from records.repository import IssuedRepository, PaperRepository
from records.sealing.pages import as_pdf
from records.sealing.signing import Wanted
from records.sealing.stamps import Stamp
from records.workshop import Workshop


def seal_result(workshop: Workshop, request: SealResult, context: Context) -> StoredPaper:
    """Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE; UNAVAILABLE while key or timestamp are out of reach.

    Repeated, it answers with the paper made first, as it stands now.
    """
    access.require_service(context.actor)
    command = f"{context.actor.key} {request.command_id}"
    known = workshop.issued.of_command(command)
    if known is not None:
        return _paper_of(workshop, known)
    code = new_code()
    pdf = sealed_bytes(workshop, request.file_id, code, request.title, request.agency_name)
    blob_id = workshop.archive.write(pdf, context)

    def keep(unit: Unit) -> StoredPaper:
        name = f"ket-qua-{request.dossier_code}.pdf"
        file = workshop.archive.keep(unit, name, request.agency_code, pdf, PDF, blob_id)
        paper_id = new_id()
        IssuedRepository(unit.database, unit.session).add(
            _issued(request, code, command, file, paper_id, unit)
        )
        return keep_sealed(unit, _paper(request, code, file, paper_id, unit))

    return workshop.store.command(contract.seal_result, request, context, keep)


def sealed_bytes(workshop: Workshop, file_id: str, code: str, title: str, agency_name: str) -> bytes:
    """The file as a PDF, stamped with the code and signed. Raises FILE_NOT_USABLE, FILE_NOT_SEALABLE, UNAVAILABLE."""
    content, media_type = workshop.archive.read(file_id)
    pdf = cpu.run(as_pdf, content, media_type, file_id)
    address = workshop.address(code)
    said = {
        "qr": qr_svg(address),
        "agency_name": printable(agency_name),
        "issued_at": moment(now()),
        "verification_code": code,
        "place": address.rsplit("/", 1)[0],
    }
    stamp = Stamp(cpu.run(typeset, "SEAL", said))
    wanted = Wanted(pdf, code, title, agency_name, stamp, file_id)
    return workshop.tools.sealer.sign(wanted)


def _paper_of(workshop: Workshop, known: Issued) -> StoredPaper:
    if known.paper_id is None:
        raise ServiceError(Code.IDEMPOTENCY_MISMATCH)
    return view(PaperRepository(workshop.store.database).get(known.paper_id), now())


def _issued(request: SealResult, code: str, command: str, file: File, paper_id: str, unit: Unit) -> Issued:
    assert file.content is not None, "its bytes are there"
    return Issued(
        code=code,
        command=command,
        kind=RESULT,
        title=request.title,
        number=request.number,
        issuer_code=request.agency_code,
        issuer_name=request.agency_name,
        issued_at=unit.now,
        valid_until=request.valid_until,
        dossier_id=request.dossier_id,
        dossier_code=request.dossier_code,
        file_id=file.file_id,
        sha256=file.content.sha256,
        size=file.content.size,
        paper_id=paper_id,
    )


def _paper(request: SealResult, code: str, file: File, paper_id: str, unit: Unit) -> SealedPaper:
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
        issued_at=unit.now,
    )
