"""The law that a dossier is filed under, gathered in one answer."""

from datetime import date

from catalog.domain.agency_codes import root
from catalog.domain.calendars import NATIONAL
from catalog.domain.provincial_fees import with_provincial_fees
from catalog.domain.regimes import local_day, ruling
from catalog.in_force import procedure_on
from catalog.repository.provincial_fees import ProvincialFeeTable
from catalog.repository.rules import Rules
from chassis.mongo import Store
from contracts.accounts import AgencyCode
from contracts.catalog import Agency, FeeKind, FilingRules, GetFilingRules, Procedure
from contracts.errors import Code, ServiceError, not_found


def filing_rules(store: Store, request: GetFilingRules) -> FilingRules:
    rules = Rules(store.database)
    day = local_day(request.at)
    procedure = _fileable(store, request.procedure_code, day)
    agency = rules.agency(request.agency_code)
    if agency is None:
        raise not_found("agency")
    regime = ruling(rules.regimes(), request.at)
    if regime is None:
        raise not_found("regime")
    calendar = rules.calendar(NATIONAL)
    if calendar is None:
        raise ServiceError(Code.CALENDAR_INCOMPLETE, calendar=NATIONAL)
    return FilingRules(
        procedure=_with_provincial_fees(store, procedure, agency, day),
        agency=agency,
        regime=regime,
        calendar=calendar,
        step_agencies=step_agencies(procedure),
    )


def step_agencies(procedure: Procedure) -> dict[str, AgencyCode]:
    """The agency of every step that names one by its code."""
    return {
        step.code: step.agency.agency_code
        for step in procedure.steps
        if step.agency is not None and step.agency.agency_code is not None
    }


def _fileable(store: Store, code: str, day: date) -> Procedure:
    procedure = procedure_on(store, code, day)
    if procedure is None:
        raise not_found("procedure")
    if not procedure.fileable:
        raise ServiceError(Code.PROCEDURE_NOT_FILEABLE, procedure=code)
    return procedure


def _with_provincial_fees(store: Store, procedure: Procedure, agency: Agency, day: date) -> Procedure:
    worded = [fee.code for fee in procedure.fees if fee.kind is FeeKind.TEXT]
    if not worded:
        return procedure
    table = ProvincialFeeTable(store.database).of(root(agency.code), worded)
    return procedure.model_copy(update={"fees": with_provincial_fees(procedure.fees, table, day)})
