"""Errors as application/problem+json (RFC 9457), in Vietnamese or English."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from chassis.observability.json_logging import current_trace_id
from chassis.storage import errors
from contracts.errors import ErrorCode, ServiceError, not_found

_log = logging.getLogger(__name__)

_RETRY_AFTER_S = "2"


class ProblemResponse(JSONResponse):
    media_type = "application/problem+json"


def locale(request: Request) -> str:
    """`vi` or `en`, whichever the caller prefers (RFC 9110 12.5.4); `vi` for other languages."""
    accepted = parse_accept_header(request.headers.get("accept-language"), LanguageAccept)
    languages = (tag[:2].lower() for tag, quality in accepted if quality > 0)
    return next((language for language in languages if language in ("vi", "en")), "vi")


def problem(request: Request, error: ServiceError) -> ProblemResponse:
    definition, language = error.definition, locale(request)
    title = definition.title_en if language == "en" else definition.title_vi
    detail = definition.detail_en if language == "en" else definition.detail_vi
    body = {
        "type": f"urn:motcua:problem:{error.code}",
        "title": title,
        "status": definition.status,
        "detail": detail.format_map(error.params),
        "instance": request.url.path,
        "code": error.code,
        "errors": [field_error.model_dump() for field_error in error.errors],
        "trace_id": current_trace_id(),
    }
    headers = {"Content-Language": language}
    if definition.retryable:
        headers["Retry-After"] = _RETRY_AFTER_S
    return ProblemResponse(body, definition.status, headers)


async def on_service_error(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, ServiceError)
    return problem(request, error)


async def on_http_error(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)
    wrong_method = error.status_code == 405
    response = problem(
        request, ServiceError(ErrorCode.METHOD_NOT_ALLOWED) if wrong_method else not_found("address")
    )
    response.headers.update(error.headers or {})
    return response


async def on_any_error(request: Request, error: Exception) -> ProblemResponse:
    """An unforeseen error: its text is for the log alone."""
    expected = errors.translate_error(error)
    if isinstance(expected, ServiceError):
        _log.warning("database away", extra={"reason": type(error).__name__})
        return problem(request, expected)
    _log.error("request failed", exc_info=error)
    return problem(request, ServiceError(ErrorCode.INTERNAL_ERROR))
