"""Lists and counters of the desk, all through the one rule of who sees what."""

from datetime import datetime
from typing import Any

from chassis import pages
from chassis.context import Context
from chassis.moments import now
from chassis.store import Store
from contracts.base import Actor, ActorKind, Page
from contracts.dossiers import (
    DeskCount,
    DeskCounts,
    DossierSummary,
    Lateness,
    ListDossiers,
    Status,
)
from contracts.errors import Code, ServiceError
from dossiers.domain.access import at_the_desk, query
from dossiers.domain.assignment import ALONE
from dossiers.repository import DelegationRepository
from dossiers.repository.counters import Counters
from dossiers.repository.dossiers import summary
from dossiers.repository.lists import Asker, Place, page_of, place_of


def list_dossiers(store: Store, request: ListDossiers, context: Context) -> Page[DossierSummary]:
    """In the order asked for; a dossier that moves in it meanwhile shifts no other."""
    moment = now()
    asker = asker_of(store, context.actor, moment, with_stood_in_for=request.mine)
    list_ = _identity(request, asker)
    after = Place(*pages.decode(request.cursor, list_)) if request.cursor else None
    found = page_of(store.database, request, asker, after, moment)
    items = tuple(summary(document, moment) for document in found[: request.limit])
    if len(found) <= request.limit:
        return Page[DossierSummary](items=items)
    last = place_of(found[request.limit - 1], request.sort)
    return Page[DossierSummary](items=items, next_cursor=pages.encode(last.value, last.dossier_id, list_))


def count_desk(store: Store, context: Context) -> DeskCounts:
    """For officers who work on dossiers. Raises FORBIDDEN."""
    moment, actor = now(), context.actor
    if not at_the_desk(actor):
        raise ServiceError(Code.FORBIDDEN)
    hands = asker_of(store, actor, moment, with_stood_in_for=True).hands
    counters = Counters(store.database, actor.agency_code)
    counts = tuple(
        DeskCount(status=Status(status), lateness=Lateness(late), count=count)
        for status, late, count in counters.by_status_and_lateness(moment)
    )
    return DeskCounts(
        counts=counts, mine=counters.held_by(hands), unassigned=counters.unassigned(), as_of=moment
    )


def asker_of(store: Store, actor: Actor, moment: datetime, *, with_stood_in_for: bool) -> Asker:
    """`with_stood_in_for`: for a question about whose hands, those of whom the caller stands in for count too."""
    officer = actor.kind is ActorKind.OFFICER
    asks = officer and with_stood_in_for
    others = DelegationRepository(store.database).stood_in_for(actor.account_id, moment) if asks else ALONE
    return Asker(query(actor), actor.agency_code if officer else "", others | {actor.account_id})


def _identity(request: ListDossiers, asker: Asker) -> dict[str, Any]:
    """What a cursor is bound to: not the page, and not what passes with time."""
    return {**request.model_dump(mode="json", exclude={"limit", "cursor"}), "visible": asker.visible}
