"""Lists and counts of the worklist; who sees what is one filter for all of them."""

from datetime import datetime
from typing import Any

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from contracts.base import Actor, ActorKind, Page
from contracts.data_readings import ReadPart
from contracts.dossiers import (
    CountWorklist,
    DossierStatus,
    DossierSummary,
    Lateness,
    ListDossiers,
    StatusCount,
    WorklistCounts,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.application.readings import record_lines
from dossiers.domain.rights.disclosure import shown_summary
from dossiers.domain.rights.officers import is_desk_officer
from dossiers.domain.rights.reading_grounds import is_look_up
from dossiers.domain.rights.rights import NOBODY
from dossiers.domain.rights.visibility import visible_filter
from dossiers.repository import DelegationRepository
from dossiers.repository.counters import DossierCountRepository
from dossiers.repository.dossiers import dossier_summary
from dossiers.repository.lists import DossierListRepository, ListScope, list_position


def list_dossiers(deps: Dependencies, request: ListDossiers, context: Context) -> Page[DossierSummary]:
    """One page of the dossiers that the caller sees; a dossier that moves in the order meanwhile shifts no other."""
    now = utcnow()
    scope = _scope(deps, context.actor, now, with_deputised=request.mine)
    list_ = _cursor_scope(request, scope)
    after = position_of(request.cursor, list_, str if request.sort == "newest" else datetime)
    found = deps.store.repository(DossierListRepository).find_page(request, scope, after, now)
    followers = {document["_id"]: document.get("follower_ids", ()) for document in found[: request.limit]}
    part = ReadPart.LOOK_UP if is_look_up(request.q) else ReadPart.LINE
    record_lines(deps, part, followers, context)
    return page(
        Page[DossierSummary],
        found,
        request.limit,
        key=lambda document: list_position(document, request.sort),
        filter=list_,
        view=lambda document: shown_summary(dossier_summary(document, now), context.actor),
    )


def count_desk(deps: Dependencies, _: CountWorklist, context: Context) -> WorklistCounts:
    """The counts of the caller's agency, for officers who work on dossiers. Raises FORBIDDEN."""
    now, actor = utcnow(), context.actor
    if not is_desk_officer(actor):
        raise ServiceError(ErrorCode.FORBIDDEN)
    holder_ids = _scope(deps, actor, now, with_deputised=True).holder_ids
    counted = deps.store.repository(DossierCountRepository)
    counts = tuple(
        StatusCount(status=DossierStatus(status), lateness=Lateness(late), count=count)
        for status, late, count in counted.by_status_and_lateness(actor.agency_code, now)
    )
    return WorklistCounts(
        counts=counts,
        mine=counted.held_by(actor.agency_code, holder_ids),
        unassigned=counted.unassigned(actor.agency_code),
        as_of=now,
    )


def _scope(deps: Dependencies, actor: Actor, now: datetime, *, with_deputised: bool) -> ListScope:
    """`with_deputised`: the dossiers of those for whom the caller acts count as his own."""
    is_officer = actor.kind is ActorKind.OFFICER
    others = NOBODY
    if is_officer and with_deputised:
        others = deps.store.repository(DelegationRepository).deputised_for(actor.account_id, now)
    return ListScope(
        visible_filter(actor),
        actor.agency_code if is_officer else "",
        others | {actor.account_id},
        own=actor.kind is ActorKind.CITIZEN,
        stored_as=deps.store.stored_forms,
    )


def _cursor_scope(request: ListDossiers, scope: ListScope) -> dict[str, Any]:
    """What a cursor is bound to: not the page, and not what passes with time."""
    return {**request.model_dump(mode="json", exclude={"limit", "cursor"}), "visible": scope.visible}
