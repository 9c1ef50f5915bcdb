"""The starter catalogue holds together: codes, cases, quantity fields, step hours and forms."""

import re
from datetime import date
from typing import Any, get_args

import jsonschema_rs
import pytest
from tests.support.catalog.forms import FORMS
from tests.support.dossiers.samples import procedure as sample_procedure

from catalog import starter
from catalog.domain.versions.completeness import missing_parts
from catalog.domain.versions.draft_validation import require_sound
from contracts.catalog import (
    FeeKind,
    FeeReductionGround,
    Procedure,
    ProcedureCode,
    ProcedureContent,
    SubmissionChannel,
    TimeUnit,
)
from contracts.errors import ServiceError
from dossiers.domain.fees import FeeTerms, fee_items, fee_lines, full_amount
from dossiers.domain.submission_content.form_data import check_form

PROCEDURES = {content.code: content for content in starter.procedures()}

each_procedure = pytest.mark.parametrize("content", PROCEDURES.values(), ids=PROCEDURES)


def published(content: ProcedureContent) -> Procedure:
    """The content with what a published procedure has besides."""
    return sample_procedure(form_schema=content.form_schema)


def validator(content: ProcedureContent) -> jsonschema_rs.Draft202012Validator:
    assert content.form_schema is not None
    return jsonschema_rs.Draft202012Validator(content.form_schema, validate_formats=True)


def test_the_eleven_procedures_are_there() -> None:
    assert set(PROCEDURES) == set(FORMS)


@each_procedure
def test_a_filled_in_form_passes(content: ProcedureContent) -> None:
    validator(content).validate(FORMS[content.code])


def texts_of(content: ProcedureContent) -> list[tuple[str, dict[str, Any]]]:
    """The free texts of a form by name: what has neither fixed values nor a pattern of plain letters and digits."""
    assert content.form_schema is not None
    defs = content.form_schema.get("$defs", {})
    fields = {
        name: defs[field["$ref"].rpartition("/")[2]] if "$ref" in field else field
        for name, field in content.form_schema["properties"].items()
    }
    return [
        (name, field)
        for name, field in fields.items()
        if field.get("type") == "string" and "format" not in field and "enum" not in field
    ]


@each_procedure
def test_a_text_of_a_form_is_one_printable_line(content: ProcedureContent) -> None:
    form, check = FORMS[content.code], validator(content)
    for name, _ in texts_of(content):
        for wrong in ("\u200b", "An\nBình", "An\u202eBình", "\x07", "\u2028", " ", "\ue000"):
            assert not check.is_valid(form | {name: wrong}), (name, wrong)


@each_procedure
def test_names_of_real_people_pass(content: ProcedureContent) -> None:
    form, check = FORMS[content.code], validator(content)
    for name, field in texts_of(content):
        if name.endswith("_name") and field["maxLength"] == 100:
            for real in ("O", "Y Ñ", "H'Ƀlý Niê", "O’Nil", "Y Kmlơ̆ng", "陳小明"):
                assert check.is_valid(form | {name: real}), (name, real)


def dates_of(content: ProcedureContent) -> list[str]:
    assert content.form_schema is not None
    return [
        name
        for name, field in content.form_schema["properties"].items()
        if field.get("$ref", "").endswith("date")
    ]


@each_procedure
def test_a_date_is_one_that_can_be(content: ProcedureContent) -> None:
    """Of birth, death and registration: from 1900 to today; planned ones within this century."""
    form, today, procedure = FORMS[content.code], date(2026, 11, 27), published(content)
    for name in dates_of(content):
        for wrong in ("0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31", "2026-02-30"):
            with pytest.raises(ServiceError):
                check_form(procedure, form | {name: wrong}, today)
        check_form(procedure, form | {name: "2026-11-27"}, today)
        if name.endswith("birth_date") or name in ("death_date", "registered_on"):
            check_form(procedure, form | {name: "1900-01-01"}, today)
            for future in ("2026-11-28", "2090-01-01"):
                with pytest.raises(ServiceError) as refusal:
                    check_form(procedure, form | {name: future}, today)
                assert [(each.pointer, each.code) for each in refusal.value.errors] == [
                    (f"/form_data/{name}", "date_in_future")
                ]


def test_every_form_with_a_birthday_was_looked_at() -> None:
    assert sum(name.endswith("birth_date") for each in PROCEDURES.values() for name in dates_of(each)) == 6


@each_procedure
def test_a_phone_of_a_form_is_written_as_people_write_it(content: ProcedureContent) -> None:
    form, procedure = FORMS[content.code], published(content)
    assert content.form_schema is not None
    if "phone" not in content.form_schema["properties"]:
        return
    for good in ("0912345678", "091 234.56-78", "+84 912 345 678", "0084912345678"):
        check_form(procedure, form | {"phone": good}, date(2026, 11, 27))
    for wrong in ("0123456789", "12345", "gọi cho tôi"):
        with pytest.raises(ServiceError):
            check_form(procedure, form | {"phone": wrong}, date(2026, 11, 27))


@each_procedure
def test_an_unknown_field_does_not_pass(content: ProcedureContent) -> None:
    assert not validator(content).is_valid(FORMS[content.code] | {"extra": 1})


@each_procedure
def test_no_required_field_may_be_left_out(content: ProcedureContent) -> None:
    form, check = FORMS[content.code], validator(content)
    assert content.form_schema is not None
    for name in content.form_schema["required"]:
        assert not check.is_valid({key: value for key, value in form.items() if key != name}), name


@each_procedure
def test_every_field_of_a_form_has_a_title(content: ProcedureContent) -> None:
    assert content.form_schema is not None
    assert all(field["title"] for field in content.form_schema["properties"].values())


@each_procedure
def test_case_codes_are_codes_and_all_references_meet_one(content: ProcedureContent) -> None:
    pattern = get_args(ProcedureCode)[1].pattern
    cases = {case.code for case in content.cases}
    assert all(re.match(pattern, code) and code.startswith(content.code) for code in cases)
    used = {item.case_code for item in content.time_limits} | {item.case_code for item in content.fees}
    used |= {item.case_code for item in content.components}
    assert used - {None} <= cases


@each_procedure
def test_every_procedure_is_legally_complete(content: ProcedureContent) -> None:
    assert missing_parts(content) == ()
    assert content.workflow_decision


@each_procedure
def test_every_procedure_could_be_drafted_here(content: ProcedureContent) -> None:
    require_sound(content)


@each_procedure
def test_every_fee_is_reckoned_from_the_form_or_said_in_words(content: ProcedureContent) -> None:
    counted = {field: 2 for fee in content.fees for field in (fee.quantity_field, fee.times_field) if field}
    for fee in content.fees:
        amount = full_amount(fee, FORMS[content.code] | counted)
        assert (amount is None) is (fee.kind is FeeKind.TEXT), fee.code
        assert amount is not None or fee.text


@each_procedure
def test_what_a_fee_counts_is_a_whole_number_of_the_form(content: ProcedureContent) -> None:
    assert content.form_schema is not None
    for fee in content.fees:
        for field in filter(None, (fee.quantity_field, fee.times_field)):
            assert content.form_schema["properties"][field]["type"] == "integer"


@pytest.mark.parametrize(
    ("code", "case", "channel", "day", "claims", "amount"),
    [
        ("2.000815", None, SubmissionChannel.DIRECT, "2026-11-02", (), 12_000),
        ("3.000347", None, SubmissionChannel.ONLINE, "2025-12-31", (), 115_000),
        ("3.000347", None, SubmissionChannel.ONLINE, "2026-01-01", (), 135_000),
        ("1.001456", "1.001456.01", SubmissionChannel.ONLINE, "2023-12-31", (), 160_000),
        ("1.001456", "1.001456.01", SubmissionChannel.ONLINE, "2026-11-02", (), 200_000),
        ("2.001610", None, SubmissionChannel.DIRECT, "2026-11-02", (), 125_000),
        ("2.001610", None, SubmissionChannel.ONLINE, "2026-11-02", (), 100_000),
        ("1.004222", None, SubmissionChannel.DIRECT, "2026-11-02", (), 20_000),
        ("1.004222", None, SubmissionChannel.DIRECT, "2026-11-02", (FeeReductionGround.CHILD,), 0),
        ("2.000635", None, SubmissionChannel.ONLINE, "2026-11-02", (), 24_000),
    ],
)
def test_a_form_filled_in_costs_what_the_law_says(
    code: str,
    case: str | None,
    channel: SubmissionChannel,
    day: str,
    claims: tuple[FeeReductionGround, ...],
    amount: int,
) -> None:
    terms = FeeTerms(channel, frozenset(claims), date.fromisoformat(day))
    lines = fee_lines(PROCEDURES[code].fees, case, FORMS[code], terms)
    assert sum(item.amount for item in fee_items(lines, None)) == amount


def test_a_paper_that_is_a_result_names_one_of_the_catalogue() -> None:
    results = {result.code for content in PROCEDURES.values() for result in content.results}
    taken = {code for content in PROCEDURES.values() for c in content.components for code in c.result_codes}
    assert taken <= results
    assert "KQ.G15.000031" in taken
    assert all(
        c.also_a_result == bool(c.result_codes) for content in PROCEDURES.values() for c in content.components
    )


def test_no_decree_limits_how_long_an_answer_to_a_supplement_takes() -> None:
    assert {regime.supplement_answer_working_days for regime in starter.regimes()} == {None}


@each_procedure
def test_the_steps_fill_the_shortest_time_limit(content: ProcedureContent) -> None:
    hours = [
        8.0 if limit.unit == TimeUnit.SAME_DAY else (limit.quantity or 0) * 8 for limit in content.time_limits
    ]
    stages: dict[int | str, float] = {}
    for step in content.steps:
        stage = step.order or step.code
        stages[stage] = max(step.hours, stages.get(stage, 0.0))
    assert sum(stages.values()) == min(hours)


@each_procedure
def test_a_step_of_another_agency_names_one_and_yields_a_result_of_the_procedure(
    content: ProcedureContent,
) -> None:
    agencies = {agency.code for agency in starter.agencies()}
    results = {result.code for result in content.results} | {None}
    for step in content.steps:
        assert step.result_code in results
        assert step.agency is None or step.agency.agency_code in agencies


def test_residence_and_insurance_run_side_by_side_after_the_birth() -> None:
    orders = {step.code: step.order for step in PROCEDURES["2.000986"].steps}
    assert orders["birth_sign"] < orders["residence"] == orders["insurance"] < orders["gather"]


def test_agency_codes_are_unique_and_of_both_styles() -> None:
    codes = [agency.code for agency in starter.agencies()]
    assert len(codes) == len(set(codes))
    assert {"H26.31.05", "000.00.16.H05"} <= set(codes)


def test_the_forms_of_the_regimes_are_numbered_by_their_circulars() -> None:
    old, new, amended = starter.regimes()
    assert amended.forms == new.forms, "no circular has taken the place of TT 03/2025/TT-VPCP"
    assert (old.forms["CONTROL_SHEET"], new.forms["CONTROL_SHEET"]) == ("05", "06")
    assert "STOP_NOTICE" not in old.forms
    assert new.forms["STOP_NOTICE"] == "05"
