"""Form data against the procedure's form (JSON Schema, Draft 2020-12)."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from contracts.catalog import Procedure
from contracts.catalog.form_keywords import CODES, date_keywords
from contracts.contact_details import normal_email, normal_phone
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.printable import first_unprintable

MOST_MISMATCHES = 1000
"""Looked at, of which the plainest of each field is told: a large form can have a hundred thousand."""


def check_form(procedure: Procedure, form_data: dict[str, Any], today: date) -> None:
    """Check form data against the form; a procedure without form takes `{}` only.

    What no document can hold was refused with the request (`contracts.storable`).
    `today`: the local day, which dates of birth and the like are not after.

    Raises INVALID_FORM_DATA with a pointer to each wrong field.
    """
    errors = list(islice(_unreadable(form_data, "/form_data"), MOST_MISMATCHES)) or _mismatches(
        procedure, form_data, today
    )
    if errors:
        raise ServiceError(ErrorCode.INVALID_FORM_DATA, errors=tuple(errors), procedure=procedure.code)


def _mismatches(procedure: Procedure, form_data: dict[str, Any], today: date) -> list[FieldError]:
    if procedure.form_schema is None:
        return [_wrong("/form_data", "unexpected", "This procedure has no form.")] if form_data else []
    validator = _validator(json.dumps(procedure.form_schema, sort_keys=True), today)
    form = procedure.form_schema
    mismatches = (each for error in validator.iter_errors(form_data) for each in _field_errors(error, form))
    found = list(islice(mismatches, MOST_MISMATCHES))
    return _one_for_each_field(found)


_PLAINNESS = {"format": 0, "pattern": 2}
"""Which error of a field says most, least first: a bad date also misses a pattern, a short text too."""


def _one_for_each_field(found: list[FieldError]) -> list[FieldError]:
    plainest: dict[str, FieldError] = {}
    for error in sorted(found, key=lambda each: _PLAINNESS.get(each.code, 1)):
        plainest.setdefault(error.pointer, error)
    return [error for error in found if plainest[error.pointer] is error]


@lru_cache(maxsize=256)
def _validator(schema: str, today: date) -> Draft202012Validator:
    """`mask` keeps what a person wrote out of messages; `offline` keeps a schema from calling anywhere."""
    return Draft202012Validator(
        json.loads(schema),
        validate_formats=True,
        formats=_FORMATS,
        keywords=date_keywords(today),
        mask="value",
        offline=True,
    )


def _is_taken_by(normal: Callable[[str], str]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            normal(text)
        except ValueError:
            return False
        return True

    return check


_FORMATS = {"phone": _is_taken_by(normal_phone), "email": _is_taken_by(normal_email)}
"""The same rules as for the contacts of an account. The library's own `email` takes addresses without a domain."""


def _field_errors(error: ValidationError, form: dict[str, Any]) -> Iterator[FieldError]:
    """A missing or unknown field is pointed at itself, not at the object that lacks or holds it."""
    path, place = error.instance_path, SchemaPlace.of(form, error.evaluation_path)
    match error.kind:
        case ValidationErrorKind.Required(property=name):
            title = place.title_of(str(name))
            yield _wrong(_pointer([*path, str(name)]), "required", error.message, **title)
        case ValidationErrorKind.AdditionalProperties(unexpected=names):
            for name in names:
                yield _wrong(_pointer([*path, name]), "unexpected", "No such field in this form.")
        case kind:
            code = CODES.get(kind.name, kind.name)
            yield _wrong(_pointer(path), code, error.message, **place.params_of(kind.name))


@dataclass(frozen=True)
class SchemaPlace:
    """Where in a form an error arose: the schema that was not met, and the label of the field that a person sees."""

    root: dict[str, Any]
    schema: dict[str, Any]
    title: str | None

    @classmethod
    def of(cls, form: dict[str, Any], path: Sequence[str | int]) -> "SchemaPlace":
        """`path` leads from the form over references to the keyword."""
        schema: Any = form
        title, of_a_field = None, False
        for part in path[:-1]:
            schema = _target(form, schema["$ref"]) if part == "$ref" else schema[part]
            if of_a_field or (part == "$ref" and title is None):
                title = schema.get("title", title)
            of_a_field = part == "properties" and not of_a_field
        return cls(form, schema, title)

    def params_of(self, keyword: str) -> dict[str, str | int | float]:
        """`title`, the `limit` that a keyword sets, the kind of value that is `expected`, the form's own `message`."""
        params: dict[str, str | int | float] = {"title": self.title} if self.title else {}
        value = self.schema.get(keyword)
        if keyword in ("type", "format") and isinstance(value, str):
            params["expected"] = value
        elif keyword != "pattern" and isinstance(value, int | float | str):
            params["limit"] = value
        if message := self.schema.get("errorMessage", {}).get(keyword):
            params["message"] = message
        return params

    def title_of(self, name: str) -> dict[str, str | int | float]:
        """The label of one of the fields of this object."""
        field = self.schema.get("properties", {}).get(name, {})
        title = field.get("title") or _target(self.root, field.get("$ref", "#")).get("title")
        return {"title": title} if title and field else {}


def _target(form: dict[str, Any], reference: str) -> Any:
    found: Any = form
    for part in reference.removeprefix("#").split("/")[1:]:
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def _unreadable(value: Any, pointer: str) -> Iterator[FieldError]:
    """Names and texts that people cannot read, whatever the form allows."""
    for key, inner in _members(value):
        yield from _unreadable_text(key, pointer)
        yield from _unreadable(inner, f"{pointer}/{_escaped(str(key))}")
    yield from _unreadable_text(value, pointer)


def _members(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def _unreadable_text(value: Any, pointer: str) -> Iterator[FieldError]:
    if isinstance(value, str) and (wrong := first_unprintable(value, newlines=True)) is not None:
        detail = f"Holds a control character or an invisible character (U+{ord(wrong):04X})."
        yield _wrong(_printable(pointer), "unprintable", detail)


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _pointer(path: list[str | int]) -> str:
    return "".join(["/form_data", *(f"/{_escaped(str(part))}" for part in path)])


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _wrong(pointer: str, code: str, detail: str, **params: str | int | float) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail, params=params or None)
