"""Officers are listed, changed and moved, and given codes to set a password, by who administers their accounts."""

from accounts.application import contact_proofs, password_hashing, sessions
from accounts.application.administration import find_administration, require_administration
from accounts.domain import access, accounts, officers
from accounts.repository.accounts import AccountRepository
from accounts.repository.second_factors.challenges import ChallengeRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import (
    Account,
    AccountKind,
    ChangeOfficer,
    DeskOfficer,
    FindOfficers,
    GetOfficer,
    IssueSetupCode,
    ListDeskOfficers,
    ListOfficers,
    OfficerChanged,
    OfficerIds,
    SessionEnding,
    SetupCode,
    SetupCodeIssued,
)
from contracts.base import DESK_ROLES, ActorKind, Page
from contracts.errors import not_found

MAX_OFFICERS = 50


def get_officer(store: Store, request: GetOfficer, context: Context) -> Account:
    """Raises NOT_FOUND, also for an officer whom the caller may not see."""
    repository = store.repository(AccountRepository)
    officer = repository.find(request.account_id)
    if officer is None or officer.kind is not AccountKind.OFFICER:
        raise not_found("account")
    administration = find_administration(repository, context.actor)
    if administration is not None and administration.covers(officer):
        return officer
    if access.is_owner(context.actor, officer.account_id):
        return officer
    if access.is_colleague(context.actor, officer):
        return access.shown_officer(None, officer)
    raise not_found("account")


def list_officers(store: Store, request: ListOfficers, context: Context) -> Page[Account]:
    """Of any agency by an administrator; of the own one by who administers its accounts or works on dossiers; oldest first.

    Raises FORBIDDEN, UNAUTHENTICATED.
    """
    repository = store.repository(AccountRepository)
    administration = find_administration(repository, context.actor)
    agency_code = access.officers_scope(context.actor, request.agency_code, administration)
    criteria = {"agency_code": agency_code, "unit": request.unit, "role": request.role}
    position = position_of(request.cursor, criteria, str)
    roles = None if request.role is None else [request.role]
    found = repository.officers(agency_code, request.unit, roles, position, request.limit + 1)
    return page(
        Page[Account],
        found,
        request.limit,
        key=lambda account: (account.account_id, account.account_id),
        filter=criteria,
        view=lambda account: access.shown_officer(administration, account),
    )


def list_desk_officers(store: Store, request: ListDeskOfficers, context: Context) -> Page[DeskOfficer]:
    """Who may be given a dossier; oldest first. Raises FORBIDDEN, UNAUTHENTICATED."""
    everywhere = officers.administration_of(context.actor, None, utcnow())
    agency_code = access.officers_scope(context.actor, request.agency_code, everywhere)
    criteria = {"desk": agency_code, "unit": request.unit, "role": request.role}
    roles = DESK_ROLES if request.role is None else DESK_ROLES.intersection({request.role})
    found = store.repository(AccountRepository).officers(
        agency_code,
        request.unit,
        sorted(roles),
        position_of(request.cursor, criteria, str),
        request.limit + 1,
        active=True,
    )
    return page(
        Page[DeskOfficer],
        found,
        request.limit,
        key=lambda account: (account.account_id, account.account_id),
        filter=criteria,
        view=_desk_officer,
    )


def find_officers(store: Store, request: FindOfficers, context: Context) -> OfficerIds:
    """For services only. Raises FORBIDDEN, UNAUTHENTICATED."""
    access.require_kind(context.actor, ActorKind.SERVICE)
    found = store.repository(AccountRepository).officer_ids(
        request.agency_code, request.role, request.unit, MAX_OFFICERS
    )
    return OfficerIds(account_ids=tuple(found))


def change_officer(store: Store, request: ChangeOfficer, context: Context) -> Account:
    """Nothing is recorded when nothing differs. Where rights end, the sessions end with them.

    Raises VERSION_STALE, INVALID_REQUEST, NOT_FOUND, FORBIDDEN, UNAUTHENTICATED.
    """
    ended = False

    def change(uow: UnitOfWork) -> Account:
        nonlocal ended
        repository = uow.repository(AccountRepository)
        administration = require_administration(repository, context.actor)
        before = repository.get(request.account_id)
        administration.require_may_change(before, uow.now)
        after = officers.changed(before, request, uow.now)
        administration.require_may_have(after, uow.now)
        if after is before:
            return after
        ended = officers.ends_rights(before, after, uow.now)
        repository.replace(after, before.version)
        payload = _payload(before, after, rights_ended=ended)
        uow.record_event(contract.OFFICER_CHANGED, after.account_id, after.version, payload)
        contact_proofs.tell_former(uow, before, after)
        if ended:
            sessions.end_all(uow, after.account_id, SessionEnding.RIGHTS_ENDED)
        return after

    account = store.run_idempotent(contract.change_officer, request, context, change)
    if ended:
        sessions.end_beside(store, account.account_id, SessionEnding.RIGHTS_ENDED, context)
    return account


def issue_setup_code(store: Store, request: IssueSetupCode, context: Context) -> SetupCode:
    """The password of before and earlier codes are void, and the sessions end. Takes the time of a password hash.

    Raises NOT_FOUND, FORBIDDEN, UNAUTHENTICATED, UNAVAILABLE when too many wait for a hash.
    """
    repository = store.repository(AccountRepository)
    administration = require_administration(repository, context.actor)
    administration.require_may_change(repository.get(request.account_id), utcnow())
    code = accounts.new_setup_code()
    with password_hashing.admission():
        password_hash = password_hashing.hash_password(code)

    def issue(uow: UnitOfWork) -> Account:
        repository = uow.repository(AccountRepository)
        before = repository.get(request.account_id)
        administration.require_may_change(before, uow.now)
        after = accounts.with_setup_code(before, uow.now)
        repository.replace(after, before.version, password_hash)
        uow.repository(ChallengeRepository).remove_all(after.account_id)
        payload = SetupCodeIssued(account_id=after.account_id)
        uow.record_event(contract.SETUP_CODE_ISSUED, after.account_id, after.version, payload)
        sessions.end_all(uow, after.account_id, SessionEnding.PASSWORD_CHANGED)
        return after

    account = store.transaction(context, issue)
    sessions.end_beside(store, account.account_id, SessionEnding.PASSWORD_CHANGED, context)
    assert account.first_password_until is not None  # set with the code
    return SetupCode(
        account_id=account.account_id,
        login=account.login,
        code=code,
        expires_at=account.first_password_until,
    )


def _desk_officer(account: Account) -> DeskOfficer:
    return DeskOfficer(
        account_id=account.account_id,
        full_name=account.full_name,
        agency_code=account.agency_code or "",
        unit=account.unit,
        roles=account.roles,
    )


def _payload(before: Account, after: Account, *, rights_ended: bool) -> OfficerChanged:
    return OfficerChanged(
        account_id=after.account_id,
        changed=officers.changed_fields(before, after),
        agency_code=after.agency_code or "",
        unit=after.unit,
        held_roles=after.held_roles,
        rights_ended=rights_ended,
    )
