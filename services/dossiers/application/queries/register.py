"""The control sheet of a dossier (Phiếu kiểm soát) and the register of an agency (Sổ theo dõi hồ sơ)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.pagination import page, position_of
from contracts.base import Page
from contracts.data_readings import ReadPart
from contracts.dossiers import ControlSheet, GetControlSheet, HandOver, ListRegister, RegisterRow
from contracts.errors import ErrorCode, ServiceError
from dossiers.application.dependencies import Dependencies
from dossiers.application.dossier_access import visible_dossier
from dossiers.application.readings import record_lines, record_reading
from dossiers.domain.model.dossier import DossierState
from dossiers.domain.model.refusals import invalid_field
from dossiers.domain.rights.disclosure import Audience, audience
from dossiers.domain.rights.officers import is_desk_officer, is_officer_of
from dossiers.repository import DossierRepository
from dossiers.repository.register import RegisterPeriod, RegisterRepository


def get_control_sheet(deps: Dependencies, request: GetControlSheet, context: Context) -> ControlSheet:
    """The rows of the control sheet. Raises as `dossier_for_office`."""
    dossier = dossier_for_office(deps, request.dossier_id, context)
    record_reading(deps, dossier, ReadPart.CONTROL_SHEET, context)
    hands = (each for row in dossier.hand_overs for each in (row.from_officer_id, row.to_officer_id))
    officers = deps.clients.accounts.names(hands, context)
    rows = tuple(_with_names(row, dossier, officers) for row in dossier.hand_overs)
    return ControlSheet(dossier_id=dossier.dossier_id, code=dossier.code, rows=rows)


def _with_names(row: HandOver, dossier: DossierState, officers: Mapping[str, str]) -> HandOver:
    names = (dossier.agency_name_of(code) for code in row.to_agency_codes or (dossier.agency_code,))
    return row.model_copy(
        update={
            "from_officer_name": officers.get(row.from_officer_id or ""),
            "to_officer_name": officers.get(row.to_officer_id or ""),
            "from_agency_name": dossier.agency_name_of(row.from_agency_code or dossier.agency_code),
            "to_agency_names": tuple(name for name in names if name),
        }
    )


def dossier_for_office(deps: Dependencies, dossier_id: str, context: Context) -> DossierState:
    """The dossier of a paper of the office, which its citizens and who is asked for an opinion do not see.

    Raises NOT_FOUND, FORBIDDEN.
    """
    dossier = visible_dossier(deps.store, dossier_id, context)
    if audience(context.actor, dossier) is not Audience.OFFICE:
        raise ServiceError(ErrorCode.FORBIDDEN)
    return dossier


def own_dossier(deps: Dependencies, dossier_id: str, context: Context) -> DossierState:
    """The dossier of a paper that its agency makes and seals: by officers of that agency alone.

    Raises NOT_FOUND, FORBIDDEN.
    """
    dossier = visible_dossier(deps.store, dossier_id, context)
    if not is_officer_of(context.actor, dossier.agency_code):
        raise ServiceError(ErrorCode.FORBIDDEN)
    return dossier


def list_register(deps: Dependencies, request: ListRegister, context: Context) -> Page[RegisterRow]:
    """One page of the register; the number of a row is its place in all of it. Raises as `register_period`."""
    period = register_period(request.from_day, request.to_day, context)
    days = request.model_dump(mode="json", include={"from_day", "to_day"})
    list_ = {"register_of": context.actor.agency_code, **days}
    after = position_of(request.cursor, list_, datetime)
    rows = deps.store.repository(RegisterRepository).rows(period, after, request.limit + 1, utcnow())
    record_rows(deps, rows[: request.limit], context)
    return page(
        Page[RegisterRow],
        rows,
        request.limit,
        key=lambda row: (row.received_at, row.dossier_id),
        filter=list_,
    )


def record_rows(deps: Dependencies, rows: Sequence[RegisterRow], context: Context) -> None:
    """Record that the caller is shown these rows, each with the name of the person."""
    followers = deps.store.repository(DossierRepository).followers_of(row.dossier_id for row in rows)
    record_lines(deps, ReadPart.REGISTER_ROW, followers, context)


def register_period(first: date, last: date, context: Context) -> RegisterPeriod:
    """The register of the caller's agency. Raises FORBIDDEN for who does not work at its desk, INVALID_REQUEST."""
    if not is_desk_officer(context.actor):
        raise ServiceError(ErrorCode.FORBIDDEN)
    if last < first:
        raise invalid_field("/to_day", "not_later", "The last day is before the first.")
    return RegisterPeriod(context.actor.agency_code, first, last)
