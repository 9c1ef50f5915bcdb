"""Anybody asks whether a document or result is what was issued here."""

import hashlib

from chassis.core.clock import utcnow
from chassis.runtime import thread_pool
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found
from contracts.records import PaperStatus, SignatureState, VerifiedDocument, VerifyDocument
from records.application.documents.signing_context import SigningContext
from records.domain.issued_documents import IssuedDocument
from records.domain.papers import PaperState
from records.repository import PaperRepository
from records.sealing.validation import UNREADABLE

CONTENT_CHANGED = SignatureState(valid=False, signer="", reason="changed")


def verify(workshop: SigningContext, request: VerifyDocument) -> VerifiedDocument:
    """Of the bytes that are kept: their hash against the record, their signature against the trust roots.

    Names no person. Raises NOT_FOUND for what was not issued here.
    """
    issued = _found(workshop, request)
    paper = _paper(workshop, issued)
    return VerifiedDocument(
        **issued.model_dump(include=set(VerifiedDocument.model_fields)),
        status=(paper.status(utcnow()) if paper else PaperStatus.VALID).value,
        replaced_by=_successor(workshop, paper),
        signature=_checked(workshop, issued),
    )


def _found(workshop: SigningContext, request: VerifyDocument) -> IssuedDocument:
    if (request.code is None) == (request.sha256 is None):
        wrong = FieldError(pointer="/code", code="one_of", detail="Give the code or the hash, one of them.")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    known = workshop.issued
    found = known.of_code(request.code) if request.code else known.of_hash(request.sha256 or "")
    if found is None:
        raise not_found("document")
    return found


def _checked(workshop: SigningContext, issued: IssuedDocument) -> SignatureState:
    """At the moment of issue, which our own record tells: a certificate that has ended since was good then."""
    try:
        content, _ = workshop.file_contents.read(issued.file_id)
    except (LookupError, ServiceError):
        return UNREADABLE
    if thread_pool.run_in_thread(_hash, content) != issued.sha256:
        return CONTENT_CHANGED
    return workshop.tools.checker.validate(content, issued.issued_at)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _paper(workshop: SigningContext, issued: IssuedDocument) -> PaperState | None:
    if issued.paper_id is None:
        return None
    return PaperRepository(workshop.store.database).find(issued.paper_id)


def _successor(workshop: SigningContext, paper: PaperState | None) -> str | None:
    if paper is None or paper.replaced_by is None:
        return None
    successor = PaperRepository(workshop.store.database).find(paper.replaced_by)
    return successor.verification_code if successor else None
