"""Verification, by anybody, whether a document or result is what was issued here."""

import hashlib
from collections.abc import Sequence

from chassis.core.clock import utcnow
from chassis.runtime import thread_pool
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found
from contracts.records import PaperStatus, SignatureState, VerifiedDocument, VerifyDocument
from records.application.documents.signing_context import SigningContext
from records.domain.certificates import RegisteredCertificate, may_sign
from records.domain.content import XML
from records.domain.issued_documents import IssuedDocument
from records.domain.papers import PaperState
from records.repository import PaperRepository
from records.repository.blob_encryption import BlobDamaged
from records.repository.certificates import CertificateRepository
from records.sealing.validation import NOT_SIGNED, UNREADABLE, CheckedSignature

CONTENT_CHANGED = SignatureState(valid=False, signer="", reason="changed")


def verify(signing: SigningContext, request: VerifyDocument) -> VerifiedDocument:
    """Of the stored bytes: their hash against the record, their signature against the trust roots.

    Names nobody but who signed. Raises NOT_FOUND for what was not issued here.
    """
    issued = _find(signing, request)
    paper, signatures = _find_paper(signing, issued), _check_signatures(signing, issued)
    return VerifiedDocument(
        **issued.model_dump(include=set(VerifiedDocument.model_fields)),
        status=_status(issued, paper),
        replaced_by=_successor(signing, paper) or issued.ended_for,
        signature=signatures[-1],
        signatures=signatures,
    )


def _status(issued: IssuedDocument, paper: PaperState | None) -> str:
    if issued.standing is not None:
        return issued.standing.value
    return (paper.status(utcnow()) if paper else PaperStatus.VALID).value


def _find(signing: SigningContext, request: VerifyDocument) -> IssuedDocument:
    if (request.code is None) == (request.sha256 is None):
        wrong = FieldError(pointer="/code", code="one_of", detail="Give the code or the hash, one of them.")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    issued = signing.issued
    found = issued.of_code(request.code) if request.code else issued.of_hash(request.sha256 or "")
    if found is None:
        raise not_found("document")
    return found


def _check_signatures(signing: SigningContext, issued: IssuedDocument) -> tuple[SignatureState, ...]:
    """All that are in the file, ours last. At the time of issue, from our own record: a certificate that has ended since
    was good then."""
    try:
        content, media_type = signing.file_contents.read(issued.file_id)
    except BlobDamaged:
        return (CONTENT_CHANGED,)
    except (LookupError, ServiceError):
        return (UNREADABLE,)
    if thread_pool.run_in_thread(_hash, content) != issued.sha256:
        return (CONTENT_CHANGED,)
    if media_type == XML:
        from records.sealing.xml_signatures import check_xml  # loaded when it is first needed

        checked = check_xml(content, signing.tools.trust_roots, issued.issued_at)
    else:
        checked = signing.tools.validator.check(content, issued.issued_at, issued.renewed_at)
    return _with_signers(signing, checked, issued) or (NOT_SIGNED,)


def _with_signers(
    signing: SigningContext, checked: Sequence[CheckedSignature], issued: IssuedDocument
) -> tuple[SignatureState, ...]:
    """Each with what is registered of its certificate for the agency that issued it, as it was at the time of issue."""
    fingerprints = {each.certificate for each in checked if each.certificate}
    found = signing.store.repository(CertificateRepository).of_fingerprints(fingerprints)
    of_issuer = [each for each in found if each.agency_code == issued.issuer_code]
    return tuple(_with_signer(each, of_issuer, issued) for each in checked)


def _with_signer(
    checked: CheckedSignature, registered: Sequence[RegisteredCertificate], issued: IssuedDocument
) -> SignatureState:
    own = [each for each in registered if each.sha256 == checked.certificate]
    if not own:
        return checked.state
    in_force = next((each for each in own if each.signs_at(issued.issued_at)), None)
    known = in_force or own[-1]
    what = {
        "holder": known.holder,
        "agency_code": known.agency_code,
        "capacity": known.capacity,
        "office": known.office,
        "competent": in_force is not None and may_sign(in_force, decides=issued.decides),
    }
    return checked.state.model_copy(update=what)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _find_paper(signing: SigningContext, issued: IssuedDocument) -> PaperState | None:
    if issued.paper_id is None:
        return None
    return signing.store.repository(PaperRepository).find(issued.paper_id)


def _successor(signing: SigningContext, paper: PaperState | None) -> str | None:
    if paper is None or paper.replaced_by is None:
        return None
    successor = signing.store.repository(PaperRepository).find(paper.replaced_by)
    return successor.verification_code if successor else None
