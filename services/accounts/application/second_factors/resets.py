"""Second factors that an officer has lost are reset by who administers his account (đặt lại yếu tố xác thực)."""

from accounts.application import sessions
from accounts.application.administration import require_administration
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
from contracts.accounts import Account, ResetSecondFactors, SecondFactorsReset, SessionEnding


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
        after = rules.without_factors(before, uow.now)
        repository.replace(after, before.version)
        remove_all(uow, after.account_id)
        payload = SecondFactorsReset(account_id=after.account_id)
        uow.record_event(
            contract.SECOND_FACTORS_RESET,
            after.account_id,
            after.version,
            payload,
            private={"reason": request.reason},
        )
        sessions.end_all(uow, after.account_id, SessionEnding.RIGHTS_ENDED)
        return after

    account = store.run_idempotent(contract.reset_second_factors, request, context, reset)
    sessions.end_beside(store, account.account_id, SessionEnding.RIGHTS_ENDED, context)
    return account


def remove_all(uow: UnitOfWork, account_id: str) -> None:
    """Factors, recovery codes, and what waits for one."""
    uow.repository(FactorRepository).remove_all(account_id)
    uow.repository(RecoveryCodeRepository).remove(account_id)
    uow.repository(EnrolmentRepository).remove_all(account_id)
    uow.repository(ChallengeRepository).remove_all(account_id)
