"""Bàn giao hồ sơ: the open dossiers of an agency that has ended go to the one that took its place, each in a transaction."""

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.unit_of_work import UnitOfWork
from contracts.base import ActorKind
from contracts.catalog import Agency
from contracts.dossiers import SucceedAgency, Succession
from contracts.errors import ErrorCode, ServiceError
from contracts.time import local_day
from dossiers.application.dependencies import Dependencies
from dossiers.application.persistence import save
from dossiers.domain.actions.passing import succeed
from dossiers.domain.competence import check_succession
from dossiers.domain.model.dossier import ActionContext, DossierState
from dossiers.domain.model.law import Law
from dossiers.domain.model.refusals import invalid_field
from dossiers.repository import DossierRepository

KEEPERS = (ActorKind.OPERATOR, ActorKind.ADMINISTRATOR)
"""Who keeps the agencies."""
LONGEST_SUCCESSION = 10
"""Steps of succession that are followed."""


def succeed_agency(deps: Dependencies, request: SucceedAgency, context: Context) -> Succession:
    """A batch of the dossiers in which the agency takes part. What was handed over before is left alone: repeat it until
    there are no more.

    Raises FORBIDDEN, INVALID_REQUEST for an agency that is unknown, has not ended, or has no successor.
    """
    if context.actor.kind not in KEEPERS:
        raise ServiceError(ErrorCode.FORBIDDEN)
    ended = deps.clients.catalog.find_agency(request.agency_code, context)
    if ended is None:
        raise invalid_field("/agency_code", "unknown_code", "There is no such agency.")
    day = local_day(utcnow())
    found = _successor(deps, ended, context)
    successor = check_succession(ended, found, day, "/agency_code", context.locale)
    ids = deps.store.repository(DossierRepository).open_at(ended.code, request.limit + 1)
    for dossier_id in ids[: request.limit]:
        _succeed(deps, dossier_id, ended, successor, context)
    return Succession(
        successor_code=successor.code,
        successor_name=successor.name,
        moved=min(len(ids), request.limit),
        more=len(ids) > request.limit,
    )


def _succeed(deps: Dependencies, dossier_id: str, ended: Agency, successor: Agency, context: Context) -> None:
    def work(uow: UnitOfWork) -> None:
        stored = uow.repository(DossierRepository).with_issuance(dossier_id)
        if ended.code not in stored.state.agency_codes:
            return
        shown = stored.issuance.applied_to(stored.state)
        law = deps.laws.store(_law_at(deps.laws.of(stored.state), stored.state, ended, successor))
        acting = ActionContext(context.actor, uow.now, law)
        save(uow, deps.laws, succeed(stored.state, ended, successor, acting, shown), stored.state)

    deps.store.transaction(context, work)


def _law_at(law: Law, dossier: DossierState, ended: Agency, successor: Agency) -> Law:
    """The law of the dossier, with the agency that has it then; documents name that one."""
    return law.replace({"agency": successor}) if dossier.agency_code == ended.code else law


def _successor(deps: Dependencies, ended: Agency, context: Context) -> Agency | None:
    """The agency of today that took its place, or the place of one that did."""
    day, found = local_day(utcnow()), ended
    for _ in range(LONGEST_SUCCESSION):
        after = (
            deps.clients.catalog.find_agency(found.successor_code, context) if found.successor_code else None
        )
        if after is None:
            return None
        if after.valid_to is None or after.valid_to >= day:
            return after
        found = after
    return None
