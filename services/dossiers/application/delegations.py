"""Ủy quyền xử lý: delegations are granted, ended and listed."""

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.core.pagination import page, position_of
from chassis.storage.unit_of_work import UnitOfWork
from contracts import dossiers as contract
from contracts.base import Page
from contracts.dossiers import Delegate, Delegation, DelegationEvent, EndDelegation, ListDelegations
from dossiers.application.dependencies import Dependencies
from dossiers.clients.accounts import OfficerDirectory
from dossiers.domain.rights.delegation import end, grant, visible_delegations_filter
from dossiers.repository import DelegationRepository


def delegate(deps: Dependencies, request: Delegate, context: Context) -> Delegation:
    """A new delegation. Raises FORBIDDEN, INVALID_REQUEST for officers that the agency does not have."""
    delegation_id, directory = new_id(), OfficerDirectory(deps.clients.accounts, context)

    def work(uow: UnitOfWork) -> Delegation:
        delegation = grant(request, delegation_id, context.actor, uow.now)
        directory.check_works_at(delegation.officer_id, delegation.agency_code, "/officer_id")
        directory.check_works_at(delegation.to_officer_id, delegation.agency_code, "/to_officer_id")
        uow.repository(DelegationRepository).add(delegation)
        uow.record_event(contract.DELEGATED, delegation_id, delegation.version, _payload(delegation))
        return delegation

    return deps.store.run_idempotent(contract.delegate, request, context, work)


def end_delegation(deps: Dependencies, request: EndDelegation, context: Context) -> Delegation:
    """The delegation, ended now; ending it again changes nothing. Raises NOT_FOUND, FORBIDDEN."""

    def work(uow: UnitOfWork) -> Delegation:
        delegations = uow.repository(DelegationRepository)
        before = delegations.get(request.delegation_id)
        after = end(before, context.actor, uow.now)
        if after is not before:
            delegations.replace(after, before.version)
            uow.record_event(contract.DELEGATION_ENDED, after.delegation_id, after.version, _payload(after))
        return after

    return deps.store.run_idempotent(contract.end_delegation, request, context, work)


def list_delegations(deps: Dependencies, request: ListDelegations, context: Context) -> Page[Delegation]:
    """The delegations that the caller sees, newest first. Raises INVALID_REQUEST for a cursor of another list."""
    visible = visible_delegations_filter(context.actor)
    last = position_of(request.cursor, visible, str)
    found = deps.store.repository(DelegationRepository).newest(visible, last and last[1], request.limit + 1)
    both = (each for delegation in found for each in (delegation.officer_id, delegation.to_officer_id))
    names = deps.clients.accounts.names(both, context)
    return page(
        Page[Delegation],
        found,
        request.limit,
        key=lambda delegation: (delegation.delegation_id, delegation.delegation_id),
        filter=visible,
        view=lambda delegation: delegation.model_copy(
            update={
                "officer_name": names.get(delegation.officer_id),
                "to_officer_name": names.get(delegation.to_officer_id),
            }
        ),
    )


def _payload(delegation: Delegation) -> DelegationEvent:
    return DelegationEvent(**{name: getattr(delegation, name) for name in DelegationEvent.model_fields})
