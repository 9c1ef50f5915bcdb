"""Validation of drafts: broken forms, and references that meet nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import jsonschema_rs

from catalog.domain.versions.form_rules import renderer_faults
from contracts.catalog import Fee, FeeKind, ProcedureContent
from contracts.catalog.form_keywords import date_keywords
from contracts.errors import ErrorCode, FieldError, ServiceError

FORM = "/content/form_schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def require_sound(content: ProcedureContent) -> None:
    """Raises INVALID_REQUEST with every fault."""
    if faults := tuple(_faults(content)):
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=faults)


def _faults(content: ProcedureContent) -> Iterator[FieldError]:
    if content.form_schema is not None:
        yield from _form_faults(content.form_schema)
    for name in ("cases", "components", "steps", "results"):
        repeated = [
            code for code, times in Counter(row.code for row in getattr(content, name)).items() if times > 1
        ]
        yield from (
            _fault(f"/content/{name}", "repeated", f"The code {code} is used twice.") for code in repeated
        )
    yield from _fee_faults(content)
    yield from _case_faults(content)
    yield from _result_faults(content)


def _form_faults(schema: dict[str, Any]) -> Iterator[FieldError]:
    """`offline`: a form that names another pointer is refused, not fetched."""
    if schema.get("$schema", DIALECT) != DIALECT:
        yield _fault(FORM, "dialect", f"A form is written in {DIALECT}.")
        return
    try:
        jsonschema_rs.meta.validate({**schema, "$schema": DIALECT})
        jsonschema_rs.Draft202012Validator(schema, keywords=date_keywords(date.max), offline=True)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        yield _fault(FORM, "schema", str(error).splitlines()[0][:200])
        return
    yield from renderer_faults(schema, FORM)


def _fee_faults(content: ProcedureContent) -> Iterator[FieldError]:
    """A fee has a row for each case, channel and beginning; two rows for the same would both be charged."""
    seen: set[tuple[object, ...]] = set()
    for index, fee in enumerate(content.fees):
        scope = (fee.code, fee.case_code, fee.channel, fee.valid_from)
        if scope in seen:
            yield _fault(f"/content/fees/{index}", "repeated", "There is such a row of this fee already.")
        seen.add(scope)
        if fee.kind is FeeKind.TIERED and not fee.tiers:
            yield _fault(f"/content/fees/{index}/tiers", "required", "A tiered fee has tiers.")
        yield from _counted_faults(f"/content/fees/{index}", fee, content.form_schema)


def _counted_faults(pointer: str, fee: Fee, form: dict[str, Any] | None) -> Iterator[FieldError]:
    """What is counted must be a field of the form."""
    fields = (form or {}).get("properties")
    names = fields if isinstance(fields, dict) else {}
    for role in ("quantity_field", "times_field"):
        counted = getattr(fee, role)
        if counted is not None and counted not in names:
            yield _fault(f"{pointer}/{role}", "unknown", "The form has no such field.")


def _case_faults(content: ProcedureContent) -> Iterator[FieldError]:
    codes = {case.code for case in content.cases} | {None}
    for name in ("time_limits", "fees", "components", "steps"):
        rows: Iterable[Any] = getattr(content, name)
        for index, row in enumerate(rows):
            if row.case_code not in codes:
                yield _fault(
                    f"/content/{name}/{index}/case_code", "unknown", "The procedure has no such case."
                )


def _result_faults(content: ProcedureContent) -> Iterator[FieldError]:
    codes = {result.code for result in content.results} | {None}
    for index, step in enumerate(content.steps):
        if step.result_code not in codes:
            yield _fault(
                f"/content/steps/{index}/result_code", "unknown", "The procedure has no such result."
            )


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
