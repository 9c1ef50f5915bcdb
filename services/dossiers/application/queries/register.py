"""The control sheet of a dossier and the register of an agency."""

from datetime import date

from chassis.core import pagination
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import ActorKind, Page
from contracts.dossiers import ControlSheet, GetControlSheet, ListRegister, RegisterRow
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.commands import DossierCommands
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.rights.access import is_desk_officer
from dossiers.repository.lists import ListPosition
from dossiers.repository.register import RegisterRepository


def get_control_sheet(desk: DossierCommands, request: GetControlSheet, context: Context) -> ControlSheet:
    dossier = get_visible_to_office(desk, request.dossier_id, context)
    return ControlSheet(dossier_id=dossier.dossier_id, code=dossier.code, rows=dossier.hand_overs)


def get_visible_to_office(desk: DossierCommands, dossier_id: str, context: Context) -> DossierState:
    """A paper of the office: who follows the dossier as a citizen is not shown it. Raises NOT_FOUND, FORBIDDEN."""
    dossier = desk.get_visible(dossier_id, context)
    if context.actor.kind is ActorKind.CITIZEN:
        raise ServiceError(ErrorCode.FORBIDDEN)
    return dossier


def list_register(store: Store, request: ListRegister, context: Context) -> Page[RegisterRow]:
    """A number is the row's place in the whole register of these days."""
    register = register_of(store, request.from_day, request.to_day, context)
    days = request.model_dump(mode="json", include={"from_day", "to_day"})
    list_ = {"register_of": context.actor.agency_code, **days}
    after = ListPosition(*pagination.decode_cursor(request.cursor, list_)) if request.cursor else None
    found = register.rows(after, request.limit + 1, utcnow())
    shown = found[: request.limit]
    if len(found) == len(shown):
        return Page[RegisterRow](items=tuple(shown))
    cursor = pagination.encode_cursor(shown[-1].received_at, shown[-1].dossier_id, list_)
    return Page[RegisterRow](items=tuple(shown), next_cursor=cursor)


def register_of(store: Store, first: date, last: date, context: Context) -> RegisterRepository:
    """Of the caller's agency. Raises FORBIDDEN for who does not work at its desk, INVALID_REQUEST."""
    if not is_desk_officer(context.actor):
        raise ServiceError(ErrorCode.FORBIDDEN)
    if last < first:
        raise invalid_field("/to_day", "not_later", "The last day is before the first.")
    return RegisterRepository(store.database, context.actor.agency_code, first, last)
