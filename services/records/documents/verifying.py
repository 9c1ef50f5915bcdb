"""Anybody asks whether a document or result is what was issued here."""

import hashlib

from chassis import cpu
from chassis.moments import now
from contracts.errors import Code, FieldError, ServiceError, not_found
from contracts.records import PaperStatus, SignatureState, Verified, Verify
from records.domain.issued import Issued
from records.domain.papers import Paper
from records.repository import PaperRepository
from records.sealing.checking import UNREADABLE
from records.workshop import Workshop

CHANGED = SignatureState(valid=False, signer="", reason="changed")


def verify(workshop: Workshop, request: Verify) -> Verified:
    """Of the bytes that are kept: their hash against the record, their signature against the trust roots.

    Names no person. Raises NOT_FOUND for what was not issued here.
    """
    issued = _found(workshop, request)
    paper = _paper(workshop, issued)
    return Verified(
        **issued.model_dump(include=set(Verified.model_fields)),
        status=(paper.status(now()) if paper else PaperStatus.VALID).value,
        replaced_by=_successor(workshop, paper),
        signature=_checked(workshop, issued),
    )


def _found(workshop: Workshop, request: Verify) -> Issued:
    if (request.code is None) == (request.sha256 is None):
        wrong = FieldError(pointer="/code", code="one_of", detail="Give the code or the hash, one of them.")
        raise ServiceError(Code.INVALID_REQUEST, errors=(wrong,))
    known = workshop.issued
    found = known.of_code(request.code) if request.code else known.of_hash(request.sha256 or "")
    if found is None:
        raise not_found("document")
    return found


def _checked(workshop: Workshop, issued: Issued) -> SignatureState:
    """At the moment of issue, which our own record tells: a certificate that has ended since was good then."""
    try:
        content, _ = workshop.archive.read(issued.file_id)
    except (LookupError, ServiceError):
        return UNREADABLE
    if cpu.run(_hash, content) != issued.sha256:
        return CHANGED
    return workshop.tools.checker.check(content, issued.issued_at)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _paper(workshop: Workshop, issued: Issued) -> Paper | None:
    if issued.paper_id is None:
        return None
    return PaperRepository(workshop.store.database).find(issued.paper_id)


def _successor(workshop: Workshop, paper: Paper | None) -> str | None:
    if paper is None or paper.replaced_by is None:
        return None
    successor = PaperRepository(workshop.store.database).find(paper.replaced_by)
    return successor.verification_code if successor else None
