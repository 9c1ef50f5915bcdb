"""The catalogue: procedures. Open to all."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field, StringConstraints
from starlette.responses import Response

from contracts import catalog
from contracts.base import Day, PageRequest
from contracts.catalog import (
    AdministrativeLevel,
    OnlineLevel,
    Procedure,
    ProcedureSearchResults,
    ProcedureSuggestions,
)
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Catalogue
from gateway.http import path_params
from gateway.http.responses import (
    PUBLIC,
    json_response,
    page_response,
)
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["catalogue"])

_procedure = link("readProcedure", "The first procedure found.", code="$response.body#/items/0/code")


class ProcedureSearch(PageRequest):
    q: Annotated[
        str,
        StringConstraints(max_length=200),
        Field(description="Words as people write them, or a code.", examples=["khai sinh"]),
    ] = ""
    field: Annotated[
        str | None, StringConstraints(max_length=64), Field(description="Code of a field (lĩnh vực).")
    ] = None
    agency: Annotated[
        str | None,
        StringConstraints(max_length=64),
        Field(description="Code of the promulgating agency (cơ quan công bố)."),
    ] = None
    level: Annotated[
        AdministrativeLevel | None,
        Field(description="Level of the authority that handles it (cấp thực hiện)."),
    ] = None
    subject: Annotated[
        str | None,
        StringConstraints(max_length=120),
        Field(description="Who may file (đối tượng): a name, or words of one."),
    ] = None
    online_level: Annotated[
        OnlineLevel | None, Field(description="How far it is done online (mức độ dịch vụ công trực tuyến).")
    ] = None
    fileable: Annotated[bool | None, Field(description="Only those that can, or cannot, be filed here.")] = (
        None
    )
    facets: Annotated[bool, Field(description="Count what is found by each filter.")] = False


@router.get(
    "/procedures",
    operation_id="searchProcedures",
    summary="Find procedures",
    response_model=ProcedureSearchResults,
    responses=answers(200, "ETag", "Link", links={"readProcedure": _procedure}),
)
async def search(
    request: Request,
    caller: Catalogue,
    query: Annotated[ProcedureSearch, Query()],
) -> Response:
    """The best first. Whole sentences, everyday words, abbreviations, slips of the pen and common English names do.

    Procedures that hold all words of the query, or of what they stand for, are found; where these are few, those that
    hold most of them too. `interpreted_as` says what the words were taken for when that is not what was typed. The
    thesaurus (`/v1/search-thesaurus`) says what words stand for. Without `q`: all, by code. The order is stable, and
    `cursor` follows it while procedures are published. A code that the facets show narrows to all that carries its name.
    """
    lookup = catalog.SearchProcedures(
        q=query.q,
        field_code=query.field,
        agency_code=query.agency,
        level=query.level,
        subject=query.subject,
        online_level=query.online_level,
        fileable=query.fileable,
        facets=query.facets,
        limit=query.limit,
        cursor=query.cursor,
    )
    found: ProcedureSearchResults = await caller.call(catalog.search_procedures, lookup)
    return page_response(request, found, cache=PUBLIC)


@router.get(
    "/procedures/suggestions",
    operation_id="suggestProcedures",
    summary="Suggest while a person types",
    response_model=ProcedureSuggestions,
    responses=answers(200, "ETag"),
)
async def suggestions(
    caller: Catalogue,
    query: Annotated[catalog.SuggestProcedures, Query()],
) -> Response:
    """Words that many procedures share, then procedures with their codes."""
    found = await caller.call(catalog.suggest_procedures, query)
    return json_response(found, cache=PUBLIC)


@router.get(
    "/procedures/{code}",
    operation_id="readProcedure",
    summary="Read a procedure",
    response_model=Procedure,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read(
    caller: Catalogue,
    code: path_params.Code,
    on: Annotated[Day | None, Query(description="As in force on this day; today when not given.")] = None,
) -> Response:
    """With its papers, fees, time limits and the JSON Schema of its form."""
    found = await caller.call(catalog.get_procedure, catalog.GetProcedure(code=code, on=on))
    return json_response(found, version=found.etag, cache=PUBLIC)
