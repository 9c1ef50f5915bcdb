"""Open to the public and to partners: the look-up by code, the feed."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from contracts import dossiers, sync
from contracts.dossiers import DossierReference, EventFeed, Progress, is_submission_number
from contracts.errors import ErrorCode, ServiceError
from gateway.dependencies.caller import Anonymous, CurrentUser
from gateway.http.responses import NO_STORE, PRIVATE, json_response
from gateway.http.route_docs import problems

router = APIRouter(prefix="/v1", tags=["dossiers"])

LookedUp = Annotated[
    DossierReference,
    Path(
        description="Mã hồ sơ, as the receipt says; or số biên nhận, the number from the moment of filing.",
        examples=["H26.31.05-261102-0001", "7KQM-2XRA-9TBJ"],
    ),
]


@router.get(
    "/look-up/{code}",
    operation_id="lookUpDossier",
    summary="How far a dossier has come",
    response_model=Progress,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def look_up(caller: Anonymous, code: LookedUp) -> Response:
    """By anybody who has the code or the number of submission: the degree of completion and nothing else.

    TT 01/2018/TT-VPCP art 16.

    Dossiers filed here, and those that ministries and provinces tell of.
    """
    try:
        progress = await caller.call(dossiers.look_up, dossiers.LookUpDossier(code=code))
    except ServiceError as error:
        if error.code is not ErrorCode.NOT_FOUND or is_submission_number(code):
            raise
        progress = await caller.call(sync.look_up_synced, sync.LookUpSynced(code=code))
    return json_response(progress, cache=NO_STORE)


@router.get("/feed", operation_id="readFeed", summary="Read what happened", response_model=EventFeed)
async def feed(caller: CurrentUser, query: Annotated[dossiers.ReadFeed, Query()]) -> Response:
    """Every event of the dossiers that the caller may see, from the first one on, in one order for all.

    Keep `next_cursor` and go on from it whenever you like; it never runs out. Ask again at once while `more` is true.
    """
    found = await caller.call(dossiers.read_feed, query)
    return json_response(found, cache=PRIVATE)
