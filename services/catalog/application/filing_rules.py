"""Filing rules (căn cứ pháp lý của hồ sơ): procedure, agency, regime, calendar and step agencies in one answer."""

from datetime import date

from catalog.application.calendars import calendar_of
from catalog.application.competence import acting_agency_code, filing_competence, resolve_step_agency
from catalog.application.procedures import procedure_on
from catalog.domain.agency_codes import root
from catalog.domain.provincial_fees import with_provincial_fees
from catalog.domain.regimes import own_terms, regime_on, with_agency_terms
from catalog.repository.agencies import AgencyRepository
from catalog.repository.provincial_fees import ProvincialFeeRepository
from catalog.repository.regimes import AgencyTermsRepository, RegimeRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.accounts import AgencyCode
from contracts.catalog import Agency, FeeKind, FilingRules, GetFilingRules, Procedure, StepAgency
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.time import local_day


def get_filing_rules(store: Store, request: GetFilingRules, _: Context) -> FilingRules:
    """The law of the local day of `at`. Raises ServiceError: NOT_FOUND, PROCEDURE_NOT_FILEABLE, CALENDAR_INCOMPLETE."""
    day = local_day(request.at)
    procedure = _fileable_procedure(store, request.procedure_code, day)
    chain = store.repository(AgencyRepository).with_ancestors(request.agency_code)
    if not chain:
        raise not_found("agency")
    agency = chain[0]
    regime = regime_on(store.repository(RegimeRepository).all(), request.at)
    if regime is None:
        raise not_found("regime")
    codes = [each.code for each in chain]
    terms = store.repository(AgencyTermsRepository).under((regime.regime_id, regime.amends), codes)
    return FilingRules(
        procedure=_with_provincial_fees(store, procedure, agency, day),
        agency=agency,
        regime=with_agency_terms(regime, own_terms(regime, terms, codes)).for_procedure(procedure.code, day),
        calendar=calendar_of(store, chain),
        step_agencies=step_agencies(store, procedure, agency, day),
        competence=filing_competence(store, procedure, agency, day),
    )


def step_agencies(store: Store, procedure: Procedure, agency: Agency, day: date) -> dict[str, AgencyCode]:
    """The agency of every step that belongs to another one: named by its code, or competent where `agency` sits. One that
    has ended by the day is answered with the one that took over.

    Raises NOT_FOUND for a step without a competent agency.
    """
    return {
        step.code: _step_agency(store, step.agency, agency, day)
        for step in procedure.steps
        if step.agency is not None and (step.agency.agency_code or step.agency.competent_for)
    }


def _step_agency(store: Store, named: StepAgency, agency: Agency, day: date) -> AgencyCode:
    if named.agency_code is not None:
        return acting_agency_code(store, named.agency_code, day)
    assert named.competent_for is not None
    return resolve_step_agency(store, named.competent_for, agency.unit_code, day).code


def _fileable_procedure(store: Store, code: str, day: date) -> Procedure:
    procedure = procedure_on(store, code, day)
    if procedure is None:
        raise not_found("procedure")
    if not procedure.fileable:
        raise ServiceError(ErrorCode.PROCEDURE_NOT_FILEABLE, procedure=code)
    return procedure


def _with_provincial_fees(store: Store, procedure: Procedure, agency: Agency, day: date) -> Procedure:
    worded = [fee.code for fee in procedure.fees if fee.kind is FeeKind.TEXT]
    if not worded:
        return procedure
    table = store.repository(ProvincialFeeRepository).of_province(root(agency.code), worded)
    return procedure.model_copy(update={"fees": with_provincial_fees(procedure.fees, table, day)})
