"""Making of documents (typeset and signed) and of sealed results (stamped and signed).

Without database; each blocks for some 10 ms.
"""

from typing import Any

from records.domain.certificates import ReadCertificate, Signers, office_lines
from records.domain.digitisation.certification import CopyCertification
from records.domain.document_forms import form_of
from records.making.jobs import CertificateJob, DocumentJob, SealJob, XmlJob
from records.rendering.template_data import SignedBy, seal_template_data, template_data
from records.rendering.typesetting import qr_svg, typeset
from records.sealing.archive import Archived
from records.sealing.certificates import load_certificates, read_certificate
from records.sealing.chain import SignatureChain, Signed
from records.sealing.exclusive import run_exclusively
from records.sealing.pdf_conversion import as_pdf
from records.sealing.signing import SigningRequest
from records.sealing.stamps import MM, Stamp

CERTIFICATION_WIDTH, CERTIFICATION_HEIGHT = 190 * MM, 75 * MM


def make_document(chain: SignatureChain, job: DocumentJob) -> Signed:
    """As a signed PDF. Raises INVALID_REQUEST for an unknown kind; UNAVAILABLE, SIGNATURE_REFUSED."""
    request, at = job.request, job.at
    title = form_of(request.kind, request.regime_id).title
    signed = _signed_by(chain, job.signers)
    data = template_data(request, job.code, job.url, qr_svg(job.url), at, signed, job.number)
    pdf = typeset(request.kind, data)
    return chain.sign(SigningRequest(pdf, job.code, title, request.content.agency_name), job.signers)


def make_seal(chain: SignatureChain, job: SealJob, content: bytes) -> Signed:
    """The file as a PDF, stamped with the code and signed. Raises FILE_NOT_SEALABLE, UNAVAILABLE, SIGNATURE_REFUSED."""
    pdf = run_exclusively(as_pdf, content, job.media_type, job.file_id)
    signed = _signed_by(chain, job.signers)
    data = seal_template_data(job.agency_name, job.code, job.url, qr_svg(job.url), job.at, signed)
    stamp = (
        Stamp(typeset("SEAL", data)) if job.certification is None else _certification(job.certification, data)
    )
    request = SigningRequest(pdf, job.code, job.title, job.agency_name, stamp, job.file_id)
    return chain.sign(request, job.signers)


def sign_xml(chain: SignatureChain, job: XmlJob, xml: bytes) -> bytes:
    """With the signature of the agency's seal in it. Raises INVALID_REQUEST, UNAVAILABLE, SIGNATURE_REFUSED."""
    return chain.sign_xml(xml, job.signed_id, job.signature_parent, job.signers)


def renew_archive_timestamp(chain: SignatureChain, pdf: bytes) -> Archived | None:
    """As `Archivist.renew`; None without a timestamp authority, too."""
    return None if chain.archivist is None else chain.archivist.renew(pdf)


def try_certificate(chain: SignatureChain, job: CertificateJob) -> ReadCertificate:
    """What the certificate says of itself, once it is judged to be good and its key has signed.

    Raises SIGNATURE_REFUSED with its obstacle; UNAVAILABLE.
    """
    return run_exclusively(_tried_certificate, chain, job)


def _certification(certification: CopyCertification, data: dict[str, Any]) -> Stamp:
    """Lời chứng, on a page after those of the copy."""
    picture = typeset("CERTIFIED_COPY", {**data, **certification.model_dump()})
    return Stamp(picture, CERTIFICATION_WIDTH, CERTIFICATION_HEIGHT, own_page=True)


def _signed_by(chain: SignatureChain, signers: Signers | None) -> SignedBy:
    if signers is None:
        return SignedBy(chain.installation.name)
    official = signers.official
    if official is None:
        return SignedBy(signers.agency.subject)
    return SignedBy(
        signers.agency.subject, official.subject, office_lines(official), decides=official.decides
    )


def _tried_certificate(chain: SignatureChain, job: CertificateJob) -> ReadCertificate:
    own, *others = load_certificates(job.certificates)
    read = read_certificate(own)
    chain.judge.proofs(own, others, anew=True)
    chain.ring.check(job.certificates, job.key_place, job.key_name)
    return read
