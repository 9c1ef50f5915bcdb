"""What a form needs so that the usual renderers draw it right."""

from typing import Any

import pytest
from tests.support.catalog.versions import content

from catalog import starter
from catalog.domain.versions.draft_validation import require_sound
from catalog.domain.versions.form_rules import PREFILLS, WIDGETS, renderer_faults
from contracts.errors import ServiceError

TEXT = {"type": "string", "title": "Tên"}
SEX = {
    "type": "string",
    "title": "Giới tính",
    "oneOf": [{"const": "male", "title": "Nam"}, {"const": "female", "title": "Nữ"}],
}


def form(field: Any = TEXT, **changes: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": {"field": field}, **changes}


def faults(schema: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in renderer_faults(schema, "")]


def without(schema: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != name}


ADDRESS = {
    "type": "object",
    "title": "Địa chỉ",
    "additionalProperties": False,
    "properties": {"street": TEXT},
}
SOUND = {
    "a text": TEXT,
    "choices": SEX,
    "a list": {"type": "array", "title": "Mã", "items": {"type": "string"}},
    "an object": ADDRESS,
    "an object that is open for a reason": {
        "type": "object",
        "title": "Khác",
        "x-open": "Tờ khai của cơ quan khác",
    },
    "a pattern with its words": TEXT
    | {"pattern": "^[0-9]{4}$", "errorMessage": {"pattern": "Gồm 4 chữ số."}},
    "hints": TEXT
    | {"x-widget": "textarea", "x-prefill": "me.full_name", "description": "Như trên thẻ căn cước."},
}


@pytest.mark.parametrize("field", SOUND.values(), ids=SOUND)
def test_a_field_that_renderers_draw_passes(field: dict[str, Any]) -> None:
    assert faults(form(field)) == []


WRONG: dict[str, tuple[Any, str, str]] = {
    "no schema at all": (True, "", "type_missing"),
    "no type": (without(TEXT, "type"), "", "type_missing"),
    "choices without type": (without(SEX, "type"), "", "type_missing"),
    "an enum without type": ({"title": "Hạng", "enum": ["B", "C"]}, "", "type_missing"),
    "two types": (TEXT | {"type": ["string", "null"]}, "", "one_type"),
    "no title": (without(TEXT, "title"), "", "title_missing"),
    "a blank title": (TEXT | {"title": " "}, "", "title_missing"),
    "an open object": (without(ADDRESS, "additionalProperties"), "", "open_object"),
    "an object open to texts": (ADDRESS | {"additionalProperties": {"type": "string"}}, "", "open_object"),
    "an object open to patterns": (ADDRESS | {"patternProperties": {"^x": TEXT}}, "", "open_object"),
    "a list of anything": ({"type": "array", "title": "Mã"}, "", "items_missing"),
    "a list of things without type": ({"type": "array", "title": "Mã", "items": {}}, "/items", "type_missing"),
    "a pattern": (TEXT | {"pattern": "^[A-Z]$"}, "/pattern", "pattern_without_message"),
    "a pattern with a blank message": (
        TEXT | {"pattern": "^[A-Z]$", "errorMessage": {"pattern": ""}}, "/pattern", "pattern_without_message",
    ),
    "a look-ahead": (
        TEXT | {"pattern": "^(?!0+$)[0-9]+$", "errorMessage": {"pattern": "Số"}}, "/pattern", "pattern_lookaround",
    ),
    "a back reference": (
        TEXT | {"pattern": "^(a|b)\\1$", "errorMessage": {"pattern": "Số"}}, "/pattern", "pattern_lookaround",
    ),
    "a choice without title": (SEX | {"oneOf": [{"const": "male"}]}, "/oneOf/0", "choice_without_title"),
    "another widget": (TEXT | {"x-widget": "wheel"}, "/x-widget", "unknown_widget"),
    "another prefill": (TEXT | {"x-prefill": "me.password"}, "/x-prefill", "unknown_prefill"),
    "a field within an object": (
        ADDRESS | {"properties": {"street": {"title": "Phố"}}}, "/properties/street", "type_missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("field", "place", "code"), WRONG.values(), ids=WRONG)
def test_what_they_draw_wrong_is_refused_with_its_place(field: Any, place: str, code: str) -> None:
    assert faults(form(field)) == [(f"/properties/field{place}", code)]
    with pytest.raises(ServiceError):
        require_sound(content(form_schema=form(field)))


@pytest.mark.parametrize(("field", "place", "code"), WRONG.values(), ids=WRONG)
def test_so_it_is_within_a_list_a_reference_and_a_condition(field: Any, place: str, code: str) -> None:
    listed = {"type": "array", "title": "Danh sách", "items": form(field)}
    assert faults(form(listed)) == [(f"/properties/field/items/properties/field{place}", code)]
    conditional = form(TEXT) | {"allOf": [{"then": {}}, {"properties": {"more": field}}]}
    assert faults(conditional) == [(f"/allOf/1/properties/more{place}", code)]
    if field is not True:
        referring = form({"$ref": "#/$defs/it"}) | {"$defs": {"it": field}}
        assert faults(referring) == [(f"/properties/field{place}", code)]


def test_a_reference_takes_its_label_where_it_is_used() -> None:
    used = form({"$ref": "#/$defs/name", "title": "Tên"}) | {"$defs": {"name": {"type": "string"}}}
    assert faults(used) == []


def test_a_form_that_holds_itself_ends() -> None:
    itself = form({"$ref": "#", "title": "Con"})
    assert faults(itself) == []


@pytest.mark.parametrize("order", [[], ["field", "field"], ["other"], "field"])
def test_an_order_names_every_field_once(order: Any) -> None:
    assert faults(form(**{"x-order": order})) == [("/x-order", "order_incomplete")]


def test_a_required_field_is_one_of_the_form() -> None:
    assert faults(form(required=["field", "other"])) == [("/required/1", "unknown_field")]


def test_the_form_itself_is_a_closed_object() -> None:
    assert faults({"properties": {"field": TEXT}}) == [("", "type_missing")]
    assert faults({"type": "object", "properties": {"field": TEXT}}) == [("", "open_object")]


@pytest.mark.parametrize("procedure", starter.procedures(), ids=lambda procedure: procedure.code)
def test_a_form_of_the_starter_is_drawn_right(procedure: Any) -> None:
    assert procedure.form_schema is not None
    assert faults(procedure.form_schema) == []
    assert procedure.form_schema["x-order"] == list(procedure.form_schema["properties"])


def test_the_page_on_forms_names_the_whole_vocabulary() -> None:
    from devstack.servers.mongo import REPO

    page = (REPO / "docs" / "forms.md").read_text(encoding="utf-8")
    assert [word for word in WIDGETS | PREFILLS if f"`{word}`" not in page] == []
