"""OAuth 2.0 for machine clients: tokens by client credentials (RFC 6749 4.4), revocation (RFC 7009), introspection (RFC
7662) and metadata (RFC 8414)."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import JSONResponse, Response

from contracts import accounts
from contracts.accounts import MachineScope
from gateway.dependencies.caller import Anonymous, Caller
from gateway.dependencies.rate_limits import limit_sign_in
from gateway.http.client_certificates import presented_thumbprint
from gateway.http.oauth import (
    OAuthError,
    answered,
    credentials,
    invalid_client,
    oauth_response,
    read_form,
)
from gateway.state import gateway_of

router = APIRouter(tags=["sync"], include_in_schema=False)

AUTHENTICATION = ["client_secret_basic", "client_secret_post"]


@router.post("/oauth/token", operation_id="grantToken")
async def token(request: Request, caller: Anonymous) -> Response:
    return await answered(_grant(request, caller))


@router.post("/oauth/revoke", operation_id="revokeToken")
async def revoke(request: Request, caller: Anonymous) -> Response:
    """Also 200 for a token that is not the client's, or good no more (RFC 7009 2.2)."""
    return await answered(_revoke(request, caller))


@router.post("/oauth/introspect", operation_id="inspectToken")
async def introspect(request: Request, caller: Anonymous) -> Response:
    """A client's own tokens; of any other it learns that it is not active."""
    return await answered(_introspect(request, caller))


@router.get("/.well-known/oauth-authorization-server", operation_id="readOAuthMetadata")
async def metadata(request: Request) -> Response:
    """RFC 8414. The issuer is the address of this portal."""
    base = (gateway_of(request).settings.public_url or str(request.base_url)).rstrip("/")
    body = {
        "issuer": base,
        "token_endpoint": f"{base}/oauth/token",
        "token_endpoint_auth_methods_supported": AUTHENTICATION,
        "revocation_endpoint": f"{base}/oauth/revoke",
        "revocation_endpoint_auth_methods_supported": AUTHENTICATION,
        "introspection_endpoint": f"{base}/oauth/introspect",
        "introspection_endpoint_auth_methods_supported": AUTHENTICATION,
        "jwks_uri": f"{base}/.well-known/jwks.json",
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": [scope.value for scope in MachineScope],
        "tls_client_certificate_bound_access_tokens": True,
        "service_documentation": f"{base}/docs",
    }
    return JSONResponse(body, headers={"cache-control": "public, max-age=300"})


async def _grant(request: Request, caller: Caller) -> Response:
    await limit_sign_in(request)
    form = await read_form(request)
    grant_type = form.get("grant_type")
    if grant_type != "client_credentials":
        error = "unsupported_grant_type" if grant_type else "invalid_request"
        raise OAuthError(error, "grant_type is client_credentials.")
    shown = _shown(request, caller, form)
    granted = await caller.call(
        accounts.grant_machine_token, _valid(accounts.GrantMachineToken, shown, form, "scope")
    )
    body: dict[str, Any] = {
        "access_token": granted.access_token,
        "token_type": "Bearer",
        "expires_in": granted.expires_in,
    }
    return oauth_response({**body, "scope": granted.scope} if granted.scope else body)


async def _revoke(request: Request, caller: Caller) -> Response:
    await limit_sign_in(request)
    form = await read_form(request)
    command = _valid(accounts.RevokeMachineToken, _shown(request, caller, form), form, "token")
    await caller.call(accounts.revoke_machine_token, command)
    return oauth_response({})


async def _introspect(request: Request, caller: Caller) -> Response:
    await limit_sign_in(request)
    form = await read_form(request)
    query = _valid(accounts.InspectMachineToken, _shown(request, caller, form), form, "token")
    found = await caller.call(accounts.inspect_machine_token, query)
    body = found.model_dump(mode="json", exclude_none=True)
    return oauth_response({**body, "token_type": "Bearer"} if found.active else body)


def _shown(request: Request, caller: Caller, form: dict[str, str]) -> dict[str, str]:
    """Raises OAuthError."""
    client_id, client_secret = credentials(request.headers.getlist("authorization"), form)
    return {
        "client_id": client_id,
        "client_secret": client_secret,
        "address": caller.client_ip,
        "certificate": presented_thumbprint(request),
    }


def _valid(model: type[Any], shown: dict[str, str], form: dict[str, str], field: str) -> Any:
    """Raises OAuthError."""
    named = {field: form[field]} if field in form else {}
    try:
        return model(**shown, **named)
    except ValidationError as error:
        wrong = {found["loc"][0] for found in error.errors(include_input=False)}
        if wrong & {"client_id", "client_secret"}:
            raise invalid_client("The client or its secret is wrong.") from None
        name = "invalid_scope" if field == "scope" else "invalid_request"
        raise OAuthError(name, f"{field} is missing or has not its form.") from None
