"""Sync out: how our dossiers stand with the national portal. For administrators."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import sync
from contracts.base import Page
from contracts.errors import ErrorCode
from contracts.sync import PortalPush
from gateway.dependencies.caller import CurrentUser
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import DossierId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1/sync", tags=["sync"])


@router.get(
    "/pushes",
    operation_id="listPushes",
    summary="List the dossiers on their way to the national portal",
    response_model=Page[PortalPush],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_pushes(
    request: Request, caller: CurrentUser, query: Annotated[sync.ListPushes, Query()]
) -> Response:
    """Empty where this Motcua pushes to none. `last_answer` is in the portal's own words."""
    return page_response(request, await caller.call(sync.list_pushes, query))


@router.post(
    "/pushes/{dossier_id}/again",
    operation_id="pushAgain",
    summary="Tell the national portal of a dossier again",
    response_model=PortalPush,
    responses=problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def push_again(caller: CurrentUser, dossier_id: DossierId, key: IdempotencyKey) -> Response:
    """What was refused or given up, after its cause was put right; also what waits for its next try."""
    command = sync.PushAgain(command_id=key, dossier_id=dossier_id)
    push = await caller.call(sync.push_again, command)
    return json_response(push)
