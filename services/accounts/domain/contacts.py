"""Contacts (thông tin liên hệ): an address is stated by whoever types it, and proved by who can read what was sent there."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from contracts.accounts import Account, ContactProof, ContactProofMethod


class ContactKind(StrEnum):
    """Which of an account's addresses. Each has three fields: `x`, `new_x` that waits for its proof, `x_proof`."""

    EMAIL = "email"
    PHONE = "phone"

    @property
    def waiting(self) -> str:
        return f"new_{self}"

    @property
    def proof(self) -> str:
        return f"{self}_proof"


def address(account: Account, kind: ContactKind) -> str | None:
    """The address that the account has now, proved or stated."""
    found: str | None = getattr(account, kind)
    return found


def is_proved(account: Account, kind: ContactKind) -> bool:
    """Whether the address that the account has now is the one that was proved."""
    proof: ContactProof | None = getattr(account, kind.proof)
    return proof is not None and proof.address == address(account, kind)


def to_prove(account: Account, kind: ContactKind) -> str | None:
    """The address that waits for its proof; None: there is none."""
    new: str | None = getattr(account, kind.waiting)
    return new or (None if is_proved(account, kind) else address(account, kind))


def changes(account: Account, kind: ContactKind, stated: str | None) -> dict[str, Any]:
    """What becomes of the account's fields when its owner states this address: a proved one stays until the new one is
    proved."""
    if stated is None:
        return {kind: None, kind.waiting: None, kind.proof: None}
    if stated != address(account, kind) and is_proved(account, kind):
        return {kind.waiting: stated}
    return {kind: stated, kind.waiting: None}


def with_proved(account: Account, kind: ContactKind, proved: str, at: datetime) -> Account | None:
    """The account one version on, with the address proved; None when it no longer waits for its proof."""
    if proved != to_prove(account, kind):
        return None
    proof = ContactProof(address=proved, method=ContactProofMethod.CODE, proved_at=at)
    fields = {kind: proved, kind.waiting: None, kind.proof: proof}
    return account.model_copy(update={**fields, "version": account.version + 1})
