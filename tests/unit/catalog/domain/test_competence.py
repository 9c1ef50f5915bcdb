"""Which rule decides who is competent."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import starter
from catalog.domain.competence import (
    CompetenceAnswer,
    CompetenceQuestion,
    competence_faults,
    competent_agencies,
)
from contracts.catalog import (
    AdministrativeLevel,
    AdminUnit,
    Agency,
    Competence,
    NamedCode,
    ProcedureContent,
    ProcedureSource,
    UnitKind,
)

DAY = date(2026, 11, 21)
PROVINCE = AdminUnit(unit_id="p", code="01", name="Tỉnh", kind=UnitKind.PROVINCE)
COMMUNE = AdminUnit(unit_id="c", code="00004", name="Phường", kind=UnitKind.COMMUNE, parent_id="p")
DISTRICT = AdminUnit(unit_id="d", code="001", name="Quận", kind=UnitKind.DISTRICT, parent_id="p")
AGENCIES = {
    "H26": Agency(code="H26", name="Tỉnh", level=AdministrativeLevel.PROVINCE),
    "H26.01": Agency(code="H26.01", name="Phường một", level=AdministrativeLevel.COMMUNE),
    "H26.02": Agency(code="H26.02", name="Phường hai", level=AdministrativeLevel.COMMUNE),
    "G15": Agency(code="G15", name="Bộ", level=AdministrativeLevel.MINISTRY),
}


def procedure(**fields: Any) -> ProcedureContent:
    return ProcedureContent(
        code="1.001193",
        name="Đăng ký khai sinh",
        field=NamedCode(code="G15-TP07", name="Hộ tịch"),
        promulgator=NamedCode(code="G15", name="Bộ Tư pháp"),
        fileable=True,
        source=ProcedureSource.STARTER,
        **fields,
    )


def rule(agency: str, unit: str | None, *, field: bool = False, **fields: Any) -> Competence:
    what = {"field_code": "G15-TP07"} if field else {"procedure_code": "1.001193"}
    return Competence(
        competence_id=f"{agency}-{unit}-{field}", agency_code=agency, unit_code=unit, **what, **fields
    )


def ask(
    *rules: Competence, line: tuple[AdminUnit, ...] = (COMMUNE, PROVINCE), day: date = DAY, **fields: Any
) -> tuple[list[str], str]:
    """Codes of the agencies, and why."""
    neighbours = frozenset({"01", "00004", "00008"})
    code = line[0].code if line else "00004"
    answer: CompetenceAnswer = competent_agencies(
        CompetenceQuestion(procedure(**fields), code, line, neighbours, day), rules, AGENCIES
    )
    return [agency.code for agency in answer.agencies], answer.why


def test_the_commune_before_the_province_before_the_country() -> None:
    near, middle, far = rule("H26.01", "00004"), rule("H26", "01"), rule("G15", None)
    assert ask(far, middle, near) == (["H26.01"], "commune")
    assert ask(far, middle) == (["H26"], "province")
    assert ask(far) == (["G15"], "country")
    assert ask() == ([], "none")


def test_a_district_stands_between_them() -> None:
    assert ask(rule("H26", "01"), rule("H26.01", "001"), line=(COMMUNE, DISTRICT, PROVINCE)) == (
        ["H26.01"],
        "district",
    )


def test_the_procedure_before_its_field_in_one_unit() -> None:
    assert ask(rule("H26.01", "00004", field=True), rule("H26.02", "00004")) == (["H26.02"], "commune")
    assert ask(rule("H26.01", "00004", field=True), rule("G15", "01")) == (["H26.01"], "commune")


def test_a_rule_on_the_field_speaks_of_procedures_of_its_agency_s_level() -> None:
    rules = (rule("H26.01", "00004", field=True), rule("H26", "01", field=True))
    assert ask(*rules, levels=(AdministrativeLevel.PROVINCE,)) == (["H26"], "province")
    assert ask(*rules, levels=(AdministrativeLevel.COMMUNE, AdministrativeLevel.PROVINCE)) == (
        ["H26.01"],
        "commune",
    )
    assert ask(rule("H26.01", "00004"), levels=(AdministrativeLevel.PROVINCE,)) == (["H26.01"], "commune")


def test_rules_of_elsewhere_and_of_other_things_say_nothing() -> None:
    other = Competence(competence_id="x", agency_code="H26.02", procedure_code="1.000894", unit_code="00004")
    other_field = Competence(
        competence_id="y", agency_code="H26.02", field_code="G01-CA05", unit_code="00004"
    )
    assert ask(other, other_field, rule("H26.02", "00008"), rule("H99", "00004")) == ([], "none")


def test_a_rule_holds_on_its_days() -> None:
    old = rule("H26.01", "00004", valid_to=date(2026, 6, 30))
    new = rule("H26.02", "00004", valid_from=date(2026, 7, 1))
    assert ask(old, new, day=date(2026, 6, 30)) == (["H26.01"], "commune")
    assert ask(old, new, day=date(2026, 7, 1)) == (["H26.02"], "commune")


def test_all_offices_of_the_closest_place_are_named_by_code() -> None:
    both = (rule("H26.02", "00004"), rule("H26.01", "00004"))
    assert ask(*both) == (["H26.01", "H26.02"], "commune")


def test_what_is_not_bound_to_territory_may_be_filed_anywhere_in_the_province_the_closest_first() -> None:
    rules = (rule("H26.02", "00004"), rule("H26.01", "00008"), rule("H26", "01"), rule("G15", None))
    assert ask(*rules, non_territorial=True) == (["H26.02", "H26", "H26.01"], "non_territorial")
    assert ask(rule("G15", None), non_territorial=True) == (["G15"], "non_territorial")
    assert ask(non_territorial=True) == ([], "none")


def test_a_unit_that_nobody_knows_is_answered_by_its_code() -> None:
    assert ask(rule("H26.01", "00004"), line=()) == (["H26.01"], "commune")
    assert ask(rule("G15", None), line=()) == (["G15"], "country")


def test_an_agency_that_ended_is_answered_with_its_successor() -> None:
    ended = Agency(
        code="H26.03",
        name="Cũ",
        level=AdministrativeLevel.COMMUNE,
        valid_to=date(2025, 6, 30),
        successor_code="H26.01",
    )
    question = CompetenceQuestion(procedure(), "00004", (COMMUNE, PROVINCE), frozenset(), DAY)
    answer = competent_agencies(question, [rule("H26.03", "00004")], {**AGENCIES, "H26.03": ended})
    assert [agency.code for agency in answer.agencies] == ["H26.01"]


RULES = st.builds(
    rule,
    st.sampled_from(sorted(AGENCIES)),
    st.sampled_from(["00004", "00008", "01", None]),
    field=st.booleans(),
    valid_from=st.none() | st.just(date(2026, 12, 1)),
)


@given(st.lists(RULES, max_size=6), st.booleans())
def test_the_order_of_rules_does_not_matter_and_bound_or_not_the_closest_come_first(
    rules: list[Competence], free: bool
) -> None:
    found, why = ask(*rules, non_territorial=free)
    assert ask(*reversed(rules), non_territorial=free) == (found, why)
    bound, _ = ask(*rules)
    assert found[: len(bound)] == bound
    assert (why == "none") == (not found)


def found_faults(*batch: Competence) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in competence_faults(batch, frozenset(AGENCIES))]


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (rule("H99", None), ("/competences/0/agency_code", "unknown_code")),
        (Competence(competence_id="x", agency_code="H26"), ("/competences/0/field_code", "one_of")),
        (
            Competence(competence_id="x", agency_code="H26", field_code="f", procedure_code="1.001193"),
            ("/competences/0/field_code", "one_of"),
        ),
        (
            rule("H26", None, valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1)),
            ("/competences/0/valid_to", "backwards"),
        ),
    ],
    ids=["agency", "neither", "both", "dates"],
)
def test_what_is_refused(wrong: Competence, fault: tuple[str, str]) -> None:
    assert found_faults(wrong) == [fault]


def test_an_id_twice_is_refused() -> None:
    assert found_faults(rule("H26", None), rule("H26", None)) == [
        ("/competences/1/competence_id", "repeated")
    ]


def test_the_starter_could_be_written() -> None:
    assert (
        list(
            competence_faults(starter.competences(), frozenset(agency.code for agency in starter.agencies()))
        )
        == []
    )
