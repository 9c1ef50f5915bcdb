"""Who answers the requests of data subjects: an agency's officer for the protection of personal data (nhân sự bảo vệ dữ liệu
cá nhân, Luật 91/2025/QH15 art 33), or an administrator of the system."""

from dataclasses import dataclass
from datetime import datetime

from accounts.domain.officers import is_in_force
from contracts.accounts import Account, AccountKind, AgencyRole, DataRequest
from contracts.base import Actor, ActorKind


@dataclass(frozen=True)
class DataProtection:
    """Whose requests somebody answers: those to one agency, or all (None)."""

    actor_id: str
    agency_code: str | None

    def covers(self, request: DataRequest) -> bool:
        """Nobody answers his own."""
        ours = self.agency_code is None or self.agency_code == request.agency_code
        return ours and request.account_id != self.actor_id


def data_protection_of(actor: Actor, own: Account | None, at: datetime) -> DataProtection | None:
    """What the caller answers, None for nothing. `own` is an officer's account as it is now, whatever the token says."""
    if actor.kind is ActorKind.ADMINISTRATOR:
        return DataProtection(actor.account_id, None)
    if own is None or not is_data_protection_officer(own, at):
        return None
    return DataProtection(own.account_id, own.agency_code)


def is_data_protection_officer(account: Account, at: datetime) -> bool:
    """Whether the officer holds the role now."""
    if account.kind is not AccountKind.OFFICER or account.locked_at is not None or not account.agency_code:
        return False
    return any(
        each.role is AgencyRole.DATA_PROTECTION and is_in_force(each, at) for each in account.held_roles
    )
