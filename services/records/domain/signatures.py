"""What a check of a file found: its signatures and its archive timestamps."""

from contracts.base import Model
from contracts.records import ArchiveTimestamp, SignatureState


class CheckedSignature(Model):
    """What a check found, and of which certificate (SHA-256 in hex; empty where it cannot be read)."""

    state: SignatureState
    certificate: str = ""


class Examined(Model):
    """All that a check found in a file, each in the order in which it was made."""

    signatures: tuple[CheckedSignature, ...] = ()
    timestamps: tuple[ArchiveTimestamp, ...] = ()
