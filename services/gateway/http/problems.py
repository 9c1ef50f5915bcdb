"""Errors as problem details (RFC 9457), in the reader's language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import Field, ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from chassis.core import language
from chassis.core.etags import etag
from contracts import topology
from contracts.accounts import Locale
from contracts.base import Model
from contracts.errors import (
    DEFINITIONS,
    MOST_FIELD_ERRORS,
    ErrorCode,
    FieldError,
    ServiceError,
    field_errors,
    not_found,
)
from gateway.http import translations
from gateway.http.responses import language_headers
from gateway.http.trace import TraceContext

MEDIA_TYPE = "application/problem+json"
_TAG = re.compile(r"[A-Za-z0-9._-]+")

BY_HEADER = {
    "idempotency-key": ErrorCode.IDEMPOTENCY_KEY_REQUIRED,
    "if-match": ErrorCode.VERSION_REQUIRED,
}
"""What it is called when one of these headers is missing."""

REQUESTS = frozenset(method.request.__name__ for methods in topology.METHODS.values() for method in methods)
"""The models of requests: what FastAPI's own parameters cannot check, they do."""

BY_STATUS = {
    404: not_found("address"),
    405: ServiceError(ErrorCode.METHOD_NOT_ALLOWED),
}


class Problem(Model):
    """RFC 9457. `code` is stable and what clients branch on; `trace_id` is what support asks for."""

    type: str
    """URN of the kind of problem, one for each code."""
    title: str
    """The kind of problem in the reader's language."""
    status: int
    """HTTP status."""
    detail: str
    """What went wrong this time, in the reader's language."""
    instance: str
    """Path of the request."""
    code: ErrorCode
    """Stable code to branch on."""
    errors: Annotated[tuple[FieldError, ...], Field(max_length=MOST_FIELD_ERRORS)] = ()
    """Wrong fields, where the request was wrong: those found first."""
    trace_id: str
    """Id of the trace, which support asks for."""


def register_handlers(app: FastAPI, routes: Iterable[APIRoute]) -> None:
    """Every error of a route leaves as a problem."""
    ours = tuple(routes)

    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 405:
            allow = {"allow": _allowed(ours, request.url.path)}
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=allow)
            return problem_response(request.scope, BY_STATUS[405], allow)
        found = BY_STATUS.get(error.status_code) or ServiceError(_code_of(error.status_code))
        return problem_response(request.scope, found, error.headers)

    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(RequestValidationError, _invalid_parameters)
    app.add_exception_handler(ValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, http_error)


def _allowed(routes: Iterable[APIRoute], path: str) -> str:
    """All methods of an address: the framework names those of the first route that has it only. HEAD is where GET is.

    An address that a route names as it stands is not one of those with a parameter: /v1/sessions/refresh is no session.
    """
    here = [route for route in routes if route.path_regex.match(path)]
    named = [route for route in here if route.path == path]
    methods = {"OPTIONS"}.union(*(route.methods or set() for route in named or here))
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def problem_response(
    scope: Mapping[str, Any], error: ServiceError, headers: Mapping[str, str] | None = None
) -> Response:
    """The problem for `error`, in the language that the request of `scope` asks for."""
    locale = locale_of(scope)
    trace: TraceContext = scope["state"]["trace"]
    pointed = ServiceError(error.code, errors=_pointed(scope, error.errors), **error.params)
    problem = problem_of(pointed, locale, scope["path"], trace.trace_id)
    return Response(
        orjson.dumps(problem.model_dump(mode="json")),
        problem.status,
        {**language_headers(locale), **_headers(error), **(headers or {})},
        MEDIA_TYPE,
    )


def problem_of(error: ServiceError, locale: Locale, instance: str, trace_id: str) -> Problem:
    """`error` in words; `instance` is the path of the request."""
    return Problem(
        type=f"urn:motcua:problem:{error.code}",
        title=translations.title(error, locale),
        status=error.definition.status,
        detail=translations.detail(error, locale),
        instance=instance,
        code=error.code,
        errors=tuple(translations.translate_field_error(found, locale) for found in error.errors),
        trace_id=trace_id,
    )


def locale_of(scope: Mapping[str, Any]) -> Locale:
    """Of every Accept-Language that came: several lines are one list (RFC 9110 5.3)."""
    accepted = b", ".join(value for name, value in scope["headers"] if name == b"accept-language")
    return language.negotiate_locale(accepted.decode("latin-1"))


def _pointed(scope: Mapping[str, Any], errors: tuple[FieldError, ...]) -> tuple[FieldError, ...]:
    """A service speaks of its arguments; a GET has them in the query."""
    if scope["method"] != "GET":
        return errors
    return tuple(
        error if error.pointer.startswith(("/query/", "/path/", "/header/"))
        else error.model_copy(update={"pointer": f"/query{error.pointer}"})
        for error in errors
    )  # fmt: skip


def _headers(error: ServiceError) -> dict[str, str]:
    headers = {"cache-control": "no-store"}
    if error.definition.status == 401:
        headers["www-authenticate"] = _challenge(error.code)
    if error.code is ErrorCode.INSUFFICIENT_SCOPE:
        headers["www-authenticate"] = _scope_challenge(str(error.params.get("scope", "")))
    if error.code is ErrorCode.VERSION_STALE and "current" in error.params:
        headers["etag"] = etag(error.params["current"])  # what If-Match has to name now
    if error.retryable:
        headers["retry-after"] = str(
            error.params.get("seconds", translations.RETRY_AFTER_S.get(error.code, 2))
        )
    if error.code is ErrorCode.VERSION_STALE and _TAG.fullmatch(str(error.params.get("current", ""))):
        headers["etag"] = etag(str(error.params["current"]))
    if error.code is ErrorCode.UNSUPPORTED_MEDIA_TYPE:
        headers |= {"accept": str(error.params.get("expected", "")), "accept-encoding": "identity"}
    if error.code in (ErrorCode.PAYLOAD_TOO_LARGE, ErrorCode.REQUEST_TIMEOUT):
        headers["connection"] = "close"  # the rest of the body is not waited for
    return headers


def _challenge(code: ErrorCode) -> str:
    """RFC 6750 3."""
    realm = 'Bearer realm="motcua"'
    return f'{realm}, error="invalid_token"' if code is ErrorCode.TOKEN_EXPIRED else realm


def _scope_challenge(scope: str) -> str:
    """RFC 6750 3.1; without a scope where no machine client has any business."""
    named = f', scope="{scope}"' if re.fullmatch(r"[a-z. ]+", scope) else ""
    return f'Bearer realm="motcua", error="insufficient_scope"{named}'


async def _service_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ServiceError)
    return problem_response(request.scope, error)


async def _invalid_request(request: Request, error: Exception) -> Response:
    """A request to a service that parameters of the caller make, and that its contract refuses."""
    assert isinstance(error, ValidationError)
    if error.title not in REQUESTS:
        raise error
    return problem_response(
        request.scope, ServiceError(ErrorCode.INVALID_REQUEST, errors=field_errors(error))
    )


def _code_of(status: int) -> ErrorCode:
    by_status = (code for code, definition in DEFINITIONS.items() if definition.status == status)
    return next(by_status, ErrorCode.INTERNAL_ERROR if status >= 500 else ErrorCode.INVALID_REQUEST)


async def _invalid_parameters(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem_response(request.scope, invalid_parameters(error.errors()))


def invalid_parameters(found: Sequence[Mapping[str, Any]]) -> ServiceError:
    """FastAPI's findings about path, query, headers and body as one error.

    A body that is missing or no JSON, and a missing header that guards a change, have codes of their own. Pointers
    into the body begin at its root, others name where they lead (`/query/limit`).
    """
    for item in found:
        where, *name = item["loc"]
        if where == "body" and (item["type"] == "json_invalid" or (item["type"] == "missing" and not name)):
            return ServiceError(ErrorCode.MALFORMED_JSON)
        if where == "header" and item["type"] == "missing" and str(name[0]).lower() in BY_HEADER:
            return ServiceError(BY_HEADER[str(name[0]).lower()])
    of_body = [item for item in found if item["loc"][0] == "body"]
    of_head = [item for item in found if item["loc"][0] != "body"]
    errors = (*field_errors(of_head), *field_errors(of_body, skip=1))
    return ServiceError(ErrorCode.INVALID_REQUEST, errors=errors)
