"""The catalogue: procedures. Open to all."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from contracts import catalog
from contracts.base import PageRequest
from contracts.catalog import Level, Procedure, ProcedureFindings
from contracts.errors import Code
from gateway import paths
from gateway.calls import Anyone
from gateway.describe import described, link
from gateway.headers import IfNoneMatch
from gateway.replies import PUBLIC, page, show_unless_held

router = APIRouter(prefix="/v1", tags=["catalogue"])

_procedure = link("readProcedure", "The first procedure found.", code="$response.body#/items/0/code")


class ProcedureSearch(PageRequest):
    q: Annotated[
        str,
        StringConstraints(max_length=200),
        Field(description="Words with or without diacritics, or a code.", examples=["khai sinh"]),
    ] = ""
    field: Annotated[
        str | None, StringConstraints(max_length=64), Field(description="Code of a field (lĩnh vực).")
    ] = None
    level: Level | None = None
    fileable: Annotated[bool | None, Field(description="Only those that can, or cannot, be filed here.")] = (
        None
    )


@router.get(
    "/procedures",
    operation_id="searchProcedures",
    summary="Find procedures",
    response_model=ProcedureFindings,
    openapi_extra=described(links={"readProcedure": _procedure}),
)
async def search(request: Request, caller: Anyone, query: Annotated[ProcedureSearch, Query()]) -> Response:
    """Without `q`: all, by code. A procedure just imported may be found a moment later."""
    wanted = catalog.SearchProcedures(
        q=query.q,
        field_code=query.field,
        level=query.level,
        fileable=query.fileable,
        limit=query.limit,
        cursor=query.cursor,
    )
    found: ProcedureFindings = await caller.call(catalog.search_procedures, wanted)
    return page(request, found, cache=PUBLIC)


@router.get(
    "/procedures/{code}",
    operation_id="readProcedure",
    summary="Read a procedure",
    response_model=Procedure,
    openapi_extra=described(Code.NOT_FOUND),
)
async def read(caller: Anyone, code: paths.Code, if_none_match: IfNoneMatch = None) -> Response:
    """With its papers, fees, time limits and the JSON Schema of its form."""
    found = await caller.call(catalog.get_procedure, catalog.GetProcedure(code=code))
    return show_unless_held(found, found.etag, if_none_match, cache=PUBLIC)
