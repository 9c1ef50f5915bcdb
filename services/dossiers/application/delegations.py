"""Delegations are granted, ended, read; and who stands in for whom."""

from datetime import datetime

from chassis.core import pagination
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Actor, ActorKind, Page
from contracts.dossiers import Delegate, Delegation, DelegationEvent, EndDelegation, ListDelegations
from dossiers.clients.accounts import OfficerDirectory
from dossiers.domain.actions.assignment import NOBODY, DeputisedFor
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.rights.delegation import end, grant, visible_delegations_filter
from dossiers.repository import DelegationRepository


def delegate(store: Store, officers: OfficerDirectory, request: Delegate, context: Context) -> Delegation:
    delegation_id = new_id()

    def work(uow: UnitOfWork) -> Delegation:
        delegation = grant(request, delegation_id, context.actor, uow.now)
        for account_id, pointer in (
            (delegation.officer_id, "/officer_id"),
            (delegation.to_officer_id, "/to_officer_id"),
        ):
            officers.check_works_at(account_id, delegation.agency_code, pointer)
        _delegations(uow).add(delegation)
        uow.record_event(contract.DELEGATED, delegation_id, delegation.version, _event_of(delegation))
        return delegation

    return store.run_idempotent(contract.delegate, request, context, work)


def end_delegation(store: Store, request: EndDelegation, context: Context) -> Delegation:
    def work(uow: UnitOfWork) -> Delegation:
        before = _delegations(uow).get(request.delegation_id)
        after = end(before, context.actor, uow.now)
        if after is not before:
            _delegations(uow).replace(after, before.version)
            uow.record_event(contract.DELEGATION_ENDED, after.delegation_id, after.version, _event_of(after))
        return after

    return store.run_idempotent(contract.end_delegation, request, context, work)


def list_delegations(store: Store, request: ListDelegations, context: Context) -> Page[Delegation]:
    wanted = visible_delegations_filter(context.actor)
    before = pagination.decode_cursor(request.cursor, wanted)[1] if request.cursor else None
    found = DelegationRepository(store.database).newest(wanted, before, request.limit + 1)
    shown = found[: request.limit]
    last = shown[-1].delegation_id if len(found) > len(shown) else None
    return Page[Delegation](
        items=tuple(shown), next_cursor=last and pagination.encode_cursor(last, last, wanted)
    )


def deputised_for(
    delegations: DelegationRepository, dossier: DossierState, actor: Actor, now: datetime
) -> DeputisedFor:
    """Whom the caller stands in for, asked only where it matters: of a dossier in another's hands."""
    if actor.kind is not ActorKind.OFFICER or dossier.holder_id in (None, actor.account_id):
        return NOBODY
    return delegations.stood_in_for(actor.account_id, now)


def _delegations(uow: UnitOfWork) -> DelegationRepository:
    return DelegationRepository(uow.database, uow.session)


def _event_of(delegation: Delegation) -> DelegationEvent:
    return DelegationEvent(**{name: getattr(delegation, name) for name in DelegationEvent.model_fields})
