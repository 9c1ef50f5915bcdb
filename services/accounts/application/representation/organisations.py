"""The legal representative of an organisation takes over its account, by the organisation's electronic identity."""

from accounts.application import eid, password_hashing
from accounts.application.representation.news import record
from accounts.clients.identity_providers import IdentityProviders
from accounts.domain import linked_identities, organisations, representation
from accounts.domain.accounts import require_unlocked
from accounts.domain.organisations import ProvedOrganisation
from accounts.repository.accounts import AccountRepository
from accounts.repository.representations import RepresentationRepository
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import Account, AccountRegistered, EidPurpose
from contracts.accounts.representation import ClaimOrganisation, Representation, RepresentationSide
from contracts.errors import ErrorCode, ServiceError


def claim_organisation(
    store: Store, providers: IdentityProviders, request: ClaimOrganisation, context: Context
) -> Representation:
    """The caller is its legal representative from now on; the one before is it no more.

    Raises UNAUTHENTICATED, FORBIDDEN, INVALID_REQUEST, EID_ATTEMPT_INVALID, EID_REFUSED, EID_KIND_UNSUPPORTED,
    EID_NOT_PROVED also where the provider names another person as the representative, ACCOUNT_LOCKED, UNAVAILABLE.
    """
    linked_identities.require_citizen(context.actor.kind)
    claimed, attempt = eid.vouched_identity(
        store, providers, request, EidPurpose.ORGANISATION, organisations.proved_organisation
    )
    if attempt.account_id != context.actor.account_id:
        raise ServiceError(ErrorCode.EID_ATTEMPT_INVALID)
    is_known = store.repository(AccountRepository).of_tax_code(claimed.tax_code) is not None
    password_hash = None if is_known else password_hashing.hash_of_no_password()

    def take_over(uow: UnitOfWork) -> Representation:
        person = uow.repository(AccountRepository).get(context.actor.account_id)
        require_unlocked(person)
        organisations.require_representative(claimed, person)
        organisation = _organisation(uow, claimed, password_hash)
        require_unlocked(organisation)
        acts = uow.repository(RepresentationRepository)
        for before in acts.legal_representatives(organisation.account_id):
            if before.representative_id == person.account_id:
                return representation.shown(before, RepresentationSide.REPRESENTATIVE, uow.now)
            after = representation.ended(before, "", uow.now)
            acts.replace(after)
            record(uow, contract.REPRESENTATION_ENDED, after)
        act = representation.legal_representative(new_id(), organisation, person, uow.now)
        acts.add(act)
        record(uow, contract.REPRESENTATION_GRANTED, act)
        return representation.shown(act, RepresentationSide.REPRESENTATIVE, uow.now)

    return store.transaction(context, take_over)


def _organisation(uow: UnitOfWork, claimed: ProvedOrganisation, password_hash: str | None) -> Account:
    """Its account, under the name that it has now; a new one where there is none."""
    repository = uow.repository(AccountRepository)
    before = repository.of_tax_code(claimed.tax_code)
    if before is not None:
        after = organisations.renamed(before, claimed, uow.now)
        if after is not before:
            repository.replace(after, before.version)
        return after
    if password_hash is None:  # it was there a moment ago, and no account is ever removed
        raise ServiceError(ErrorCode.UNAVAILABLE)
    account_id = new_id()
    login = repository.free_login(f"tax-{claimed.tax_code}")
    account = organisations.new_account(claimed, account_id, login, uow.now)
    repository.add(account, password_hash)
    payload = AccountRegistered(account_id=account_id, kind=account.kind, agency_code=None)
    uow.record_event(contract.ACCOUNT_REGISTERED, account_id, account.version, payload)
    return account
