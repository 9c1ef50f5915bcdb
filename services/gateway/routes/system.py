"""Outside /v1: health, metrics, keys, the documentation."""

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from chassis.observability import metrics
from chassis.observability.health import health
from contracts import accounts
from contracts.accounts import Jwks
from contracts.errors import not_found
from gateway.dependencies.caller import Anonymous
from gateway.http.responses import json_response
from gateway.state import gateway_of

router = APIRouter()


async def inside_only(request: Request) -> None:
    """A dependency of what operators' own programs ask for: who comes through a proxy comes from outside.

    Raises ServiceError(NOT_FOUND) when the request was passed on (X-Forwarded-For, or Forwarded of RFC 7239).
    """
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        raise not_found("address")


@router.get("/", include_in_schema=False)
async def front() -> Response:
    return RedirectResponse("/docs")


@router.get("/healthz", include_in_schema=False)
async def healthz() -> Response:
    """Whether the process answers; no part is checked."""
    return JSONResponse({"alive": True})


@router.get("/readyz", include_in_schema=False, dependencies=[Depends(inside_only)])
async def readyz(request: Request) -> Response:
    """503 while the broker is away or holds messages back, when nothing but files could be served, and once it was told to
    stop."""
    connection = gateway_of(request).rpc.connection
    checks = {
        "broker": connection.channel is not None,
        "broker takes messages": not connection.blocked,
        "not_draining": not health.draining,
    }
    why = {"broker": connection.reason, "broker takes messages": "the broker's memory or disk alarm"}
    reasons = {name: why[name] for name, passed in checks.items() if not passed and why.get(name)}
    ready = all(checks.values())
    metrics.READY.labels("gateway").set(ready)
    report = {"ready": ready, "checks": checks} | ({"reasons": reasons} if reasons else {})
    return JSONResponse(report, 200 if ready else 503)


@router.get("/metrics", include_in_schema=False, dependencies=[Depends(inside_only)])
async def expose() -> Response:
    return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)


@router.get(
    "/.well-known/jwks.json",
    operation_id="readKeys",
    summary="Keys that access tokens are signed with",
    tags=["sessions"],
    response_model=Jwks,
)
async def jwks(caller: Anonymous) -> Response:
    """RFC 7517."""
    published = await caller.call(accounts.get_jwks, accounts.GetJwks())
    return json_response(published, cache="public, max-age=300")
