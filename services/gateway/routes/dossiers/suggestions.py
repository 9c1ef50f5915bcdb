"""Suggestions of machines (gợi ý của máy): sent by programs of agencies, read by the officers who act."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from contracts import dossiers
from contracts.dossiers import (
    ActSuggestion,
    ActSuggestions,
    GetSuggestionFigures,
    ListSuggestions,
    SuggestAct,
    SuggestActBody,
    SuggestionFigures,
)
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser, DataReader
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import DossierId
from gateway.http.responses import NO_STORE, json_response
from gateway.http.route_docs import answers, problems

router = APIRouter(prefix="/v1", tags=["dossiers"], route_class=JsonRoute)

_EXAMPLE = {
    "kind": "request_supplement",
    "source": "Trợ lý tiếp nhận",
    "source_version": "2026.11",
    "confidence": 0.87,
    "reasons": ["Bản chụp giấy chứng sinh không đọc được."],
    "items": ["Bản chụp giấy chứng sinh rõ nét"],
}


@router.post(
    "/dossiers/{dossier_id}/suggestions",
    operation_id="suggestAct",
    summary="Suggest an act on a dossier (gợi ý của máy)",
    description=SuggestActBody.__doc__,
    status_code=201,
    response_model=ActSuggestion,
    responses=answers(201, "Location")
    | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.ILLEGAL_TRANSITION),
)
async def suggest(
    caller: CurrentUser,
    dossier_id: DossierId,
    key: IdempotencyKey,
    body: Annotated[SuggestActBody, json_body(_EXAMPLE)],
) -> Response:
    command = SuggestAct(command_id=key, dossier_id=dossier_id, **fields(body))
    made = await caller.call(dossiers.suggest_act, command)
    return json_response(made, status=201, location=f"/v1/dossiers/{dossier_id}/suggestions")


@router.get(
    "/dossiers/{dossier_id}/suggestions",
    operation_id="listSuggestions",
    summary="List what machines suggest for a dossier",
    response_model=ActSuggestions,
    responses=problems(
        ErrorCode.FORBIDDEN,
        ErrorCode.NOT_FOUND,
        ErrorCode.READING_GROUND_REQUIRED,
        ErrorCode.PROCESSING_RESTRICTED,
    ),
)
async def list_all(caller: DataReader, dossier_id: DossierId) -> Response:
    """Newest first, for the officers who may act on the dossier. An act names the one that it followed or departed from
    (`suggestion_id`)."""
    return json_response(await caller.call(dossiers.list_suggestions, ListSuggestions(dossier_id=dossier_id)))


@router.get(
    "/desk/suggestion-figures",
    operation_id="readSuggestionFigures",
    summary="Count what became of the suggestions of machines, by source and kind",
    response_model=SuggestionFigures,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def figures(caller: CurrentUser, query: Annotated[GetSuggestionFigures, Query()]) -> Response:
    """Of the agency, for its leaders and the head of its one-stop shop."""
    return json_response(await caller.call(dossiers.get_suggestion_figures, query), cache=NO_STORE)
