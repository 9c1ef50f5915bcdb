"""Errors as application/problem+json (RFC 9457), in Vietnamese or English."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from chassis.core.language import negotiate_locale
from chassis.observability.json_logging import current_trace_id
from chassis.storage import errors
from contracts import error_messages
from contracts.errors import ErrorCode, ServiceError, not_found

_log = logging.getLogger(__name__)

_RETRY_AFTER_S = "2"


class ProblemResponse(JSONResponse):
    media_type = "application/problem+json"


def locale(request: Request) -> str:
    """`vi` or `en`, whichever the caller prefers."""
    return negotiate_locale(request.headers.get("accept-language", ""))


def problem(request: Request, error: ServiceError) -> ProblemResponse:
    language = locale(request)
    body = {
        "type": f"urn:motcua:problem:{error.code}",
        "title": error_messages.title(error, language),
        "status": error.definition.status,
        "detail": error_messages.detail(error, language),
        "instance": _public_path(request.url.path),
        "code": error.code,
        "errors": [field_error.model_dump() for field_error in error.errors],
        "trace_id": current_trace_id(),
    }
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    if error.code is ErrorCode.RANGE_NOT_SATISFIABLE:
        headers["Content-Range"] = f"bytes */{error.params['size']}"
    if error.definition.retryable:
        headers["Retry-After"] = _RETRY_AFTER_S
    return ProblemResponse(body, error.definition.status, headers)


def _public_path(path: str) -> str:
    """The address by which callers know the content: the gateway's, which stands in front of all of them."""
    _, mark, file_id = path.partition("/content/")
    if path == "/checks":
        return "/v1/verifications/content"
    return f"/v1/files/{file_id}/content" if mark else path


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
