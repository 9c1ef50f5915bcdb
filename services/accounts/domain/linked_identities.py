"""Linked identities: which account an electronic identity opens.

It is linked to the account that has proved the number, or by the signed-in owner: never by a number that is only stated.
A subject that comes with another number than before is somebody else's now (a recycled one), and opens nothing.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from accounts.domain.identity_providers import ProvedIdentity
from contracts.accounts import Account, AccountKind
from contracts.accounts.eid import LinkedIdentity
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError


@dataclass(frozen=True)
class Link:
    """That an identity opens an account. `personal_number` is that with which it was linked."""

    identity_id: str
    account_id: str
    provider: str
    subject: str = field(repr=False)
    personal_number: str = field(repr=False)
    level: int
    linked_at: datetime
    used_at: datetime

    @property
    def shown(self) -> LinkedIdentity:
        return LinkedIdentity(
            identity_id=self.identity_id,
            provider=self.provider,
            level=self.level,
            linked_at=self.linked_at,
            used_at=self.used_at,
        )


def new_link(identity_id: str, account_id: str, identity: ProvedIdentity, at: datetime) -> Link:
    return Link(
        identity_id, account_id, identity.provider, identity.subject, identity.personal_number,
        identity.level, at, at,
    )  # fmt: skip


def used(link: Link, identity: ProvedIdentity, at: datetime) -> Link:
    return replace(link, level=identity.level, used_at=at)


def require_same_person(link: Link, identity: ProvedIdentity) -> None:
    """Raises IDENTITY_CONFLICT for a subject that comes with another number than before."""
    if link.personal_number != identity.personal_number:
        raise ServiceError(ErrorCode.IDENTITY_CONFLICT)


def require_link_by_proof(holder: Account, identity: ProvedIdentity) -> None:
    """That an identity without a link opens the account that has proved its number.

    Raises EID_LINK_NEEDED where the account was proved to a higher level than the identity: its owner links it from within.
    """
    if identity.level < holder.assurance:
        raise ServiceError(ErrorCode.EID_LINK_NEEDED)


def needs_proof(account: Account, identity: ProvedIdentity) -> bool:
    """Whether this log-in proves more than the account has."""
    return account.personal_number != identity.personal_number or account.assurance < identity.level


def require_citizen(kind: ActorKind) -> None:
    """Raises UNAUTHENTICATED, FORBIDDEN: identities are those of people."""
    if kind is not ActorKind.CITIZEN:
        anonymous = kind is ActorKind.ANONYMOUS
        raise ServiceError(ErrorCode.UNAUTHENTICATED if anonymous else ErrorCode.FORBIDDEN)


def new_account(identity: ProvedIdentity, account_id: str, login: str, at: datetime) -> Account:
    """The account of a person who comes for the first time, before its number is proved."""
    account = account_of_person(account_id, login, identity.personal_number, identity.full_name, at)
    return account.model_copy(update={"holder": identity.holder})


def account_of_person(account_id: str, login: str, number: str, full_name: str, at: datetime) -> Account:
    """A new account that was not registered by its owner, before its number is proved."""
    return Account(
        account_id=account_id,
        version=1,
        kind=AccountKind.CITIZEN,
        login=login,
        stated_number=number,
        full_name=full_name,
        created_at=at,
    )
