"""A stored dossier together with the rights of a caller in it."""

from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from chassis.core.context import Context
from chassis.storage.repository import Repository
from contracts.base import Actor, ActorKind
from dossiers.application.dependencies import Dependencies
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.rights.rights import NOBODY, DeputisedFor, Rights
from dossiers.repository import DelegationRepository, DossierRepository

RepositoryType = TypeVar("RepositoryType", bound=Repository)


class Repositories(Protocol):
    """A unit of work, or a store for reads outside of any transaction."""

    def repository(self, cls: type[RepositoryType], /) -> RepositoryType: ...


def visible_dossier(repositories: Repositories, dossier_id: str, context: Context) -> DossierState:
    """The dossier. Raises NOT_FOUND, also for one that the caller may not see."""
    dossier = repositories.repository(DossierRepository).get(dossier_id)
    Rights(context.actor, dossier).check_visible()
    return dossier


def rights_in(repositories: Repositories, dossier: DossierState, actor: Actor, now: datetime) -> Rights:
    """The rights of the caller in a dossier as of `now`. Raises NOT_FOUND for one that he may not see."""
    rights = Rights(actor, dossier)
    rights.check_visible()
    return replace(rights, deputised_for=_deputised_for(repositories, dossier, actor, now))


def with_powers(deps: Dependencies, rights: Rights, context: Context) -> Rights:
    """The rights with who signs for the agency, where it matters. May ask records, once in some seconds."""
    if not rights.permits_a_signature:
        return rights
    return replace(rights, powers=deps.clients.records.signing_powers(rights.actor.agency_code, context))


def with_remembered_powers(deps: Dependencies, rights: Rights) -> Rights:
    """As `with_powers`, of what a read has asked for some seconds ago: an act asks nobody for what its answer offers."""
    if not rights.permits_a_signature:
        return rights
    return replace(rights, powers=deps.clients.records.powers.remembered(rights.actor.agency_code))


def _deputised_for(
    repositories: Repositories, dossier: DossierState, actor: Actor, now: datetime
) -> DeputisedFor:
    """Read only where it matters: for a dossier in another officer's hands."""
    if actor.kind is not ActorKind.OFFICER or dossier.holder_id in (None, actor.account_id):
        return NOBODY
    return repositories.repository(DelegationRepository).deputised_for(actor.account_id, now)
