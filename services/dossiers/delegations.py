"""Delegations are granted, ended, read; and who stands in for whom."""

from datetime import datetime

from chassis import pages
from chassis.context import Context
from chassis.ids import new_id
from chassis.store import Store
from chassis.unit import Unit
from contracts import dossiers as contract
from contracts.base import Actor, ActorKind, Page
from contracts.dossiers import Delegate, Delegation, DelegationEvent, EndDelegation, ListDelegations
from dossiers.domain.assignment import ALONE, Standing
from dossiers.domain.delegation import ended, granted, of_agency
from dossiers.domain.dossier import Dossier
from dossiers.officers import Officers
from dossiers.repository import DelegationRepository


def delegate(store: Store, officers: Officers, request: Delegate, context: Context) -> Delegation:
    delegation_id = new_id()

    def work(unit: Unit) -> Delegation:
        delegation = granted(request, delegation_id, context.actor, unit.now)
        for account_id, pointer in (
            (delegation.officer_id, "/officer_id"),
            (delegation.to_officer_id, "/to_officer_id"),
        ):
            officers.check_works_at(account_id, delegation.agency_code, pointer)
        _delegations(unit).add(delegation)
        unit.append(contract.DELEGATED, delegation_id, delegation.version, _told(delegation))
        return delegation

    return store.command(contract.delegate, request, context, work)


def end_delegation(store: Store, request: EndDelegation, context: Context) -> Delegation:
    def work(unit: Unit) -> Delegation:
        before = _delegations(unit).get(request.delegation_id)
        after = ended(before, context.actor, unit.now)
        if after is not before:
            _delegations(unit).replace(after, before.version)
            unit.append(contract.DELEGATION_ENDED, after.delegation_id, after.version, _told(after))
        return after

    return store.command(contract.end_delegation, request, context, work)


def list_delegations(store: Store, request: ListDelegations, context: Context) -> Page[Delegation]:
    wanted = of_agency(context.actor)
    before = pages.decode(request.cursor, wanted)[1] if request.cursor else None
    found = DelegationRepository(store.database).newest(wanted, before, request.limit + 1)
    shown = found[: request.limit]
    last = shown[-1].delegation_id if len(found) > len(shown) else None
    return Page[Delegation](items=tuple(shown), next_cursor=last and pages.encode(last, last, wanted))


def standing(delegations: DelegationRepository, dossier: Dossier, actor: Actor, now: datetime) -> Standing:
    """Whom the caller stands in for, asked only where it matters: of a dossier in another's hands."""
    if actor.kind is not ActorKind.OFFICER or dossier.holder_id in (None, actor.account_id):
        return ALONE
    return delegations.stood_in_for(actor.account_id, now)


def _delegations(unit: Unit) -> DelegationRepository:
    return DelegationRepository(unit.database, unit.session)


def _told(delegation: Delegation) -> DelegationEvent:
    return DelegationEvent(**{name: getattr(delegation, name) for name in DelegationEvent.model_fields})
