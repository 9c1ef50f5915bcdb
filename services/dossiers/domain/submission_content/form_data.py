"""Form data against the procedure's form (JSON Schema, Draft 2020-12)."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from contracts.catalog import Procedure
from contracts.errors import ErrorCode, FieldError, ServiceError

MAX_ERRORS = 50


def check_form(procedure: Procedure, form_data: dict[str, Any]) -> None:
    """Check form data against the form; a procedure without form takes `{}` only.

    What no document can hold was refused with the request (`contracts.storable`). Raises INVALID_FORM_DATA with a
    pointer to each wrong field.
    """
    errors = _mismatches(procedure, form_data)
    if errors:
        first = tuple(errors[:MAX_ERRORS])
        raise ServiceError(ErrorCode.INVALID_FORM_DATA, errors=first, procedure=procedure.code)


def _mismatches(procedure: Procedure, form_data: dict[str, Any]) -> list[FieldError]:
    if procedure.form_schema is None:
        return [_wrong("/form_data", "unexpected", "This procedure has no form.")] if form_data else []
    validator = _validator(json.dumps(procedure.form_schema, sort_keys=True))
    return [found for error in validator.iter_errors(form_data) for found in _field_errors(error)]


@lru_cache(maxsize=256)
def _validator(schema: str) -> Draft202012Validator:
    """`mask` keeps what a person wrote out of messages; `offline` keeps a schema from calling anywhere."""
    return Draft202012Validator(json.loads(schema), validate_formats=True, mask="value", offline=True)


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
            yield _wrong(_pointer(path), kind.name, error.message)


def _pointer(path: list[str | int]) -> str:
    return "".join(["/form_data", *(f"/{_escaped(str(part))}" for part in path)])


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _wrong(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
