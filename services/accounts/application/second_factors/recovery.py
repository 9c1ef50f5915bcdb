"""Recovery codes are made: with the first factor of an account, and anew by its owner; those of before are void."""

from accounts.application.second_factors import fresh_proofs
from accounts.domain import access
from accounts.domain.second_factors import recovery_codes
from accounts.domain.second_factors.recovery_codes import RecoveryCodeSet
from accounts.repository.accounts import AccountRepository
from accounts.repository.second_factors.factors import RecoveryCodeRepository
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import MakeRecoveryCodes, RecoveryCodes, RecoveryCodesMade
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field


def make_recovery_codes(store: Store, request: MakeRecoveryCodes, context: Context) -> RecoveryCodes:
    """By the owner, whose proof is fresh. Raises INVALID_REQUEST without a factor, SECOND_FACTOR_NEEDED, UNAUTHENTICATED,
    FORBIDDEN."""
    account_id = access.require_owner(context.actor)

    def make(uow: UnitOfWork) -> RecoveryCodes:
        account = uow.repository(AccountRepository).get(account_id)
        if not account.second_factors:
            raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong_field("", "no_second_factor"),))
        fresh_proofs.require_fresh(uow, account, request.current)
        return RecoveryCodes(codes=new_set(uow, account_id))

    return store.transaction(context, make)


def new_set(uow: UnitOfWork, account_id: str) -> tuple[str, ...]:
    codes, set_id = recovery_codes.new_codes(), new_id()
    stored = RecoveryCodeSet(set_id, tuple(recovery_codes.digest(code) for code in codes))
    uow.repository(RecoveryCodeRepository).put(account_id, stored)
    payload = RecoveryCodesMade(account_id=account_id)
    uow.record_event(contract.RECOVERY_CODES_MADE, set_id, 1, payload)
    return codes
