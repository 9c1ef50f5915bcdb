"""Who needs a second factor, from when, and what a log-in asks for next.

A role asks for one (`MOTCUA_SECOND_FACTOR_ROLES`). Who holds it and has none may log in without for some days, counted from
the first such log-in; after that the log-in enrols one before it gives a session. Who has a factor shows it always.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from accounts.domain.officers import is_in_force
from contracts.accounts import Account, AccountKind, AuthenticationMethod
from contracts.errors import ErrorCode, ServiceError

FRESH = timedelta(minutes=10)
"""How long a second factor, or a log-in where there is none, is good for acts that ask for a fresh one."""


class NextStep(StrEnum):
    """What a log-in asks for, when its first step has passed."""

    OPEN = "open"  # nothing: there is a session
    FACTOR = "factor"
    ENROL = "enrol"


@dataclass(frozen=True)
class Requirement:
    """Names of the roles (`AgencyRole`) that ask for a second factor, `administrator` for those of the system; how long
    who has none may go on without."""

    roles: frozenset[str] = frozenset()
    grace: timedelta = timedelta(0)

    def applies_to(self, account: Account, at: datetime) -> bool:
        if account.kind is AccountKind.OFFICER:
            return any(each.role in self.roles and is_in_force(each, at) for each in account.held_roles)
        return account.kind is AccountKind.ADMINISTRATOR and AccountKind.ADMINISTRATOR in self.roles

    def due_at(self, account: Account, at: datetime) -> datetime | None:
        """From when the account needs a second factor; None: it does not, or has one."""
        if account.second_factors or not self.applies_to(account, at):
            return None
        return account.second_factor_due_at or at + self.grace

    def next_step(self, account: Account, shown: tuple[AuthenticationMethod, ...], at: datetime) -> NextStep:
        """`shown`: what the first step has shown; an electronic identity may be worth both."""
        if AuthenticationMethod.MULTIPLE_FACTORS in shown:
            return NextStep.OPEN
        if account.second_factors:
            return NextStep.FACTOR
        due = self.due_at(account, at)
        return NextStep.OPEN if due is None or at < due else NextStep.ENROL

    def require_enough(self, account: Account, shown: tuple[AuthenticationMethod, ...], at: datetime) -> None:
        """Raises UNAUTHENTICATED: a session without a second factor does not go on beyond the moment that asks for one."""
        if self.next_step(account, shown, at) is not NextStep.OPEN:
            raise ServiceError(ErrorCode.UNAUTHENTICATED)


NOTHING_REQUIRED = Requirement()


def is_fresh(account: Account, opened_at: datetime, factor_at: datetime | None, at: datetime) -> bool:
    """Whether a session may do what asks for a fresh proof: by its second factor, or by its log-in where the account has
    no factor."""
    proved_at = factor_at if account.second_factors else max(opened_at, factor_at or opened_at)
    return proved_at is not None and at < proved_at + FRESH
