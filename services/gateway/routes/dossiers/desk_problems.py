"""What an office must see to: money to be returned, held or of another amount, documents and messages that failed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import notifications
from contracts.base import Page
from contracts.errors import ErrorCode
from contracts.notifications import CloseProblem, CloseProblemBody, DeskProblem, ListProblems
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import ProblemId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1/desk", tags=["desk"], route_class=JsonRoute)

_NOTE_EXAMPLE = {"note": "Đã hoàn trả qua kho bạc, chứng từ số 12/UNC."}


@router.get(
    "/problems",
    operation_id="listProblems",
    summary="List what the office must see to",
    response_model=Page[DeskProblem],
    responses=answers(
        200,
        "Link",
        links={
            "closeProblem": link(
                "closeProblem", "The first.", problem_id="$response.body#/items/0/problem_id"
            )
        },
    )
    | problems(ErrorCode.FORBIDDEN),
)
async def list_problems(
    request: Request, caller: CurrentUser, query: Annotated[ListProblems, Query()]
) -> Response:
    """By the officers of an agency, its own; by an administrator, those of all. Newest first.

    Surplus money and money to be returned, payments that are held or of another amount, expired ones, fees that were
    not paid in time, documents and results that could not be made, messages that did not arrive. What settles itself
    is closed by itself.
    """
    return page_response(request, await caller.call(notifications.list_problems, query))


@router.post(
    "/problems/{problem_id}/close",
    operation_id="closeProblem",
    summary="Settle what the office has seen to",
    response_model=DeskProblem,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def close_problem(
    caller: CurrentUser,
    problem_id: ProblemId,
    key: IdempotencyKey,
    body: Annotated[CloseProblemBody, json_body(_NOTE_EXAMPLE)],
) -> Response:
    """By a manager or leader of the agency, or an administrator, with what was done."""
    command = CloseProblem(command_id=key, problem_id=problem_id, **fields(body))
    closed = await caller.call(notifications.close_problem, command)
    return json_response(closed)
