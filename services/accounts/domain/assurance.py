"""Assurance (mức độ bảo đảm định danh): how the personal number of an account comes to be proved, and whose it is then.

A number that is typed is stated: it finds nothing and keeps nobody out. The account that proves it gets it; every other
account that states it or had it is frozen.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contracts.accounts import Account, AccountKind, NumberProof, ProofMethod
from contracts.errors import ErrorCode, ServiceError

DESK_LEVEL = 2
"""Whom an officer has seen with the card is known as well as who has an electronic identity of level 2."""
CODE_LIFETIME = timedelta(minutes=15)
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_LENGTH = 8


@dataclass(frozen=True)
class Proof:
    """That a number is somebody's. `full_name` as the proof has it; None: it says none."""

    personal_number: str
    level: int
    method: ProofMethod
    full_name: str | None = None


def new_code() -> str:
    """40 random bits, for 15 minutes."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def proved(account: Account, proof: Proof, at: datetime) -> Account:
    """The account with the number proved, one version on, or the very same when nothing rises by it.

    Raises FORBIDDEN for anybody but a citizen, IDENTITY_CONFLICT when another number of the account is proved.
    """
    if account.kind is not AccountKind.CITIZEN:
        raise ServiceError(ErrorCode.FORBIDDEN)
    if account.personal_number not in (None, proof.personal_number):
        raise ServiceError(ErrorCode.IDENTITY_CONFLICT)
    changes: dict[str, Any] = {
        "stated_number": proof.personal_number,
        "personal_number": proof.personal_number,
        "full_name": proof.full_name or account.full_name,
        "frozen_at": None,
    }
    if proof.level > account.assurance:
        changes |= {"assurance": proof.level, "proof": proof.method, "proved_at": at}
    after = account.model_copy(update=changes)
    return account if after == account else after.model_copy(update={"version": account.version + 1})


def require_as_strong(proof: Proof, holder: Account) -> None:
    """A number goes to another account by a proof that is as strong as that of its holder. Raises IDENTITY_CONFLICT."""
    if proof.level < holder.assurance:
        raise ServiceError(ErrorCode.IDENTITY_CONFLICT)


def frozen(account: Account, at: datetime) -> Account:
    """The account without a proved number, one version on; the very same when it is frozen already."""
    if account.frozen_at is not None:
        return account
    nothing = {"personal_number": None, "assurance": 0, "proof": None, "proved_at": None}
    return account.model_copy(update={**nothing, "frozen_at": at, "version": account.version + 1})


def number_proof(account: Account) -> NumberProof:
    """As the officer at the desk sees it."""
    assert account.proof is not None
    assert account.proved_at is not None
    return NumberProof(
        account_id=account.account_id,
        full_name=account.full_name,
        assurance=account.assurance,
        proof=account.proof,
        proved_at=account.proved_at,
    )
