"""What a draft may not say."""

from typing import Any

import pytest
from tests.support.catalog.versions import content

from catalog.domain.versions.draft_validation import require_sound
from contracts.base import OfficerRole
from contracts.catalog import (
    Fee,
    FeeKind,
    ProcedureComponent,
    SubmissionChannel,
    TimeLimit,
    TimeUnit,
    WorkflowStep,
)
from contracts.errors import ErrorCode, ServiceError


def faults(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(ServiceError) as refusal:
        require_sound(content(**changes))
    assert refusal.value.code is ErrorCode.INVALID_REQUEST
    return [(error.pointer, error.code) for error in refusal.value.errors]


def test_a_sound_content_passes() -> None:
    require_sound(
        content(
            form_schema={
                "type": "object",
                "additionalProperties": False,
                "properties": {"a": {"$ref": "#/$defs/b", "title": "A"}},
                "$defs": {"b": {"type": "string"}},
            }
        )
    )


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "strange"},
        {"pattern": "("},
        {"$ref": "https://elsewhere.example/form.json"},
        {"$ref": "file:///etc/passwd"},
        {"$id": "https://elsewhere.example/form.json", "$ref": "other.json"},
        {"$ref": "#/$defs/missing"},
    ],
    ids=["type", "pattern", "web", "file", "by its id", "nothing there"],
)
def test_a_broken_form_or_one_that_names_another_place_is_refused(schema: dict[str, Any]) -> None:
    assert faults(form_schema=schema) == [("/content/form_schema", "schema")]


def test_a_form_in_another_dialect_is_refused() -> None:
    old = {"$schema": "http://json-schema.org/draft-07/schema#"}
    assert faults(form_schema=old) == [("/content/form_schema", "dialect")]


def test_codes_are_used_once() -> None:
    twice = (ProcedureComponent(code="TP01", name="Giấy", required=True),) * 2
    assert faults(components=twice) == [("/content/components", "repeated")]


def test_a_case_or_result_that_is_not_there_is_named_with_its_place() -> None:
    limit = TimeLimit(unit=TimeUnit.WORKING_DAY, quantity=1, case_code="khong-co")
    step = WorkflowStep(
        code="b1", name="Bước", role=OfficerRole.PROCESSING, hours=1, result_code="KQ.G99.000001"
    )
    assert faults(time_limits=(limit,), steps=(step,)) == [
        ("/content/time_limits/0/case_code", "unknown"),
        ("/content/steps/0/result_code", "unknown"),
    ]


def fee(**changes: Any) -> Fee:
    base = Fee(code="LP01", name="Lệ phí", legal_kind="le_phi", kind=FeeKind.FIXED, amount=1_000)
    return base.model_copy(update=changes)


def test_a_fee_has_one_row_for_each_channel() -> None:
    require_sound(content(fees=(fee(), fee(channel=SubmissionChannel.ONLINE))))
    assert faults(fees=(fee(), fee(amount=2_000))) == [("/content/fees/1", "repeated")]


def test_a_fee_counts_a_field_of_the_form() -> None:
    pages = {"type": "integer", "title": "Số trang"}
    form = {"type": "object", "additionalProperties": False, "properties": {"pages": pages}}
    per_page = fee(kind=FeeKind.PER_UNIT, quantity_field="pages")
    require_sound(content(fees=(per_page,), form_schema=form))
    assert faults(fees=(per_page,)) == [("/content/fees/0/quantity_field", "unknown")]


def test_a_tiered_fee_has_tiers() -> None:
    assert faults(fees=(fee(kind=FeeKind.TIERED),)) == [("/content/fees/0/tiers", "required")]
