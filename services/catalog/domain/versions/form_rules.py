"""Rules for the form of a procedure (tờ khai điện tử) beyond JSON Schema: what the usual renderers need to draw it.

A renderer takes the control from `type`, the label from `title`, and shows a pattern as it stands where nothing better
is written; a field without a type gets no control at all, and some renderers then send its first choice unasked. The
vocabulary is described in docs/forms.md.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.errors import FieldError
from contracts.field_error_messages import wrong_field

Schema = Mapping[str, Any]

WIDGETS = frozenset({"text", "textarea", "radio", "select", "checkbox", "date", "number", "list"})
"""Values of `x-widget`: the control that suits a field best."""
PREFILLS = frozenset({"me.full_name", "me.personal_number", "me.phone", "me.email"})
"""Values of `x-prefill`: the field of `GET /v1/me` that a field begins with, where the applicant fills it in himself."""

_LOOKAROUND = re.compile(r"\(\?(?:[=!]|<[=!])|\\[1-9]|\\k<")
_BRANCHES = ("allOf", "anyOf", "oneOf")
_CONDITIONS = ("if", "then", "else", "not")


def renderer_faults(form: Schema, pointer: str) -> Iterator[FieldError]:
    """The faults of a form that is valid JSON Schema; `pointer` is where it stands in the request."""
    yield from _Form(form).faults(form, pointer, titled=False)


class _Form:
    """One form; references are followed within it, each once on the way down."""

    def __init__(self, root: Schema) -> None:
        self.root = root

    def faults(
        self, schema: Any, pointer: str, *, titled: bool, followed: tuple[str, ...] = ()
    ) -> Iterator[FieldError]:
        """Of a field and all within it. `titled`: it needs a label of its own."""
        if not isinstance(schema, Mapping):
            yield _fault(pointer, "type_missing")
            return
        reference = schema.get("$ref")
        if reference in followed:
            return
        if isinstance(reference, str):
            followed = (*followed, reference)
            schema = {**self._target(reference), **schema}
        yield from _field_faults(schema, pointer, titled)
        yield from self._faults_within(schema, pointer, followed)

    def _faults_within(self, schema: Schema, pointer: str, followed: tuple[str, ...]) -> Iterator[FieldError]:
        drawn = _mapping(schema.get("properties"))
        for name, field in drawn.items():
            at = f"{pointer}/properties/{_escaped(name)}"
            yield from self.faults(field, at, titled=True, followed=followed)
        if schema.get("type") == "array":
            if isinstance(schema.get("items"), Mapping):
                yield from self.faults(schema["items"], f"{pointer}/items", titled=False, followed=followed)
            else:
                yield _fault(pointer, "items_missing")
        for at, branch in _conditional(schema):
            for name, field in _mapping(branch.get("properties")).items():
                if name not in drawn:  # else it only narrows a field that is drawn already
                    place = f"{pointer}/{at}/properties/{_escaped(name)}"
                    yield from self.faults(field, place, titled=True, followed=followed)

    def _target(self, reference: str) -> Schema:
        """What a reference within the form names; the form is valid, so it is there."""
        found: Any = self.root
        for part in reference.removeprefix("#").split("/")[1:]:
            found = _mapping(found).get(part.replace("~1", "/").replace("~0", "~"), {})
        return _mapping(found)


def _field_faults(schema: Schema, pointer: str, titled: bool) -> Iterator[FieldError]:
    kind = schema.get("type")
    if kind is None:
        yield _fault(pointer, "type_missing")
    elif not isinstance(kind, str):
        yield _fault(pointer, "one_type")
    if titled and not _is_text(schema.get("title")):
        yield _fault(pointer, "title_missing")
    if kind == "object":
        yield from _object_faults(schema, pointer)
    yield from _pattern_faults(schema, pointer)
    yield from _choice_faults(schema, pointer)
    yield from _hint_faults(schema, pointer)


def _object_faults(schema: Schema, pointer: str) -> Iterator[FieldError]:
    names = set(_mapping(schema.get("properties")))
    closed = schema.get("additionalProperties") is False or schema.get("unevaluatedProperties") is False
    if not _is_text(schema.get("x-open")) and (not closed or "patternProperties" in schema):
        yield _fault(pointer, "open_object")
    for index, name in enumerate(schema.get("required", ())):
        if closed and name not in names and not any(_conditional(schema)):
            yield _fault(f"{pointer}/required/{index}", "unknown_field")
    order = schema.get("x-order")
    if order is not None and (not isinstance(order, list) or sorted(map(str, order)) != sorted(names)):
        yield _fault(f"{pointer}/x-order", "order_incomplete")


def _pattern_faults(schema: Schema, pointer: str) -> Iterator[FieldError]:
    pattern = schema.get("pattern")
    if not isinstance(pattern, str):
        return
    if _LOOKAROUND.search(pattern):
        yield _fault(f"{pointer}/pattern", "pattern_lookaround")
    if not _is_text(_mapping(schema.get("errorMessage")).get("pattern")):
        yield _fault(f"{pointer}/pattern", "pattern_without_message")


def _choice_faults(schema: Schema, pointer: str) -> Iterator[FieldError]:
    """Choices of a plain value; those of an object are branches."""
    if schema.get("type") in ("object", "array"):
        return
    for keyword in ("oneOf", "anyOf"):
        for index, choice in enumerate(schema.get(keyword, ())):
            if not ("const" in _mapping(choice) and _is_text(_mapping(choice).get("title"))):
                yield _fault(f"{pointer}/{keyword}/{index}", "choice_without_title")


def _hint_faults(schema: Schema, pointer: str) -> Iterator[FieldError]:
    if "x-widget" in schema and schema["x-widget"] not in WIDGETS:
        yield _fault(f"{pointer}/x-widget", "unknown_widget")
    if "x-prefill" in schema and schema["x-prefill"] not in PREFILLS:
        yield _fault(f"{pointer}/x-prefill", "unknown_prefill")


def _conditional(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """The parts of an object's schema that hold under a condition, with their places."""
    if schema.get("type") != "object":
        return
    for keyword in _BRANCHES:
        for index, branch in enumerate(schema.get(keyword, ())):
            yield f"{keyword}/{index}", _mapping(branch)
    for keyword in _CONDITIONS:
        if keyword in schema:
            yield keyword, _mapping(schema[keyword])
    for name, branch in _mapping(schema.get("dependentSchemas")).items():
        yield f"dependentSchemas/{_escaped(name)}", _mapping(branch)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _fault(pointer: str, code: str) -> FieldError:
    return wrong_field(pointer[:500], code)
