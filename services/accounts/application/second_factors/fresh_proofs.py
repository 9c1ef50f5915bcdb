"""A second factor is shown once more within a session, before acts that ask for a fresh one (xác thực lại)."""

from accounts.application.second_factors import shown_factors
from accounts.domain import access
from accounts.domain.second_factors.factors import (
    Challenge,
    ChallengePurpose,
    FactorPolicy,
    challenge_invalid,
)
from accounts.domain.second_factors.requirement import FRESH, is_fresh
from accounts.domain.sessions import TokenFamily, with_factor
from accounts.repository.accounts import AccountRepository
from accounts.repository.second_factors.challenges import ChallengeRepository
from accounts.repository.sessions import TokenFamilyRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.accounts import Account, ChallengeOwnFactor, FactorChallenge, ShownFactor, ShowOwnFactor
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field


def challenge_own_factor(
    store: Store, policy: FactorPolicy, request: ChallengeOwnFactor, context: Context
) -> FactorChallenge:
    """Raises INVALID_REQUEST without a factor, UNAUTHENTICATED, FORBIDDEN."""
    account_id = access.require_owner(context.actor)
    if not store.repository(AccountRepository).get(account_id).second_factors:
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("", "no_second_factor"),))
    now = utcnow()
    made = Challenge("", ChallengePurpose.FRESH, account_id, "", now, session_id=request.current)
    return shown_factors.challenge(store, policy, context, made)


def show_own_factor(
    store: Store, policy: FactorPolicy, request: ShowOwnFactor, context: Context
) -> ShownFactor:
    """The session has a fresh proof from now on.

    Raises RATE_LIMITED, INVALID_REQUEST, FACTOR_CHALLENGE_INVALID, also for that of another session, UNAUTHENTICATED,
    FORBIDDEN.
    """
    account_id = access.require_owner(context.actor)
    shown_factors.require_one(request)
    challenge = shown_factors.find_challenge(store, request.challenge, ChallengePurpose.FRESH, context)
    if (challenge.account_id, challenge.session_id) != (account_id, request.current):
        raise challenge_invalid()
    shown = shown_factors.counted(
        store, challenge, lambda: shown_factors.look_at(store, policy, challenge, request)
    )

    def show(uow: UnitOfWork) -> ShownFactor:
        if not uow.repository(ChallengeRepository).take(challenge):
            raise challenge_invalid()
        left = shown.take(uow)
        family = _own(uow, account_id, request.current)
        if family is None:
            raise ServiceError(ErrorCode.UNAUTHENTICATED)
        uow.repository(TokenFamilyRepository).note_factor(with_factor(family, shown.method, uow.now))
        return ShownFactor(fresh_until=uow.now + FRESH, recovery_codes_left=left)

    return store.transaction(context, show)


def require_fresh(source: Store | UnitOfWork, account: Account, session_id: str) -> TokenFamily:
    """The session, whose proof is fresh: a second factor, or a log-in where the account has none.

    Raises SECOND_FACTOR_NEEDED.
    """
    family = _own(source, account.account_id, session_id)
    if family is None or not is_fresh(account, family.opened_at, family.factor_at, utcnow()):
        raise ServiceError(ErrorCode.SECOND_FACTOR_NEEDED)
    return family


def _own(source: Store | UnitOfWork, account_id: str, session_id: str) -> TokenFamily | None:
    """The session, where it is the account's and has not ended."""
    family = source.repository(TokenFamilyRepository).find(session_id) if session_id else None
    return family if family and family.account_id == account_id and family.ending is None else None
