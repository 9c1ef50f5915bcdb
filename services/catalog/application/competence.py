"""Competence (thẩm quyền giải quyết): which agency handles a procedure for a unit, the rules, agencies of steps."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from catalog.application.agencies_and_units import import_report_of, today
from catalog.application.changes import run_command
from catalog.application.procedures import procedure_on
from catalog.domain import competence as law
from catalog.domain.access import require_keeper
from catalog.domain.agencies import MAX_DEPTH, agency_or_successor
from catalog.domain.executing_agencies import performs
from catalog.domain.validity import has_ended, holds
from catalog.repository.agencies import AgencyRepository
from catalog.repository.competences import CompetenceRepository
from catalog.repository.units import UnitRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts import catalog as contract
from contracts.catalog import (
    AdminUnit,
    Agency,
    Competence,
    CompetentAgencies,
    FilingCompetence,
    FindCompetent,
    ImportReport,
    ProcedureContent,
    SaveCompetences,
    UnitKind,
)
from contracts.errors import ErrorCode, ServiceError, not_found


def find_competent(store: Store, request: FindCompetent, _: Context) -> CompetentAgencies:
    """Raises ServiceError(NOT_FOUND) for a procedure that is not in force on the day."""
    answer = competence_of(store, request.procedure_code, request.unit_code, request.on or today())
    return CompetentAgencies(agencies=answer.agencies, why=answer.why)


def competence_of(
    store: Store, procedure_code: str, unit_code: str | None, day: date
) -> law.CompetenceAnswer:
    """`unit_code` None: rules of the whole country alone. Raises ServiceError(NOT_FOUND) for the procedure."""
    procedure = procedure_on(store, procedure_code, day)
    if procedure is None:
        raise not_found("procedure")
    case = _competence_question(store.repository(UnitRepository), procedure, unit_code, day)
    unit_codes = {unit.code for unit in case.line} | case.neighbours
    if unit_code is not None:
        unit_codes = {*unit_codes, unit_code}
    field_code = procedure.field.code if procedure.field else None
    rules = store.repository(CompetenceRepository).candidates(procedure.code, field_code, unit_codes)
    named = _with_successors(store.repository(AgencyRepository), {rule.agency_code for rule in rules})
    return law.competent_agencies(case, rules, named)


def resolve_step_agency(store: Store, competent_for: str, unit_code: str | None, day: date) -> Agency:
    """The one agency that does another procedure's part for a unit. Raises ServiceError(NOT_FOUND) when there is none.

    Of several, the first by code: a step belongs to one agency.
    """
    answer = competence_of(store, competent_for, unit_code, day)
    if not answer.agencies:
        raise not_found("competent_agency")
    return answer.agencies[0]


def filing_competence(
    store: Store, procedure: ProcedureContent, agency: Agency, day: date
) -> FilingCompetence:
    """Whether dossiers of the procedure may be filed for the agency on a day, and who else is competent.

    Rules of competence decide: those that name the agency, or one whose place it took, for any unit; where its province
    has rules that name others, it is not. Where the province has none, the level and the words of the procedure's
    executing agencies decide.
    """
    agencies = store.repository(AgencyRepository)
    if not holds(agency, day):
        successors = _with_successors(agencies, [agency.code])
        successor = agency_or_successor(agency, day, successors)
        why: Literal["ended", "not_begun"] = "ended" if has_ended(agency, day) else "not_begun"
        return FilingCompetence(competent=False, why=why, agencies=(successor,) if successor else ())
    case = law.CompetenceQuestion(procedure, agency.unit_code, (), frozenset(), day)
    if _is_named(store, case, agency):
        return FilingCompetence(competent=True, why="rule")
    others = _others(store, case, agency)
    if not others and performs(agency, procedure):
        return FilingCompetence(competent=True, why="executing_agency")
    return FilingCompetence(competent=False, why="other_agency", agencies=others or _anywhere(store, case))


MOST_NAMED = 10
"""Competent agencies that are named to who asked at another one."""


def _is_named(store: Store, case: law.CompetenceQuestion, agency: Agency) -> bool:
    """By a rule on the agency itself; else on one whose place it took."""
    agencies = store.repository(AgencyRepository)
    line, latest = {agency.code: agency}, [agency]
    for _ in range(MAX_DEPTH):
        if _named_by_rule(store, case, agency, line):
            return True
        latest = [
            found for one in latest for found in agencies.predecessors(one.code) if found.code not in line
        ]
        if not latest:
            return False
        line |= {found.code: found for found in latest}
    return False


def _named_by_rule(
    store: Store, case: law.CompetenceQuestion, agency: Agency, line: dict[str, Agency]
) -> bool:
    rules, procedure = store.repository(CompetenceRepository), case.procedure
    own = rules.of_agencies(line, procedure.code, _field_code(procedure))
    of_procedure = [rule for rule in own if rule.procedure_code is not None]
    if law.acts_by_rule(agency, case, of_procedure, line):
        return True
    if not own:
        return False
    codes = {rule.unit_code for rule in own if rule.unit_code is not None}
    beside = rules.candidates(procedure.code, _field_code(procedure), codes)
    units = {rule.unit_code for rule in own}
    known = line | _with_successors(store.repository(AgencyRepository), {rule.agency_code for rule in beside})
    return law.acts_by_rule(agency, case, [rule for rule in beside if rule.unit_code in units], known)


def _others(store: Store, case: law.CompetenceQuestion, agency: Agency) -> tuple[Agency, ...]:
    """The competent agencies of its province, those of its own unit first."""
    units = store.repository(UnitRepository)
    unit = None if agency.unit_code is None else units.get(agency.unit_code, case.day)
    if unit is None:
        codes = frozenset({agency.unit_code} if agency.unit_code else ())
    else:
        codes = _codes_within(units, _unit_chain(units, unit)[-1], case.day)
    rules = store.repository(CompetenceRepository).candidates(
        case.procedure.code, _field_code(case.procedure), codes
    )
    rules.sort(key=lambda rule: (rule.unit_code != agency.unit_code, rule.competence_id))
    return _acting(store, case, rules)


def _anywhere(store: Store, case: law.CompetenceQuestion) -> tuple[Agency, ...]:
    rules = store.repository(CompetenceRepository)
    return _acting(store, case, rules.anywhere(case.procedure.code, _field_code(case.procedure), MOST_NAMED))


def _acting(store: Store, case: law.CompetenceQuestion, rules: Sequence[Competence]) -> tuple[Agency, ...]:
    first = rules[: MOST_NAMED * 5]
    named = _with_successors(store.repository(AgencyRepository), {rule.agency_code for rule in first})
    return law.acting_agencies(case, first, named)[:MOST_NAMED]


def _field_code(procedure: ProcedureContent) -> str | None:
    return procedure.field.code if procedure.field else None


def acting_agency_code(store: Store, code: str, day: date) -> str:
    """The code, or that of the agency that had taken over by the day; the code itself where nobody has."""
    known = _with_successors(store.repository(AgencyRepository), [code])
    acting = agency_or_successor(known[code], day, known) if code in known else None
    return acting.code if acting else code


def save_competences(store: Store, request: SaveCompetences, context: Context) -> ImportReport:
    """All of the batch or nothing. Raises ServiceError: FORBIDDEN, INVALID_REQUEST."""
    require_keeper(context.actor)
    return run_command(
        store, contract.save_competences, request, context, lambda uow: _store(uow, request.competences)
    )


def _store(uow: UnitOfWork, batch: Sequence[Competence]) -> ImportReport:
    agencies = uow.repository(AgencyRepository).by_keys({rule.agency_code for rule in batch})
    if faults := tuple(law.competence_faults(batch, frozenset(agencies))):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=faults)
    return import_report_of(uow.repository(CompetenceRepository).save_changed(batch), batch)


def _competence_question(
    units: UnitRepository, procedure: ProcedureContent, unit_code: str | None, day: date
) -> law.CompetenceQuestion:
    unit = None if unit_code is None else units.get(unit_code, day)
    line = () if unit is None else _unit_chain(units, unit)
    wide = procedure.non_territorial and line and line[-1].kind is UnitKind.PROVINCE
    neighbours = _codes_within(units, line[-1], day) if wide else frozenset[str]()
    return law.CompetenceQuestion(procedure, unit_code, line, neighbours, day)


def _unit_chain(units: UnitRepository, unit: AdminUnit) -> tuple[AdminUnit, ...]:
    """The unit and those above it: three levels at most."""
    line = [unit]
    while line[-1].parent_id is not None and len(line) < len(UnitKind):
        above = units.by_keys([line[-1].parent_id]).values()
        if not above:
            break
        line += above
    return tuple(line)


def _codes_within(units: UnitRepository, province: AdminUnit, day: date) -> frozenset[str]:
    """The codes of a province and of all units in it, two levels down."""
    found = [province]
    level = [province]
    for _ in (UnitKind.DISTRICT, UnitKind.COMMUNE):
        level = units.children([unit.unit_id for unit in level], day)
        found += level
    return frozenset(unit.code for unit in found)


def _with_successors(agencies: AgencyRepository, codes: Iterable[str]) -> dict[str, Agency]:
    """One round trip for each step of succession; mostly none beyond the first."""
    found: dict[str, Agency] = {}
    missing = set(codes)
    for _ in range(MAX_DEPTH):
        if not missing:
            break
        found |= agencies.by_keys(missing)
        missing = {agency.successor_code for agency in found.values() if agency.successor_code} - found.keys()
    return found
