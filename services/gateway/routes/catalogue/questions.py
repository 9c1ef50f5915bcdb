"""Questions of the catalogue: what the national catalogue leaves open, for the officers in charge of procedures."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import catalog
from contracts.base import Page
from contracts.catalog import (
    AnswerQuestionBody,
    CatalogueQuestion,
    QuestionCounts,
    ReopenQuestionBody,
)
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import QuestionId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["catalogue"], route_class=JsonRoute)

_ANSWER_EXAMPLE: dict[str, Any] = {
    "answer": {"time_limit": {"unit": "working_day", "quantity": 8, "officer_may_state": True}},
    "note": "Khoản 3 Điều 12 Nghị định mẫu: miền núi thêm 10 ngày",
}
_SEEN = {"header.If-Match": "$response.header.ETag"}
_FOUND = {"question_id": "$response.body#/question_id"}
_LINKS = {
    "answerQuestion": link("answerQuestion", "Answer it.", **_FOUND, **_SEEN),
    "reopenQuestion": link("reopenQuestion", "Ask anew.", **_FOUND, **_SEEN),
}
_first = link("readQuestion", "The first one found.", question_id="$response.body#/items/0/question_id")
_WRITES = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.GUARD_FAILED)


@router.get(
    "/catalogue-questions",
    operation_id="listQuestions",
    summary="List questions of the catalogue",
    response_model=Page[CatalogueQuestion],
    responses=answers(200, "Link", links={"readQuestion": _first}) | problems(ErrorCode.FORBIDDEN),
)
async def list_questions(
    request: Request, caller: CurrentUser, query: Annotated[catalog.ListQuestions, Query()]
) -> Response:
    """With the source's words and suggested answers. For officers of the catalogue and administrators."""
    return page_response(request, await caller.call(catalog.list_questions, query))


@router.get(
    "/catalogue-question-counts",
    operation_id="countQuestions",
    summary="Count questions of the catalogue",
    response_model=QuestionCounts,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def count(caller: CurrentUser, query: Annotated[catalog.CountQuestions, Query()]) -> Response:
    """By kind and state, and how many procedures cannot be filed until an answer is there."""
    return json_response(await caller.call(catalog.count_questions, query))


@router.get(
    "/catalogue-questions/{question_id}",
    operation_id="readQuestion",
    summary="Read a question of the catalogue",
    response_model=CatalogueQuestion,
    responses=answers(200, "ETag", links=_LINKS) | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def read(caller: CurrentUser, question_id: QuestionId) -> Response:
    """With its answer, and with what it was before it was opened again."""
    found = await caller.call(catalog.get_question, catalog.GetQuestion(question_id=question_id))
    return json_response(found, version=found.revision)


@router.post(
    "/catalogue-questions/{question_id}/answer",
    operation_id="answerQuestion",
    summary="Answer a question of the catalogue",
    description=AnswerQuestionBody.__doc__,
    response_model=CatalogueQuestion,
    responses=answers(200, "ETag", links=_LINKS) | problems(*_WRITES),
)
async def answer(
    caller: CurrentUser,
    question_id: QuestionId,
    key: IdempotencyKey,
    revisions: ExpectedVersion,
    body: Annotated[AnswerQuestionBody, json_body(_ANSWER_EXAMPLE)],
) -> Response:
    async def answer_at(revision: int) -> CatalogueQuestion:
        command = catalog.AnswerQuestion(
            command_id=key, question_id=question_id, expected_revision=revision, **fields(body)
        )
        return await caller.call(catalog.answer_question, command)

    answered = await revisions.attempt(answer_at)
    return json_response(answered, version=answered.revision)


@router.post(
    "/catalogue-questions/{question_id}/reopen",
    operation_id="reopenQuestion",
    summary="Open an answered question again",
    description=ReopenQuestionBody.__doc__,
    response_model=CatalogueQuestion,
    responses=answers(200, "ETag", links=_LINKS) | problems(*_WRITES),
)
async def reopen(
    caller: CurrentUser,
    question_id: QuestionId,
    key: IdempotencyKey,
    revisions: ExpectedVersion,
    body: Annotated[ReopenQuestionBody, json_body({"reason": "Căn cứ của câu trả lời đã hết hiệu lực."})],
) -> Response:
    async def reopen_at(revision: int) -> CatalogueQuestion:
        command = catalog.ReopenQuestion(
            command_id=key, question_id=question_id, expected_revision=revision, **fields(body)
        )
        return await caller.call(catalog.reopen_question, command)

    opened = await revisions.attempt(reopen_at)
    return json_response(opened, version=opened.revision)
