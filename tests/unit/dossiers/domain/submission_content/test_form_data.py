"""Form data against the form of a procedure."""

from datetime import date
from typing import Any

import pytest
from tests.support.dossiers.samples import procedure

from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.submission_content.form_data import check_form

TODAY = date(2026, 11, 27)
OPEN: dict[str, Any] = {"type": "object"}


def complaints(form_data: dict[str, Any], **changes: Any) -> set[tuple[str, str]]:
    with pytest.raises(ServiceError) as refusal:
        check_form(procedure(**changes), form_data, TODAY)
    assert refusal.value.code is ErrorCode.INVALID_FORM_DATA
    return {(error.pointer, error.code) for error in refusal.value.errors}


def test_a_form_that_fits_passes() -> None:
    check_form(procedure(), {"ho_ten": "A", "so_ban": 2}, TODAY)


def test_every_wrong_field_is_pointed_at() -> None:
    assert complaints({"so_ban": "hai", "la/thường": 1}) == {
        ("/form_data/ho_ten", "required"),
        ("/form_data/so_ban", "type"),
        ("/form_data/la~1thường", "unexpected"),
    }


def test_nested_fields_are_pointed_at() -> None:
    schema = {
        "type": "object",
        "properties": {"nguoi": {"type": "array", "items": {"type": "object", "required": ["ten"]}}},
    }
    assert complaints({"nguoi": [{"ten": "A"}, {}]}, form_schema=schema) == {
        ("/form_data/nguoi/1/ten", "required")
    }


def test_formats_are_checked() -> None:
    schema = {"type": "object", "properties": {"ngay": {"type": "string", "format": "date"}}}
    assert complaints({"ngay": "31/12/2026"}, form_schema=schema) == {("/form_data/ngay", "format")}


def test_what_a_person_wrote_is_not_repeated() -> None:
    with pytest.raises(ServiceError) as refusal:
        check_form(procedure(), {"ho_ten": "A", "so_ban": "012345678901"}, TODAY)
    assert "012345678901" not in refusal.value.to_json()


def test_a_procedure_without_form_takes_nothing() -> None:
    check_form(procedure(form_schema=None), {}, TODAY)
    assert complaints({"a": 1}, form_schema=None) == {("/form_data", "unexpected")}


@pytest.mark.parametrize(
    ("form_data", "wrong"),
    [
        ({"a": "x\x00"}, ("/form_data/a", "unprintable")),
        ({"a\x00": 1}, ("/form_data", "unprintable")),
        ({"a": ["\ud800"]}, ("/form_data/a/0", "unprintable")),
    ],
)
def test_what_nobody_can_read_is_refused_whatever_the_form(
    form_data: dict[str, Any], wrong: tuple[str, str]
) -> None:
    assert complaints(form_data, form_schema=OPEN) == {wrong}


def test_a_schema_calls_nobody() -> None:
    with pytest.raises(ValueError, match="disabled"):
        check_form(procedure(form_schema={"$ref": "http://127.0.0.1:9/schema"}), {}, TODAY)
