"""The control sheet of a dossier and the register of an agency."""

from datetime import date

from chassis import pages
from chassis.context import Context
from chassis.moments import now
from chassis.store import Store
from contracts.base import ActorKind, Page
from contracts.dossiers import ControlSheet, GetControlSheet, ListRegister, RegisterRow
from contracts.errors import Code, ServiceError
from dossiers.acts import Desk
from dossiers.domain.access import at_the_desk
from dossiers.domain.dossier import Dossier
from dossiers.domain.guards import invalid_field
from dossiers.repository.lists import Place
from dossiers.repository.register import Register


def get_control_sheet(desk: Desk, request: GetControlSheet, context: Context) -> ControlSheet:
    dossier = look_at_sheet(desk, request.dossier_id, context)
    return ControlSheet(dossier_id=dossier.dossier_id, code=dossier.code, rows=dossier.hand_overs)


def look_at_sheet(desk: Desk, dossier_id: str, context: Context) -> Dossier:
    """A paper of the office: who follows the dossier as a citizen is not shown it. Raises NOT_FOUND, FORBIDDEN."""
    dossier = desk.look(dossier_id, context)
    if context.actor.kind is ActorKind.CITIZEN:
        raise ServiceError(Code.FORBIDDEN)
    return dossier


def list_register(store: Store, request: ListRegister, context: Context) -> Page[RegisterRow]:
    """A number is the row's place in the whole register of these days."""
    register = register_of(store, request.from_day, request.to_day, context)
    days = request.model_dump(mode="json", include={"from_day", "to_day"})
    list_ = {"register_of": context.actor.agency_code, **days}
    after = Place(*pages.decode(request.cursor, list_)) if request.cursor else None
    found = register.rows(after, request.limit + 1, now())
    shown = found[: request.limit]
    if len(found) == len(shown):
        return Page[RegisterRow](items=tuple(shown))
    cursor = pages.encode(shown[-1].received_at, shown[-1].dossier_id, list_)
    return Page[RegisterRow](items=tuple(shown), next_cursor=cursor)


def register_of(store: Store, first: date, last: date, context: Context) -> Register:
    """Of the caller's agency. Raises FORBIDDEN for who does not work at its desk, INVALID_REQUEST."""
    if not at_the_desk(context.actor):
        raise ServiceError(Code.FORBIDDEN)
    if last < first:
        raise invalid_field("/to_day", "not_later", "The last day is before the first.")
    return Register(store.database, context.actor.agency_code, first, last)
