"""Requests and errors of OAuth 2.0: a form that is read strictly, the client's credentials in it or before it."""

import base64
import binascii
from collections.abc import Awaitable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

import orjson
from fastapi import Request
from starlette.responses import Response
from werkzeug.http import parse_options_header

from contracts.errors import ErrorCode, ServiceError
from gateway.http.bodies import read_body
from gateway.http.responses import JSON, NO_STORE
from gateway.http.translations import RETRY_AFTER_S

MOST_FORM = 16 * 1024
FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 50
_CHALLENGE = 'Basic realm="motcua", charset="UTF-8"'
_REASONS = {
    "disabled": "The client is disabled.",
    "network": "The client may not call from this address.",
    "certificate": "The client must show its TLS certificate.",
}
"""Told to who has shown the secret of the client."""
_RETRYABLE = frozenset(
    {ErrorCode.RATE_LIMITED, ErrorCode.UNAVAILABLE, ErrorCode.UNKNOWN_SERVICE, ErrorCode.DEADLINE_EXCEEDED}
)


class OAuthError(Exception):
    """An error of RFC 6749 5.2. The description says nothing of the request's own values."""

    def __init__(self, error: str, description: str, status: int = 400, **headers: str) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


async def read_form(request: Request) -> dict[str, str]:
    """The fields. Raises OAuthError, ServiceError."""
    if parse_options_header(request.headers.get("content-type", ""))[0].lower() != FORM:
        raise OAuthError("invalid_request", f"The body is {FORM}.")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise OAuthError("invalid_request", "The body has no content coding.")
    try:
        body = await read_body(request, MOST_FORM)
    except ServiceError as error:
        if error.code is not ErrorCode.PAYLOAD_TOO_LARGE:
            raise
        raise OAuthError("invalid_request", "The body is too large.", connection="close") from None
    return parse_form(body)


def parse_form(body: bytes) -> dict[str, str]:
    """Fields without a value are as those that are left out (RFC 6749 3.2). Raises OAuthError, also for one that is there
    twice."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except ValueError:
        raise OAuthError("invalid_request", "The body is no form in UTF-8.") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise OAuthError("invalid_request", "A field is there twice.")
    return {name: value for name, value in fields.items() if value}


def credentials(authorization: list[str], fields: Mapping[str, str]) -> tuple[str, str]:
    """Id and secret, from the header (`client_secret_basic`) or the form (`client_secret_post`), not from both.

    In the header both are form-encoded first (RFC 6749 2.3.1), which many clients leave out. For the ids and secrets
    that we make it is the same. Raises OAuthError.
    """
    if len(authorization) > 1:
        raise OAuthError("invalid_request", "There are two headers Authorization.")
    if not authorization:
        if "client_secret" not in fields:
            raise invalid_client("The client's credentials are missing.")
        return fields.get("client_id", ""), fields["client_secret"]
    scheme, _, value = authorization[0].partition(" ")
    if scheme.lower() != "basic":
        raise invalid_client("The client's credentials are shown by Basic, or in the form.")
    try:
        login, separator, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
        shown = unquote_plus(login, errors="strict"), unquote_plus(secret, errors="strict")
    except (binascii.Error, UnicodeDecodeError):
        raise invalid_client("The header Authorization cannot be read.") from None
    if not separator:
        raise invalid_client("The header Authorization cannot be read.")
    in_form = fields.get("client_id", shown[0]), fields.get("client_secret", shown[1])
    if in_form != shown:
        raise OAuthError("invalid_request", "The client shows itself in two ways that differ.")
    return shown


def invalid_client(description: str) -> OAuthError:
    return OAuthError("invalid_client", description, 401, www_authenticate=_CHALLENGE)


async def answered(work: Awaitable[Response]) -> Response:
    """Whatever goes wrong is an error of RFC 6749 5.2; one of ours inside is left to who answers those."""
    try:
        return await work
    except OAuthError as error:
        return _error(error)
    except ServiceError as error:
        translated = _translated(error)
        if translated is None:
            raise
        return _error(translated)


def _translated(error: ServiceError) -> OAuthError | None:
    if error.code is ErrorCode.CREDENTIALS_INVALID:
        reason = str(error.params.get("reason", ""))
        return invalid_client(_REASONS.get(reason, "The client or its secret is wrong."))
    if error.code is ErrorCode.ACCOUNT_LOCKED:
        return invalid_client("The account is locked.")
    if error.code is ErrorCode.PASSWORD_LOG_IN_OFF:
        return OAuthError("unauthorized_client", "Accounts of systems do not log in by password any more.")
    if error.code is ErrorCode.INVALID_REQUEST:
        if any(found.pointer == "/scope" for found in error.errors):
            return OAuthError("invalid_scope", "The client does not have these scopes.")
        return OAuthError("invalid_request", "A field is wrong.")
    if error.code is ErrorCode.REQUEST_TIMEOUT:
        return OAuthError("invalid_request", "The body did not come in time.", 408, connection="close")
    if error.code in _RETRYABLE:
        seconds = error.params.get("seconds", RETRY_AFTER_S.get(error.code, 2))
        status = error.definition.status
        return OAuthError("temporarily_unavailable", "Come again later.", status, retry_after=str(seconds))
    return None


def _error(error: OAuthError) -> Response:
    body = {"error": error.error, "error_description": error.description}
    return oauth_response(body, error.status, error.headers)


def oauth_response(
    body: Mapping[str, Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """No cache keeps it (RFC 6749 5.1)."""
    no_store = {"cache-control": NO_STORE, "pragma": "no-cache"}
    return Response(orjson.dumps(body), status, {**no_store, **(headers or {})}, JSON)
