"""Lists and counters of the desk, all through the one rule of who sees what."""

from datetime import datetime
from typing import Any

from chassis.core import pagination
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind, Page
from contracts.dossiers import (
    DossierStatus,
    DossierSummary,
    Lateness,
    ListDossiers,
    StatusCount,
    WorklistCounts,
)
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.actions.assignment import NOBODY
from dossiers.domain.rights.access import is_desk_officer, visible_filter
from dossiers.repository import DelegationRepository
from dossiers.repository.counters import DossierCounts
from dossiers.repository.dossiers import summary
from dossiers.repository.lists import ListPosition, ListScope, find_page, position_of


def list_dossiers(store: Store, request: ListDossiers, context: Context) -> Page[DossierSummary]:
    """In the order asked for; a dossier that moves in it meanwhile shifts no other."""
    moment = utcnow()
    asker = scope_of(store, context.actor, moment, with_stood_in_for=request.mine)
    list_ = _cursor_scope(request, asker)
    after = ListPosition(*pagination.decode_cursor(request.cursor, list_)) if request.cursor else None
    found = find_page(store.database, request, asker, after, moment)
    items = tuple(summary(document, moment) for document in found[: request.limit])
    if len(found) <= request.limit:
        return Page[DossierSummary](items=items)
    last = position_of(found[request.limit - 1], request.sort)
    return Page[DossierSummary](
        items=items, next_cursor=pagination.encode_cursor(last.value, last.dossier_id, list_)
    )


def count_desk(store: Store, context: Context) -> WorklistCounts:
    """For officers who work on dossiers. Raises FORBIDDEN."""
    moment, actor = utcnow(), context.actor
    if not is_desk_officer(actor):
        raise ServiceError(ErrorCode.FORBIDDEN)
    hands = scope_of(store, actor, moment, with_stood_in_for=True).holder_ids
    counters = DossierCounts(store.database, actor.agency_code)
    counts = tuple(
        StatusCount(status=DossierStatus(status), lateness=Lateness(late), count=count)
        for status, late, count in counters.by_status_and_lateness(moment)
    )
    return WorklistCounts(
        counts=counts, mine=counters.held_by(hands), unassigned=counters.unassigned(), as_of=moment
    )


def scope_of(store: Store, actor: Actor, moment: datetime, *, with_stood_in_for: bool) -> ListScope:
    """`with_stood_in_for`: for a question about whose hands, those of whom the caller stands in for count too."""
    officer = actor.kind is ActorKind.OFFICER
    asks = officer and with_stood_in_for
    others = DelegationRepository(store.database).stood_in_for(actor.account_id, moment) if asks else NOBODY
    return ListScope(visible_filter(actor), actor.agency_code if officer else "", others | {actor.account_id})


def _cursor_scope(request: ListDossiers, asker: ListScope) -> dict[str, Any]:
    """What a cursor is bound to: not the page, and not what passes with time."""
    return {**request.model_dump(mode="json", exclude={"limit", "cursor"}), "visible": asker.visible}
