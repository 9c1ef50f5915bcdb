"""Errors in the document: one shared response for each status, named by its reason phrase, with an example of each code
that has it."""

from collections.abc import Iterator
from typing import Any

from pydantic.json_schema import models_json_schema

from contracts.errors import DEFINITIONS, ErrorCode, FieldError, ServiceError
from gateway.http.problems import MEDIA_TYPE, Problem, problem_of
from gateway.http.route_docs import describe, response_name
from gateway.openapi import headers, schemas

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
INSTANCE = "/v1/dossiers"
ERRORS = {
    ErrorCode.INVALID_REQUEST: FieldError(pointer="/reason", code="missing", detail="Field required"),
    ErrorCode.INVALID_FORM_DATA: FieldError(
        pointer="/form_data/copies", code="minimum", detail="0 is less than the minimum of 1"
    ),
}


def with_problem(found: dict[str, Any]) -> dict[str, Any]:
    """The schemas with ours of a problem instead of FastAPI's of validation."""
    _, made = models_json_schema([(Problem, "serialization")], ref_template=schemas.TEMPLATE)
    ours: dict[str, Any] = made["$defs"]
    others = {
        name: value for name, value in found.items() if name not in ("HTTPValidationError", "ValidationError")
    }
    return ours | others


def responses() -> dict[str, Any]:
    """By stable name: `NotFound`, `Conflict` ..."""
    by_status: dict[int, list[ErrorCode]] = {}
    for code in ErrorCode:
        by_status.setdefault(DEFINITIONS[code].status, []).append(code)
    return {response_name(status): _response(status, codes) for status, codes in sorted(by_status.items())}


def _response(status: int, codes: list[ErrorCode]) -> dict[str, Any]:
    content = {
        "schema": {"$ref": schemas.TEMPLATE.format(model=Problem.__name__)},
        "examples": {
            code.value: {"summary": DEFINITIONS[code].title.en, "value": _example(code)} for code in codes
        },
    }
    return {
        "description": "; ".join(map(describe, codes)),
        "headers": headers.references(*_headers(status, codes)),
        "content": {MEDIA_TYPE: content},
    }


def _headers(status: int, codes: list[ErrorCode]) -> Iterator[str]:
    yield from (*headers.ALWAYS, *headers.COUNTED, "Content-Language")
    if any(DEFINITIONS[code].retryable for code in codes):
        yield "Retry-After"
    if status == 401:
        yield "WWW-Authenticate"


def _example(code: ErrorCode) -> dict[str, Any]:
    error = ServiceError(code, errors=(ERRORS[code],) if code in ERRORS else ())
    return problem_of(error, "en", INSTANCE, TRACE_ID).model_dump(mode="json")
