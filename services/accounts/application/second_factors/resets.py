"""Second factors that somebody has lost are reset by who administers his account (đặt lại yếu tố xác thực)."""

from accounts.application import sessions
from accounts.application.administration import require_administration
from accounts.domain import access
from accounts.domain.second_factors import factors as rules
from accounts.repository.accounts import AccountRepository
from accounts.repository.second_factors.challenges import ChallengeRepository
from accounts.repository.second_factors.factors import (
    EnrolmentRepository,
    FactorRepository,
    RecoveryCodeRepository,
)
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountKind,
    ResetAdministratorFactors,
    ResetSecondFactors,
    SecondFactorsReset,
    SessionEnding,
)
from contracts.base import ActorKind
from contracts.errors import not_found


def reset_second_factors(store: Store, request: ResetSecondFactors, context: Context) -> Account:
    """Nobody resets his own. The sessions end; the next log-in enrols a factor, where a role asks for one. The ground is
    stored with the event and not published.

    Raises NOT_FOUND, FORBIDDEN, UNAUTHENTICATED.
    """

    def reset(uow: UnitOfWork) -> Account:
        repository = uow.repository(AccountRepository)
        administration = require_administration(repository, context.actor)
        before = repository.get(request.account_id)
        administration.require_may_change(before, uow.now)
        return _reset(uow, before, request.reason)

    account = store.run_idempotent(contract.reset_second_factors, request, context, reset)
    sessions.end_beside(store, account.account_id, SessionEnding.RIGHTS_ENDED, context)
    return account


def reset_administrator_factors(
    store: Store, request: ResetAdministratorFactors, context: Context
) -> Account:
    """By an operator. Raises NOT_FOUND for a login that is no administrator's, FORBIDDEN, UNAUTHENTICATED."""
    access.require_kind(context.actor, ActorKind.OPERATOR)

    def reset(uow: UnitOfWork) -> Account:
        found = uow.repository(AccountRepository).find_credentials(request.login)
        administrators = (each.account for each in found if each.account.kind is AccountKind.ADMINISTRATOR)
        before = next(administrators, None)
        if before is None:
            raise not_found("account")
        return _reset(uow, before, request.reason)

    account = store.run_idempotent(contract.reset_administrator_factors, request, context, reset)
    sessions.end_beside(store, account.account_id, SessionEnding.RIGHTS_ENDED, context)
    return account


def _reset(uow: UnitOfWork, before: Account, reason: str) -> Account:
    after = rules.without_factors(before, uow.now)
    uow.repository(AccountRepository).replace(after, before.version)
    _remove_all(uow, after.account_id)
    uow.record_event(
        contract.SECOND_FACTORS_RESET,
        after.account_id,
        after.version,
        SecondFactorsReset(account_id=after.account_id),
        private={"reason": reason},
    )
    sessions.end_all(uow, after.account_id, SessionEnding.RIGHTS_ENDED)
    return after


def _remove_all(uow: UnitOfWork, account_id: str) -> None:
    """Factors, recovery codes, and what waits for one."""
    uow.repository(FactorRepository).remove_all(account_id)
    uow.repository(RecoveryCodeRepository).remove(account_id)
    uow.repository(EnrolmentRepository).remove_all(account_id)
    uow.repository(ChallengeRepository).remove_all(account_id)
