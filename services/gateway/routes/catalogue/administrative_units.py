"""Administrative units, and who is competent for their people. Reading is open to all."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from contracts import catalog
from contracts.base import Day, Model, Page
from contracts.catalog import AdminUnit, CompetentAgencies, ImportReport, UnitCode, UnitTrace
from contracts.catalog.agencies_and_units import SaveCompetencesBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import Catalogue, CurrentUser
from gateway.http import path_params
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.responses import PUBLIC, json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["places"], route_class=JsonRoute)

_RULES_EXAMPLE = {
    "competences": [
        {
            "competence_id": "99907:ho-tich",
            "agency_code": "H26.31.07",
            "field_code": "G15-TP07",
            "unit_code": "99907",
            "valid_from": "2026-01-01",
        }
    ]
}

_unit = link("readUnit", "The first unit found.", code="$response.body#/items/0/code")

On = Annotated[Day | None, Query(description="A local day; today when not given.", examples=["2026-11-21"])]


@router.get(
    "/units",
    operation_id="listUnits",
    summary="List administrative units",
    response_model=Page[AdminUnit],
    responses=answers(200, "ETag", "Link", links={"readUnit": _unit}),
)
async def units(
    request: Request, caller: Catalogue, query: Annotated[catalog.ListUnits, Query()]
) -> Response:
    """Those of a day, by code."""
    return page_response(request, await caller.call(catalog.list_units, query), cache=PUBLIC)


@router.get(
    "/units/{code}",
    operation_id="readUnit",
    summary="Read an administrative unit",
    response_model=AdminUnit,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def unit(caller: Catalogue, code: path_params.Unit, on: On = None) -> Response:
    """The unit that had this code on a day."""
    found = await caller.call(catalog.get_unit, catalog.GetUnit(code=code, on=on))
    return json_response(found, cache=PUBLIC)


class SuccessorQuery(Model):
    on: Annotated[Day, Field(description="A day on which the unit had this code.", examples=["2025-06-30"])]
    to: Annotated[Day | None, Field(description="Today when not given.")] = None


@router.get(
    "/units/{code}/successors",
    operation_id="traceUnit",
    summary="What an administrative unit became",
    response_model=UnitTrace,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def trace(
    caller: Catalogue, code: path_params.Unit, query: Annotated[SuccessorQuery, Query()]
) -> Response:
    """Over as many steps as there were. A unit that still stands became itself."""
    lookup = catalog.TraceUnit(code=code, on=query.on, to=query.to)
    found = await caller.call(catalog.trace_unit, lookup)
    return json_response(found, cache=PUBLIC)


class CompetenceQuery(Model):
    unit: Annotated[UnitCode, Field(description="Where the person lives.", examples=["99905"])]
    on: Annotated[Day | None, Field(description="A local day; today when not given.")] = None


@router.get(
    "/procedures/{code}/competent",
    operation_id="findCompetent",
    summary="Which offices are competent",
    response_model=CompetentAgencies,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def competent(
    caller: Catalogue, code: path_params.Code, query: Annotated[CompetenceQuery, Query()]
) -> Response:
    """For a procedure and the people of a unit. `why` tells which rule decided; `none`: no rule names an office."""
    lookup = catalog.FindCompetent(procedure_code=code, unit_code=query.unit, on=query.on)
    found = await caller.call(catalog.find_competent, lookup)
    return json_response(found, cache=PUBLIC)


@router.post(
    "/competences",
    operation_id="saveCompetences",
    summary="Write rules of competence",
    response_model=ImportReport,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def save_rules(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[SaveCompetencesBody, json_body(_RULES_EXAMPLE)]
) -> Response:
    """By an administrator. Each takes the place of the one of its id; one fault keeps all of them out."""
    report = await caller.call(
        catalog.save_competences, catalog.SaveCompetences(command_id=key, **fields(body))
    )
    return json_response(report)
