"""Who has read a person's dossiers: for the person, and for who answers for the officers."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import dossiers
from contracts.base import Page, PageRequest
from contracts.data_readings import DataReading
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.path_params import DossierId
from gateway.http.responses import page_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1", tags=["dossiers"])


@router.get(
    "/me/data-readings",
    operation_id="listMyDataReadings",
    summary="List who has read one's dossiers",
    response_model=Page[DataReading],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_mine(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """By a citizen: every reading by an officer, a system of an agency, an administrator or who acts for one (lượt truy
    cập dữ liệu cá nhân), newest first, with the agency or the act of representation, and the ground. Own readings are not
    among them."""
    lookup = dossiers.ListReadings(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(dossiers.list_readings, lookup))


@router.get(
    "/dossiers/{dossier_id}/data-readings",
    operation_id="listDossierReadings",
    summary="List who has read a dossier",
    response_model=Page[DataReading],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def list_of_dossier(
    request: Request, caller: CurrentUser, dossier_id: DossierId, query: Annotated[PageRequest, Query()]
) -> Response:
    """By its owner or who filed it; by the head of the one-stop shop and the leaders of its agency, who also see which of
    their officers it was."""
    lookup = dossiers.ListReadings(dossier_id=dossier_id, limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(dossiers.list_readings, lookup))
