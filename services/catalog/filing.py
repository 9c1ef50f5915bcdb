"""The law that a dossier is filed under, gathered in one answer."""

from catalog.calendars import calendar_of
from catalog.domain.regimes import ruling
from catalog.repository.agencies import Agencies
from catalog.repository.procedures import Procedures
from catalog.repository.rules import Rules
from chassis.mongo import Store
from contracts.catalog import FilingRules, GetFilingRules, Procedure
from contracts.errors import Code, ServiceError, not_found


def filing_rules(store: Store, request: GetFilingRules) -> FilingRules:
    rules = Rules(store.database)
    procedure = _fileable(store, request.procedure_code)
    line = Agencies(store.database).with_those_above(request.agency_code)
    if not line:
        raise not_found("agency")
    regime = ruling(rules.regimes(), request.at)
    if regime is None:
        raise not_found("regime")
    calendar = calendar_of(store, line)
    return FilingRules(procedure=procedure, agency=line[0], regime=regime, calendar=calendar)


def _fileable(store: Store, code: str) -> Procedure:
    procedure = Procedures(store.database).get(code)
    if procedure is None:
        raise not_found("procedure")
    if not procedure.fileable:
        raise ServiceError(Code.PROCEDURE_NOT_FILEABLE, procedure=code)
    return procedure
