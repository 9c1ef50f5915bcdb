"""Outside /v1: health, metrics, keys, the documentation."""

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from chassis.observability import metrics
from chassis.observability.health import health
from contracts import accounts
from contracts.accounts import Jwks
from gateway.dependencies.caller import Anonymous
from gateway.http.responses import json_response
from gateway.state import gateway_of

router = APIRouter()


@router.get("/", include_in_schema=False)
async def front() -> Response:
    return RedirectResponse("/docs")


@router.get("/healthz", include_in_schema=False)
async def healthz() -> Response:
    """Whether the process answers; no part is checked."""
    return JSONResponse({"alive": True})


@router.get("/readyz", include_in_schema=False)
async def readyz(request: Request) -> Response:
    """503 while the broker is away, when nothing but files could be served, and once it was told to stop."""
    checks = {"broker": gateway_of(request).rpc.connected, "not_draining": not health.draining}
    ready = all(checks.values())
    metrics.READY.labels("gateway").set(ready)
    return JSONResponse({"ready": ready, "checks": checks}, 200 if ready else 503)


@router.get("/metrics", include_in_schema=False)
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
