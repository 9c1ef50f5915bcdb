"""Form data against the procedure's form (JSON Schema, Draft 2020-12)."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from contracts.catalog import Procedure
from contracts.catalog.form_keywords import CODES, date_keywords
from contracts.contact_details import normal_email, normal_phone
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.printable import first_unprintable

MAX_ERRORS = 50


def check_form(procedure: Procedure, form_data: dict[str, Any], today: date) -> None:
    """Check form data against the form; a procedure without form takes `{}` only.

    What no document can hold was refused with the request (`contracts.storable`).
    `today`: the local day, which dates of birth and the like are not after.

    Raises INVALID_FORM_DATA with a pointer to each wrong field.
    """
    errors = list(_unreadable(form_data, "/form_data")) or _mismatches(procedure, form_data, today)
    if errors:
        first = tuple(errors[:MAX_ERRORS])
        raise ServiceError(ErrorCode.INVALID_FORM_DATA, errors=first, procedure=procedure.code)


def _mismatches(procedure: Procedure, form_data: dict[str, Any], today: date) -> list[FieldError]:
    if procedure.form_schema is None:
        return [_wrong("/form_data", "unexpected", "This procedure has no form.")] if form_data else []
    validator = _validator(json.dumps(procedure.form_schema, sort_keys=True), today)
    return [found for error in validator.iter_errors(form_data) for found in _field_errors(error)]


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


def _field_errors(error: ValidationError) -> Iterator[FieldError]:
    """A missing or unknown field is pointed at itself, not at the object that lacks or holds it."""
    path = error.instance_path
    match error.kind:
        case ValidationErrorKind.Required(property=name):
            yield _wrong(_pointer([*path, str(name)]), "required", error.message)
        case ValidationErrorKind.AdditionalProperties(unexpected=names):
            for name in names:
                yield _wrong(_pointer([*path, name]), "unexpected", "No such field in this form.")
        case kind:
            yield _wrong(_pointer(path), CODES.get(kind.name, kind.name), error.message)


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


def _wrong(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
