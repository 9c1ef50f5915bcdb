"""Competence (thẩm quyền): which agency handles a procedure for the people of a unit on a day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from catalog.domain.agencies import agency_or_successor
from catalog.domain.validity import holds, runs_backwards
from contracts.catalog import AdminUnit, Agency, Competence, ProcedureContent, UnitKind
from contracts.errors import FieldError
from contracts.field_error_messages import wrong_field

CompetenceLevel = Literal["commune", "district", "province", "country", "non_territorial", "none"]


@dataclass(frozen=True)
class CompetenceQuestion:
    """The case to decide: a procedure, a unit and a day.

    `line` is the unit and those above it, nearest first; `neighbours` the codes of all units of its
    province. An unknown unit has an empty line; rules for its code or for the country decide."""

    procedure: ProcedureContent
    unit_code: str | None
    line: tuple[AdminUnit, ...]
    neighbours: frozenset[str]
    day: date


@dataclass(frozen=True)
class CompetenceAnswer:
    """The competent agencies by code, and the level of the rules that made them so."""

    agencies: tuple[Agency, ...]
    why: CompetenceLevel


def competent_agencies(
    case: CompetenceQuestion, rules: Iterable[Competence], agencies: Mapping[str, Agency]
) -> CompetenceAnswer:
    """`agencies` holds those of the rules, and those that took over from them."""
    applying = [rule for rule in rules if _applies(rule, case, agencies)]
    why, closest = _closest(case, applying)
    found = _acting_agencies(closest, case, agencies)
    if not case.procedure.non_territorial:
        return CompetenceAnswer(found, why)
    of_province = [rule for rule in applying if rule.unit_code in case.neighbours]
    every = dict.fromkeys((*found, *_acting_agencies(of_province, case, agencies)))
    return CompetenceAnswer(tuple(every), "non_territorial" if every else "none")


def _closest(
    case: CompetenceQuestion, rules: Sequence[Competence]
) -> tuple[CompetenceLevel, list[Competence]]:
    """The rules of the nearest unit that has any."""
    for why, code in _units_by_nearness(case):
        here = [rule for rule in rules if rule.unit_code == code]
        of_procedure = [rule for rule in here if rule.procedure_code is not None]
        if here:
            return why, of_procedure or here
    return "none", []


def _units_by_nearness(case: CompetenceQuestion) -> Iterator[tuple[CompetenceLevel, str | None]]:
    kinds: dict[UnitKind, CompetenceLevel] = {
        UnitKind.COMMUNE: "commune",
        UnitKind.DISTRICT: "district",
        UnitKind.PROVINCE: "province",
    }
    for unit in case.line:
        yield kinds[unit.kind], unit.code
    if not case.line and case.unit_code is not None:
        yield _kind_by_form(case.unit_code), case.unit_code
    yield "country", None


def _kind_by_form(code: str) -> CompetenceLevel:
    """Mã đơn vị hành chính: 2 digits a province, 3 a district, 5 a commune."""
    by_length: dict[int, CompetenceLevel] = {2: "province", 3: "district"}
    return by_length.get(len(code), "commune")


def _applies(rule: Competence, case: CompetenceQuestion, agencies: Mapping[str, Agency]) -> bool:
    if not holds(rule, case.day) or rule.agency_code not in agencies:
        return False
    if rule.procedure_code is not None:
        return rule.procedure_code == case.procedure.code
    field, levels = case.procedure.field, case.procedure.levels
    of_level = not levels or agencies[rule.agency_code].level in levels
    return field is not None and rule.field_code == field.code and of_level


def _acting_agencies(
    rules: Iterable[Competence], case: CompetenceQuestion, agencies: Mapping[str, Agency]
) -> tuple[Agency, ...]:
    """By code; an agency that has ended by that day is answered with the one that took over."""
    found = (agency_or_successor(agencies[rule.agency_code], case.day, agencies) for rule in rules)
    by_code = {agency.code: agency for agency in found if agency is not None}
    return tuple(by_code[code] for code in sorted(by_code))


def acts_by_rule(
    agency: Agency, case: CompetenceQuestion, rules: Sequence[Competence], agencies: Mapping[str, Agency]
) -> bool:
    """Whether one of the rules makes the agency competent for the people of the unit that the rule is about.

    Within one unit rules on the procedure go before those on its field.
    """
    applying = [rule for rule in rules if _applies(rule, case, agencies)]
    for unit_code in dict.fromkeys(rule.unit_code for rule in applying):
        here = [rule for rule in applying if rule.unit_code == unit_code]
        of_procedure = [rule for rule in here if rule.procedure_code is not None]
        if agency.code in {found.code for found in _acting_agencies(of_procedure or here, case, agencies)}:
            return True
    return False


def acting_agencies(
    case: CompetenceQuestion, rules: Iterable[Competence], agencies: Mapping[str, Agency]
) -> tuple[Agency, ...]:
    """The agencies that any of the rules makes competent, by code."""
    return _acting_agencies((rule for rule in rules if _applies(rule, case, agencies)), case, agencies)


def competence_faults(batch: Sequence[Competence], known_agencies: frozenset[str]) -> Iterator[FieldError]:
    """The faults of a batch of rules, which is written as a whole or not at all."""
    seen: set[str] = set()
    for number, rule in enumerate(batch):
        for field, code in _faults(rule, known_agencies, seen):
            yield wrong_field(f"/competences/{number}/{field}", code)
        seen.add(rule.competence_id)


def _faults(rule: Competence, known_agencies: frozenset[str], seen: set[str]) -> Iterator[tuple[str, str]]:
    if rule.competence_id in seen:
        yield "competence_id", "repeated"
    if rule.agency_code not in known_agencies:
        yield "agency_code", "unknown_code"
    if (rule.procedure_code is None) == (rule.field_code is None):
        yield "field_code", "one_of"
    if runs_backwards(rule):
        yield "valid_to", "backwards"
