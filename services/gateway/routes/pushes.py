"""Sync out: how our dossiers stand with the national portal. For administrators."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import sync
from contracts.base import Page
from contracts.errors import Code
from contracts.sync import Push
from gateway.calls import Person
from gateway.describe import described
from gateway.headers import IdempotencyKey
from gateway.paths import DossierId
from gateway.replies import page, show

router = APIRouter(prefix="/v1/sync", tags=["sync"])


@router.get(
    "/pushes",
    operation_id="listPushes",
    summary="List the dossiers on their way to the national portal",
    response_model=Page[Push],
    openapi_extra=described(Code.FORBIDDEN),
)
async def list_pushes(
    request: Request, caller: Person, query: Annotated[sync.ListPushes, Query()]
) -> Response:
    """Empty where this Motcua pushes to none. `last_answer` is in the portal's own words."""
    return page(request, await caller.call(sync.list_pushes, query))


@router.post(
    "/pushes/{dossier_id}/again",
    operation_id="pushAgain",
    summary="Tell the national portal of a dossier again",
    response_model=Push,
    openapi_extra=described(Code.FORBIDDEN, Code.NOT_FOUND),
)
async def push_again(caller: Person, dossier_id: DossierId, key: IdempotencyKey) -> Response:
    """What was refused or given up, after its cause was put right; also what waits for its next try."""
    command = sync.PushAgain(command_id=key, dossier_id=dossier_id)
    push = await caller.call(sync.push_again, command)
    return show(push)
