"""Acts of representation are asked for, confirmed, refused, ended, checked at a desk, and listed by their two sides."""

from collections.abc import Callable
from typing import TypeVar

from accounts.application import identity as proofs
from accounts.application import password_hashing
from accounts.application.representation.news import RepresentationEventType, record
from accounts.domain import access, linked_identities, representation
from accounts.domain.accounts import require_unlocked
from accounts.domain.assurance import Proof
from accounts.domain.representation import StoredRepresentation
from accounts.repository.accounts import AccountRepository
from accounts.repository.identity_proofs import DeskCodeRepository
from accounts.repository.representations import RepresentationRepository
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import accounts as contract
from contracts.accounts import Account, AccountRegistered, ProofMethod
from contracts.accounts.representation import (
    AskRepresentation,
    CheckedRepresentation,
    CheckRepresentation,
    ConfirmRepresentation,
    EndRepresentation,
    ListRepresentations,
    RefuseRepresentation,
    Representation,
    RepresentationCommand,
)
from contracts.base import ActorKind, Method, Page
from contracts.errors import ErrorCode, ServiceError
from contracts.field_error_messages import wrong_field

CommandT = TypeVar("CommandT", bound=RepresentationCommand)
PRINCIPAL_LEVEL = 1
"""Of whom an officer has seen a paper, and not the person."""


def ask_representation(store: Store, request: AskRepresentation, context: Context) -> Representation:
    """By a citizen, or in the name of an organisation by who manages its people. It holds when the other side has confirmed.

    The answer is the same whether the number is that of an account or not. Raises UNAUTHENTICATED, FORBIDDEN,
    IDENTITY_NOT_PROVED, INVALID_REQUEST, RATE_LIMITED for who waits for many answers.
    """
    access.require_kind(context.actor, ActorKind.CITIZEN)
    representation_id = new_id()

    def work(uow: UnitOfWork) -> Representation:
        acts, accounts = uow.repository(RepresentationRepository), uow.repository(AccountRepository)
        own = accounts.get(context.actor.account_id)
        require_unlocked(own)
        act = representation.ask(request, representation_id, own, context.actor, uow.now)
        if acts.waiting_of(context.actor.person_id) >= representation.MOST_ASKED:
            raise ServiceError(ErrorCode.RATE_LIMITED, seconds=86_400)
        holder = accounts.holder(request.personal_number)
        if holder is not None:
            act = representation.known(act, holder).model_copy(update={"version": 1})
        acts.add(act)
        record(uow, contract.REPRESENTATION_ASKED, act)
        return representation.shown(act, request.side, uow.now)

    return store.run_idempotent(contract.ask_representation, request, context, work)


def confirm_representation(store: Store, request: ConfirmRepresentation, context: Context) -> Representation:
    """By the side that did not ask. Raises UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, REPRESENTATION_NOT_IN_FORCE."""

    def decide(uow: UnitOfWork, act: StoredRepresentation) -> StoredRepresentation:
        own = uow.repository(AccountRepository).get(context.actor.account_id)
        return representation.confirm(act, own, uow.now)

    return _decided(
        store,
        contract.confirm_representation,
        request,
        context,
        contract.REPRESENTATION_GRANTED,
        decide,
    )


def refuse_representation(store: Store, request: RefuseRepresentation, context: Context) -> Representation:
    """By the side that did not ask. Raises UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, REPRESENTATION_NOT_IN_FORCE."""

    def decide(uow: UnitOfWork, act: StoredRepresentation) -> StoredRepresentation:
        return representation.refuse(act, context.actor.account_id, uow.now)

    return _decided(
        store, contract.refuse_representation, request, context, contract.REPRESENTATION_REFUSED, decide
    )


def end_representation(store: Store, request: EndRepresentation, context: Context) -> Representation:
    """By either side; its tokens are void. Ending it again changes nothing. Raises UNAUTHENTICATED, NOT_FOUND, FORBIDDEN."""

    def decide(uow: UnitOfWork, act: StoredRepresentation) -> StoredRepresentation:
        return representation.end(act, context.actor, uow.now)

    return _decided(
        store, contract.end_representation, request, context, contract.REPRESENTATION_ENDED, decide
    )


def check_representation(
    store: Store, request: CheckRepresentation, context: Context
) -> CheckedRepresentation:
    """By an officer of reception who has seen the paper. The one represented gets an account, if nobody has proved the
    number: whoever proves it later has this account.

    Raises UNAUTHENTICATED, FORBIDDEN, INVALID_REQUEST for a code that is not good, IDENTITY_NOT_PROVED, IDENTITY_CONFLICT.
    """
    access.require_reception(context.actor)
    known = store.repository(AccountRepository).holder(request.personal_number) is not None
    password_hash = None if known else password_hashing.hash_of_no_password()
    representation_id = new_id()

    def work(uow: UnitOfWork) -> CheckedRepresentation:
        acts, accounts = uow.repository(RepresentationRepository), uow.repository(AccountRepository)
        code_of = uow.repository(DeskCodeRepository).take(request.code, uow.now)
        if code_of is None:
            wrong = wrong_field("/code", "unknown_desk_code")
            raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
        representative = accounts.get(code_of)
        require_unlocked(representative)
        principal = accounts.holder(request.personal_number) or _principal(uow, request, password_hash)
        before = acts.undecided(representative.account_id, principal.account_id, request.ground)
        act = representation.check(
            request, representation_id, representative, principal, context.actor, uow.now, before
        )
        (acts.replace if before else acts.add)(act)
        record(uow, contract.REPRESENTATION_GRANTED, act)
        return representation.shown_at_desk(act)

    return store.run_idempotent(contract.check_representation, request, context, work)


def list_representations(
    store: Store, request: ListRepresentations, context: Context
) -> Page[Representation]:
    """Those of the caller's own account. Raises UNAUTHENTICATED, FORBIDDEN."""
    access.require_kind(context.actor, ActorKind.CITIZEN)
    account_id, now = context.actor.account_id, utcnow()
    last = position_of(request.cursor, {}, str)
    found = store.repository(RepresentationRepository).of_account(account_id, last, request.limit + 1)

    def view(act: StoredRepresentation) -> Representation:
        side = act.side_of(account_id)
        assert side is not None
        return representation.shown(act, side, now)

    return page(
        Page[Representation],
        found,
        request.limit,
        key=lambda act: (act.representation_id, act.representation_id),
        filter={},
        view=view,
    )


def _decided(
    store: Store,
    method: Method[CommandT, Representation],
    request: CommandT,
    context: Context,
    kind: RepresentationEventType,
    decide: Callable[[UnitOfWork, StoredRepresentation], StoredRepresentation],
) -> Representation:
    access.require_kind(context.actor, ActorKind.CITIZEN)

    def work(uow: UnitOfWork) -> Representation:
        acts = uow.repository(RepresentationRepository)
        before = acts.get(request.representation_id)
        after = decide(uow, before)
        if after is not before:
            acts.replace(after)
            record(uow, kind, after)
        side = after.side_of(context.actor.account_id)
        assert side is not None
        return representation.shown(after, side, uow.now)

    return store.run_idempotent(method, request, context, work)


def _principal(uow: UnitOfWork, request: CheckRepresentation, password_hash: str | None) -> Account:
    """The account of somebody who has none: nobody logs in to it until the number is proved by its owner."""
    if password_hash is None:  # the holder has lost the number this moment
        raise ServiceError(ErrorCode.UNAVAILABLE)
    repository, account_id = uow.repository(AccountRepository), new_id()
    login = repository.free_login(request.personal_number)
    account = linked_identities.account_of_person(
        account_id, login, request.personal_number, request.full_name, uow.now
    )
    repository.add(account, password_hash)
    payload = AccountRegistered(account_id=account_id, kind=account.kind, agency_code=None)
    uow.record_event(contract.ACCOUNT_REGISTERED, account_id, account.version, payload)
    proof = Proof(request.personal_number, PRINCIPAL_LEVEL, ProofMethod.DESK, request.full_name)
    return proofs.prove_number(uow, account_id, proof)
