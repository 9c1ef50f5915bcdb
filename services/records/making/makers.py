"""Making of documents (typeset and signed) and of sealed results (stamped and signed).

Without database; each blocks for some 10 ms.
"""

from records.domain.document_forms import form_of
from records.making.jobs import DocumentJob, SealJob
from records.rendering.template_data import seal_template_data, template_data
from records.rendering.typesetting import qr_svg, typeset
from records.sealing.exclusive import run_exclusively
from records.sealing.pdf_conversion import as_pdf
from records.sealing.signing import PdfSealer, SigningRequest
from records.sealing.stamps import Stamp


def make_document(sealer: PdfSealer, job: DocumentJob) -> bytes:
    """As a signed PDF. Raises INVALID_REQUEST for an unknown kind; UNAVAILABLE."""
    request, at = job.request, job.at
    title = form_of(request.kind, request.regime_id).title
    data = template_data(request, job.code, job.url, qr_svg(job.url), at)
    pdf = typeset(request.kind, data)
    return sealer.sign(SigningRequest(pdf, job.code, title, request.content.agency_name))


def make_seal(sealer: PdfSealer, job: SealJob, content: bytes) -> bytes:
    """The file as a PDF, stamped with the code and signed. Raises FILE_NOT_SEALABLE, UNAVAILABLE."""
    pdf = run_exclusively(as_pdf, content, job.media_type, job.file_id)
    data = seal_template_data(job.agency_name, job.code, job.url, qr_svg(job.url), job.at)
    stamp = Stamp(typeset("SEAL", data))
    return sealer.sign(SigningRequest(pdf, job.code, job.title, job.agency_name, stamp, job.file_id))
