"""Verification of a file in hand (kiểm tra tệp văn bản điện tử): its own signatures, and what is recorded of it here."""

from enum import StrEnum

from contracts.base import Model
from contracts.records.documents import ArchiveTimestamp, SignatureState, VerificationCode, VerifiedDocument
from contracts.records.files import MAX_FILE_BYTES, Sha256

MAX_CHECKED_BYTES = MAX_FILE_BYTES + 4 * 1024 * 1024
"""A file of the largest size, and what signatures and their renewals add to it."""


class FileMatch(StrEnum):
    """How a file in hand stands to what was issued here (kết quả đối chiếu tệp)."""

    SAME = (
        "same"  # to the last byte what was issued, or what it was before a renewal of its archive timestamp
    )
    CHANGED = "changed"  # bears the code of a document that was issued here, and is not that document
    UNKNOWN = "unknown"  # nothing of it was issued here


class FileCheck(Model):
    """What a file in hand shows by itself, and by the records of what was issued. Nothing of it is stored."""

    match: FileMatch
    """How it stands to what was issued here."""
    sha256: Sha256
    """SHA-256 of the file, in hex."""
    size: int
    """Size of the file in bytes."""
    code: VerificationCode | None = None
    """Of a changed file, the code that it bears."""
    first_difference: int | None = None
    """First byte of a changed file that is another, from 0, or where the shorter one ends; none: not known."""
    signatures: tuple[SignatureState, ...] = ()
    """Every signature in this file, in the order of signing."""
    timestamps: tuple[ArchiveTimestamp, ...] = ()
    """Its archive timestamps, in the order in which they were made."""


class CheckedFile(FileCheck):
    """What a check of a file in hand has found. Names nobody but who signed, as the file itself does."""

    document: VerifiedDocument | None = None
    """What was issued here under its code; none: nothing was."""
