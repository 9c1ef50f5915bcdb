"""Who is competent, with the starter's rules and new ones."""

from datetime import date
from typing import Any

import pytest
from tests.support.catalog.use_cases import Catalogue

from catalog.application import agencies_and_units, competence
from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    Competence,
    FindCompetent,
    ImportReport,
    SaveAgencies,
    SaveCompetences,
)
from contracts.errors import ErrorCode, ServiceError

ADMINISTRATOR = Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin-1")
CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="citizen-1")


def who(catalogue: Catalogue, procedure: str, unit: str, on: date | None = None) -> tuple[list[str], str]:
    request = FindCompetent(procedure_code=procedure, unit_code=unit, on=on)
    found = catalogue.run(competence.find_competent, request)
    return [agency.code for agency in found.agencies], found.why


def save(catalogue: Catalogue, *rules: Competence, actor: Actor = ADMINISTRATOR) -> ImportReport:
    request = SaveCompetences(command_id=new_id(), competences=rules)
    return catalogue.run(competence.save_competences, request, actor)


def rule(name: str, agency: str, **fields: Any) -> Competence:
    return Competence(competence_id=f"t:{name}", agency_code=agency, **fields)


@pytest.mark.parametrize(
    ("procedure", "unit", "answer"),
    [
        ("1.001193", "99905", (["H26.31.05"], "commune")),
        ("1.001193", "99906", (["H26.31.06"], "commune")),
        ("1.001193", "01", ([], "none")),
        ("2.000635", "01", (["H26.15"], "province")),
        ("1.004222", "99905", (["G01.26.31.05"], "commune")),
        ("1.004222", "99906", ([], "none")),
        ("1.001456", "99906", (["G01.26"], "province")),
        ("2.001610", "99905", (["H26.12"], "province")),
    ],
)
def test_the_starter_knows_who_is_competent(
    catalogue: Catalogue, procedure: str, unit: str, answer: tuple[list[str], str]
) -> None:
    assert who(catalogue, procedure, unit) == answer


def test_a_rule_holds_on_its_days_only(catalogue: Catalogue) -> None:
    assert who(catalogue, "1.001456", "01", date(2025, 7, 1)) == (["G01.26"], "province")
    assert who(catalogue, "1.001456", "01", date(2025, 6, 30)) == ([], "none")


def test_the_country_answers_where_nobody_nearer_does(catalogue: Catalogue) -> None:
    save(catalogue, rule("country", "G15", procedure_code="1.000894"))
    assert who(catalogue, "1.000894", "79") == (["G15"], "country")
    assert who(catalogue, "1.000894", "99905") == (["H26.31.05"], "commune")


def test_saving_counts_and_repeats_nothing(catalogue: Catalogue) -> None:
    made = rule("counted", "H26", field_code="F-01", unit_code="01")
    assert save(catalogue, made) == ImportReport(loaded=1, updated=0, unchanged=0)
    assert save(catalogue, made) == ImportReport(loaded=0, updated=0, unchanged=1)
    changed = made.model_copy(update={"unit_code": None})
    assert save(catalogue, changed) == ImportReport(loaded=0, updated=1, unchanged=0)


def test_a_rule_for_an_unknown_agency_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(ServiceError) as refused:
        save(catalogue, rule("lost", "H26.87", field_code="F-01"))
    assert [fault.pointer for fault in refused.value.errors] == ["/competences/0/agency_code"]


def test_citizens_write_no_rules(catalogue: Catalogue) -> None:
    with pytest.raises(ServiceError) as refused:
        save(catalogue, rule("mine", "H26", field_code="F-01"), actor=CITIZEN)
    assert refused.value.code is ErrorCode.FORBIDDEN


def test_an_unknown_procedure_is_not_found(catalogue: Catalogue) -> None:
    with pytest.raises(ServiceError) as refused:
        who(catalogue, "1.999999", "01")
    assert refused.value.code is ErrorCode.NOT_FOUND


def test_who_took_over_answers_for_an_agency_that_ended(catalogue: Catalogue) -> None:
    ended = Agency(
        code="H26.70",
        name="Cơ quan cũ",
        level=AdministrativeLevel.PROVINCE,
        valid_to=date(2026, 1, 31),
        successor_code="H26.71",
    )
    heir = Agency(code="H26.71", name="Cơ quan mới", level=AdministrativeLevel.PROVINCE)
    request = SaveAgencies(command_id=new_id(), agencies=(ended, heir))
    catalogue.run(agencies_and_units.save_agencies, request, ADMINISTRATOR)
    save(catalogue, rule("old", "H26.70", procedure_code="1.000656", unit_code="79"))
    assert who(catalogue, "1.000656", "79", date(2026, 1, 31)) == (["H26.70"], "province")
    assert who(catalogue, "1.000656", "79", date(2026, 2, 1)) == (["H26.71"], "province")
