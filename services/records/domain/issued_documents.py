"""A document or result that was issued and signed here, found by the code on it or by its hash."""

import base64
import secrets
from datetime import datetime

from contracts.base import Identifier, Instant, Model
from contracts.records import DocumentStanding, Sha256, SignedDocument, VerificationCode

RESULT = "RESULT"
"""The kind of a sealed result, beside the kinds of the regimes' documents."""

DIGITISED = "DIGITISED"
"""The kind of a paper scanned at a desk: the agency signs that the scan is true, not what the paper says."""

_CODE_BYTES = 10


class IssuedDocument(Model):
    """`command` is whose command made it; `paper_id` the paper of the store that a sealed result is."""

    code: VerificationCode
    command: str
    kind: str
    title: str
    number: str | None = None
    issuer_code: str
    issuer_name: str
    issued_at: Instant
    valid_until: Instant | None = None
    dossier_id: Identifier | None = None
    dossier_code: str | None = None
    file_id: Identifier
    sha256: Sha256
    size: int
    paper_id: Identifier | None = None
    held_by: str | None = None
    """The archive that has the record of the dossier; None: the agency has it."""
    decides: bool = False
    """Whether it is a decision of the agency."""
    mandate_id: Identifier | None = None
    """By which the official signed it; None: in the own name, or by the office that was registered."""
    decided_at: Instant | None = None
    """When the decision was made that it is; None: when it was issued."""
    archived_until: Instant | None = None
    """When the certificate of its last archive timestamp ends; None without one, or not known yet."""
    renewed_at: Instant | None = None
    """When its archive timestamp was last renewed. The bytes before are the beginning of those after."""
    standing: DocumentStanding | None = None
    """Why it is no longer good; None while it is."""
    ended_for: VerificationCode | None = None
    """Code of the document that took its place."""
    earlier_hashes: tuple[Sha256, ...] = ()
    """SHA-256 of the file before each renewal, the oldest first: whoever has an earlier copy verifies it by them."""

    @property
    def answer(self) -> SignedDocument:
        return SignedDocument(
            file_id=self.file_id,
            sha256=self.sha256,
            size=self.size,
            verification_code=self.code,
            issued_at=self.issued_at,
        )

    def renewed(self, sha256: str, size: int, archived_until: datetime, at: datetime) -> "IssuedDocument":
        """With one more archive timestamp in the file."""
        changed = {
            "sha256": sha256,
            "size": size,
            "archived_until": archived_until,
            "renewed_at": at,
            "earlier_hashes": (*self.earlier_hashes, self.sha256),
        }
        return self.model_copy(update=changed)


def new_code() -> str:
    """80 random bits as four times four letters and digits (RFC 4648 base 32)."""
    letters = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode()
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def verification_url(public_url: str, code: str) -> str:
    """What a QR code holds: where anybody verifies it."""
    return f"{public_url.rstrip('/')}/v1/verify/{code}"
