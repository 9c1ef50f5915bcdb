"""The personal number of an account is proved: at a desk, or by whoever calls `prove_number` within a transaction."""

from accounts.application.representation.news import make_known
from accounts.domain import access, assurance
from accounts.domain.assurance import DESK_LEVEL, Proof
from accounts.repository.accounts import AccountRepository
from accounts.repository.identity_proofs import DeskCodeRepository, DeskEvidence, IdentityProofRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountFrozen,
    DeskCode,
    IssueDeskCode,
    NumberProof,
    NumberProved,
    ProofMethod,
    ProveNumber,
)
from contracts.base import ActorKind
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field


def issue_desk_code(store: Store, request: IssueDeskCode, context: Context) -> DeskCode:  # noqa: ARG001
    """By a citizen. Raises UNAUTHENTICATED, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.CITIZEN)
    code, ends_at = assurance.new_code(), utcnow() + assurance.CODE_LIFETIME
    store.repository(DeskCodeRepository).put(context.actor.account_id, code, ends_at)
    return DeskCode(code=code, expires_at=ends_at)


def prove_at_desk(store: Store, request: ProveNumber, context: Context) -> NumberProof:
    """By an officer of reception. Raises UNAUTHENTICATED, FORBIDDEN, INVALID_REQUEST for a code that is not good,
    IDENTITY_CONFLICT."""
    access.require_reception(context.actor)
    evidence = DeskEvidence(context.actor.account_id, context.actor.agency_code, request.paper)
    proof = Proof(request.personal_number, DESK_LEVEL, ProofMethod.DESK, request.full_name)

    def prove(uow: UnitOfWork) -> NumberProof:
        account_id = uow.repository(DeskCodeRepository).take(request.code, uow.now)
        if account_id is None:
            wrong = wrong_field("/code", "unknown_desk_code")
            raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
        return assurance.number_proof(prove_number(uow, account_id, proof, evidence))

    return store.run_idempotent(contract.prove_number, request, context, prove)


def prove_number(
    uow: UnitOfWork, account_id: str, proof: Proof, evidence: DeskEvidence | None = None
) -> Account:
    """The account, whose number is proved from now on. Every other account that has or states the number is frozen.

    In the transaction of its caller, who has looked at the proof; `evidence` of one that an officer saw. The proof is
    recorded also when nothing rises by it. Raises NOT_FOUND, FORBIDDEN for anybody but a citizen, IDENTITY_CONFLICT.
    """
    repository = uow.repository(AccountRepository)
    before = repository.get(account_id)
    after = assurance.proved(before, proof, uow.now)
    for other in repository.claimants(proof.personal_number, but=account_id):
        assurance.require_as_strong(proof, other)
        _freeze(uow, other)
    uow.repository(IdentityProofRepository).add(
        new_id(), account_id, proof.personal_number, proof.level, proof.method.value, evidence, uow.now
    )
    if after is not before:
        repository.replace(after, before.version)
        payload = NumberProved(account_id=account_id, assurance=after.assurance, proof=proof.method)
        uow.record_event(contract.NUMBER_PROVED, account_id, after.version, payload)
    make_known(uow, after)
    return after


def _freeze(uow: UnitOfWork, account: Account) -> None:
    after = assurance.frozen(account, uow.now)
    if after is not account:
        uow.repository(AccountRepository).replace(after, account.version)
        payload = AccountFrozen(account_id=account.account_id)
        uow.record_event(contract.ACCOUNT_FROZEN, account.account_id, after.version, payload)
