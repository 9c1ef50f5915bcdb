"""What a draft may not say, because nobody could file under it: broken forms, references that meet nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import jsonschema_rs

from contracts.catalog import ProcedureContent
from contracts.errors import Code, FieldError, ServiceError

FORM = "/content/form_schema"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def require_sound(content: ProcedureContent) -> None:
    """Raises INVALID_REQUEST with every fault."""
    if faults := tuple(_faults(content)):
        raise ServiceError(Code.INVALID_REQUEST, errors=faults)


def _faults(content: ProcedureContent) -> Iterator[FieldError]:
    if content.form_schema is not None:
        yield from _form_faults(content.form_schema)
    for name in ("cases", "fees", "components", "steps", "results"):
        repeated = [
            code for code, times in Counter(row.code for row in getattr(content, name)).items() if times > 1
        ]
        yield from (
            _fault(f"/content/{name}", "repeated", f"The code {code} is used twice.") for code in repeated
        )
    yield from _case_faults(content)
    yield from _result_faults(content)


def _form_faults(schema: dict[str, Any]) -> Iterator[FieldError]:
    """`offline`: a form that names another place is refused, not fetched."""
    if schema.get("$schema", DIALECT) != DIALECT:
        yield _fault(FORM, "dialect", f"A form is written in {DIALECT}.")
        return
    try:
        jsonschema_rs.meta.validate({**schema, "$schema": DIALECT})
        jsonschema_rs.Draft202012Validator(schema, offline=True)
    except (ValueError, jsonschema_rs.ReferencingError) as error:
        yield _fault(FORM, "schema", str(error).splitlines()[0][:200])


def _case_faults(content: ProcedureContent) -> Iterator[FieldError]:
    known = {case.code for case in content.cases} | {None}
    for name in ("time_limits", "fees", "components", "steps"):
        rows: Iterable[Any] = getattr(content, name)
        for index, row in enumerate(rows):
            if row.case_code not in known:
                yield _fault(
                    f"/content/{name}/{index}/case_code", "unknown", "The procedure has no such case."
                )


def _result_faults(content: ProcedureContent) -> Iterator[FieldError]:
    known = {result.code for result in content.results} | {None}
    for index, step in enumerate(content.steps):
        if step.result_code not in known:
            yield _fault(
                f"/content/steps/{index}/result_code", "unknown", "The procedure has no such result."
            )


def _fault(pointer: str, code: str, detail: str) -> FieldError:
    return FieldError(pointer=pointer, code=code, detail=detail)
