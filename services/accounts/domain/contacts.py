"""Contacts (thông tin liên hệ): an address is stated by whoever types it, and proved by who can read what was sent there."""

from datetime import datetime
from typing import Any

from contracts.accounts import Account, ContactProof, ContactProofMethod


def is_email_proved(account: Account) -> bool:
    """Whether the address that the account has now is the one that was proved."""
    proof = account.email_proof
    return proof is not None and proof.address == account.email


def email_to_prove(account: Account) -> str | None:
    """The address that waits for its proof; None: there is none."""
    return account.new_email or (None if is_email_proved(account) else account.email)


def email_changes(account: Account, email: str | None) -> dict[str, Any]:
    """What becomes of the account's fields when its owner states this address: a proved one stays until the new one is
    proved."""
    if email is None:
        return {"email": None, "new_email": None, "email_proof": None}
    if email != account.email and is_email_proved(account):
        return {"new_email": email}
    return {"email": email, "new_email": None}


def with_email_proved(account: Account, address: str, at: datetime) -> Account | None:
    """The account one version on, with the address proved; None when it no longer waits for its proof."""
    if address != email_to_prove(account):
        return None
    proof = ContactProof(address=address, method=ContactProofMethod.CODE, proved_at=at)
    changes = {"email": address, "new_email": None, "email_proof": proof, "version": account.version + 1}
    return account.model_copy(update=changes)
