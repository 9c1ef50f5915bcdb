"""Verification, by anybody, whether a document or result is what was issued here."""

import hashlib
from dataclasses import dataclass

from chassis.core.clock import utcnow
from chassis.runtime import thread_pool
from chassis.storage.store import Store
from contracts.errors import ErrorCode, FieldError, ServiceError, not_found
from contracts.records import ArchiveTimestamp, PaperStatus, SignatureState, VerifiedDocument, VerifyDocument
from records.application.documents.registered_signers import with_signers
from records.application.file_contents import FileContents
from records.domain.content import XML
from records.domain.issued_documents import IssuedDocument
from records.domain.papers import PaperState
from records.repository import IssuedDocumentRepository, PaperRepository
from records.repository.blob_encryption import BlobDamaged
from records.repository.blobs import BlobStore
from records.sealing.validation import NOT_SIGNED, UNREADABLE, SignatureValidator

CONTENT_CHANGED = SignatureState(valid=False, signer="", reason="changed")


@dataclass(frozen=True)
class Verifier:
    """What verification reads: the records of what was issued, its bytes, the roots that are trusted. May block."""

    store: Store
    blobs: BlobStore
    validator: SignatureValidator
    trust_roots: str

    @property
    def issued(self) -> IssuedDocumentRepository:
        return self.store.repository(IssuedDocumentRepository)

    @property
    def file_contents(self) -> FileContents:
        return FileContents(self.store, self.blobs)


def verify(verifier: Verifier, request: VerifyDocument) -> VerifiedDocument:
    """Of the stored bytes: their hash against the record, their signature against the trust roots.

    Names nobody but who signed. Raises NOT_FOUND for what was not issued here.
    """
    return verified(verifier, _find(verifier, request))


def verified(verifier: Verifier, issued: IssuedDocument) -> VerifiedDocument:
    """As `verify`, of a record that was found."""
    paper, found = _find_paper(verifier, issued), _stored_signatures(verifier, issued)
    signatures = found.signatures or (NOT_SIGNED,)
    return VerifiedDocument(
        **issued.model_dump(include=set(VerifiedDocument.model_fields)),
        status=_status(issued, paper),
        replaced_by=_successor(verifier, paper) or issued.ended_for,
        signature=signatures[-1],
        signatures=signatures,
        timestamps=found.timestamps,
    )


def _status(issued: IssuedDocument, paper: PaperState | None) -> str:
    if issued.standing is not None:
        return issued.standing.value
    return (paper.status(utcnow()) if paper else PaperStatus.VALID).value


@dataclass(frozen=True)
class _Found:
    signatures: tuple[SignatureState, ...]
    timestamps: tuple[ArchiveTimestamp, ...] = ()


def _find(verifier: Verifier, request: VerifyDocument) -> IssuedDocument:
    if (request.code is None) == (request.sha256 is None):
        wrong = FieldError(pointer="/code", code="one_of", detail="Give the code or the hash, one of them.")
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    issued = verifier.issued
    found = issued.of_code(request.code) if request.code else issued.of_hash(request.sha256 or "")
    if found is None:
        raise not_found("document")
    return found


def _stored_signatures(verifier: Verifier, issued: IssuedDocument) -> _Found:
    """All that are in the file, ours last. At the time of issue, from our own record: a certificate that has ended since
    was good then."""
    try:
        content, media_type = verifier.file_contents.read(issued.file_id)
    except BlobDamaged:
        return _Found((CONTENT_CHANGED,))
    except (LookupError, ServiceError):
        return _Found((UNREADABLE,))
    if thread_pool.run_in_thread(_hash, content) != issued.sha256:
        return _Found((CONTENT_CHANGED,))
    if media_type == XML:
        from records.sealing.xml_signatures import check_xml  # loaded when it is first needed

        checked = check_xml(content, verifier.trust_roots, issued.issued_at)
        return _Found(with_signers(verifier.store, checked, issued))
    examined = verifier.validator.examine(content, issued.issued_at, issued.renewed_at)
    return _Found(with_signers(verifier.store, examined.signatures, issued), examined.timestamps)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _find_paper(verifier: Verifier, issued: IssuedDocument) -> PaperState | None:
    if issued.paper_id is None:
        return None
    return verifier.store.repository(PaperRepository).find(issued.paper_id)


def _successor(verifier: Verifier, paper: PaperState | None) -> str | None:
    if paper is None or paper.replaced_by is None:
        return None
    successor = verifier.store.repository(PaperRepository).find(paper.replaced_by)
    return successor.verification_code if successor else None
