"""Who is competent, with the starter's rules and new ones."""

from datetime import date, datetime
from typing import Any

import pytest
from tests.support.catalog.use_cases import Catalogue

from catalog import starter
from catalog.application import agencies_and_units, competence, filing_rules
from chassis.core.ids import new_id
from contracts.base import Actor, ActorKind
from contracts.catalog import (
    AdministrativeLevel,
    Agency,
    Competence,
    FilingCompetence,
    FindCompetent,
    GetFilingRules,
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


def filed(catalogue: Catalogue, procedure: str, agency: str, on: str = "2026-11-27") -> FilingCompetence:
    at = datetime.fromisoformat(f"{on}T03:00:00+00:00")
    request = GetFilingRules(procedure_code=procedure, agency_code=agency, at=at)
    found = catalogue.run(filing_rules.get_filing_rules, request).competence
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("procedure", "agency", "why"),
    [
        ("1.004222", "G01.26.31.05", "rule"),
        ("1.001193", "H26.31.06", "rule"),
        ("2.000635", "H26.15", "rule"),
        ("2.001610", "H26.12", "rule"),
        ("2.000986", "H26.31.05", "rule"),
        ("3.000347", "G01.26", "rule"),
    ],
)
def test_who_has_a_rule_takes_dossiers(catalogue: Catalogue, procedure: str, agency: str, why: str) -> None:
    found = filed(catalogue, procedure, agency)
    assert (found.competent, found.why, found.agencies) == (True, why, ())


@pytest.mark.parametrize(
    ("procedure", "agency", "instead"),
    [
        ("1.004222", "H26.31.05", "G01.26.31.05"),
        ("1.004222", "G18.26.31", "G01.26.31.05"),
        ("1.004222", "H26.12", "G01.26.31.05"),
        ("1.004222", "G15", "G01.26.31.05"),
        ("1.004222", "G01.26", "G01.26.31.05"),
        ("2.001610", "H26.15", "H26.12"),
        ("3.000347", "G01.26.31.05", "G01.26"),
        ("2.000986", "G18.26.31", "H26.31.05"),
        ("1.001456", "H26", "G01.26"),
    ],
)
def test_who_has_none_is_not_competent_and_learns_who_is(
    catalogue: Catalogue, procedure: str, agency: str, instead: str
) -> None:
    found = filed(catalogue, procedure, agency)
    assert (found.competent, found.why) == (False, "other_agency")
    assert instead in [one.code for one in found.agencies]


STARTER = sorted(procedure.code for procedure in starter.procedures())


@pytest.mark.parametrize("unit", ["99905", "99906", "01", "24"])
@pytest.mark.parametrize("procedure", STARTER)
def test_who_is_answered_as_competent_takes_the_dossier(
    catalogue: Catalogue, procedure: str, unit: str
) -> None:
    """The look-up promises what filing keeps."""
    codes, _ = who(catalogue, procedure, unit, date(2026, 11, 27))
    assert all(filed(catalogue, procedure, code).competent for code in codes)


def test_an_agency_that_has_ended_or_not_begun_takes_nothing(catalogue: Catalogue) -> None:
    gone = filed(catalogue, "1.004222", "G05")
    assert (gone.competent, gone.why, [one.code for one in gone.agencies]) == (False, "ended", ["G12"])
    coming = Agency(
        code="H26.77",
        name="Sở Tài chính mới",
        level=AdministrativeLevel.PROVINCE,
        valid_from=date(2030, 1, 1),
    )
    catalogue.run(
        agencies_and_units.save_agencies,
        SaveAgencies(command_id=new_id(), agencies=(coming,)),
        ADMINISTRATOR,
    )
    assert filed(catalogue, "2.001610", "H26.77").why == "not_begun"


def test_who_took_over_takes_the_dossiers_of_the_rule(catalogue: Catalogue) -> None:
    level = AdministrativeLevel.PROVINCE
    before = Agency(
        code="H26.78",
        name="Sở cũ",
        level=level,
        unit_code="01",
        valid_to=date(2026, 6, 30),
        successor_code="H26.79",
    )
    after = Agency(code="H26.79", name="Sở mới", level=level, unit_code="01", valid_from=date(2026, 7, 1))
    for one in (after, before):
        catalogue.run(
            agencies_and_units.save_agencies,
            SaveAgencies(command_id=new_id(), agencies=(one,)),
            ADMINISTRATOR,
        )
    save(catalogue, rule("took-over", "H26.78", procedure_code="2.001610", unit_code="01"))
    assert filed(catalogue, "2.001610", "H26.79").why == "rule"
    assert filed(catalogue, "2.001610", "H26.78").why == "ended"


def test_a_rule_that_does_not_hold_on_the_day_counts_for_nothing(catalogue: Catalogue) -> None:
    over = rule("over", "H26.31.06", procedure_code="1.004222", unit_code="99906", valid_to=date(2026, 1, 31))
    save(catalogue, over)
    assert filed(catalogue, "1.004222", "H26.31.06", "2026-01-31").competent
    assert not filed(catalogue, "1.004222", "H26.31.06", "2026-02-01").competent


def test_a_step_of_an_agency_that_has_ended_is_its_successors(catalogue: Catalogue) -> None:
    assert competence.acting_agency_code(catalogue.store, "G05", date(2026, 11, 27)) == "G12"
    assert competence.acting_agency_code(catalogue.store, "G05", date(2025, 1, 2)) == "G05"
    assert competence.acting_agency_code(catalogue.store, "H99.99", date(2026, 11, 27)) == "H99.99"
