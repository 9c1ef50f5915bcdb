"""Dossiers: submit, list, read, history."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import dossiers
from contracts.base import Model, Page, PageRequest
from contracts.dossiers import Dossier, DossierClock, DossierSummary, HistoryEntry
from contracts.dossiers.commands import FileAtDeskBody, SubmitDossierBody
from contracts.errors import ErrorCode
from gateway.dependencies.caller import CurrentUser, DataReader
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import DossierId
from gateway.http.responses import json_response, page_response, page_text_response
from gateway.http.route_docs import answers, link, problems
from gateway.routes.dossiers.action_table import DOSSIER_LINKS, ID

router = APIRouter(prefix="/v1", tags=["dossiers"], route_class=JsonRoute)

_SUBMIT_EXAMPLE = {
    "procedure_code": "2.000635",
    "agency_code": "H26.31.05",
    "channel": "online",
    "form_data": {
        "record_kind": "birth",
        "holder_name": "Nguyễn Minh Khôi",
        "registered_at": "Ủy ban nhân dân phường mẫu số 5",
        "copies": 2,
    },
    "return_method": "online",
}

_READ = link("readDossier", "The dossier.", dossier_id=ID)
_FILED = answers(201, "ETag", "Location", links={"readDossier": _READ, **DOSSIER_LINKS}) | problems(
    ErrorCode.FORBIDDEN,
    ErrorCode.IDENTITY_NOT_PROVED,
    ErrorCode.NOT_FOUND,
    ErrorCode.PROCEDURE_NOT_FILEABLE,
    ErrorCode.INVALID_FORM_DATA,
    ErrorCode.PAPER_MISSING,
    ErrorCode.FILE_NOT_USABLE,
    ErrorCode.PAPER_NOT_USABLE,
)


class _Sealed(Model):
    paper_id: str | None = None


class _Versions(Model):
    """What the ETag of a dossier follows from."""

    version: int
    documents: tuple[Any, ...] = ()
    results: tuple[_Sealed, ...] = ()


def dossier_etag(dossier: Dossier | _Versions) -> str:
    """Its version, and how many documents and seals have come to it by themselves: they change what is read, and
    no officer's act fails for them."""
    came = len(dossier.documents) + sum(result.paper_id is not None for result in dossier.results)
    return f"{dossier.version}.{came}" if came else f"{dossier.version}"


@router.post(
    "/dossiers",
    operation_id="submitDossier",
    summary="Submit a dossier",
    status_code=201,
    response_model=Dossier,
    responses=_FILED,
)
async def submit(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[SubmitDossierBody, json_body(_SUBMIT_EXAMPLE)]
) -> Response:
    """By a citizen (nộp hồ sơ). The form is checked against the procedure's schema; papers are uploaded before."""
    dossier = await caller.call(dossiers.submit, dossiers.SubmitDossier(command_id=key, **fields(body)))
    return json_response(
        dossier, status=201, version=dossier_etag(dossier), location=f"/v1/dossiers/{dossier.dossier_id}"
    )


_FILE_AT_DESK_EXAMPLE = {
    "procedure_code": "2.000635",
    "channel": "direct",
    "applicant": {"full_name": "Nguyễn Văn An", "address": "Số 5, ngõ 12, phường mẫu số 5"},
    "form_data": {
        "record_kind": "birth",
        "holder_name": "Nguyễn Minh Khôi",
        "registered_at": "Ủy ban nhân dân phường mẫu số 5",
        "copies": 2,
    },
    "return_method": "counter",
}


@router.post(
    "/desk/dossiers",
    operation_id="fileAtDesk",
    summary="File a dossier that was brought to the desk",
    status_code=201,
    response_model=Dossier,
    responses=_FILED,
)
async def file_at_desk(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[FileAtDeskBody, json_body(_FILE_AT_DESK_EXAMPLE)],
) -> Response:
    """By an officer of reception, at his agency: brought to the counter, or come by post. It is received after."""
    dossier = await caller.call(dossiers.file_at_desk, dossiers.FileAtDesk(command_id=key, **fields(body)))
    return json_response(
        dossier, status=201, version=dossier_etag(dossier), location=f"/v1/dossiers/{dossier.dossier_id}"
    )


@router.get(
    "/dossiers",
    operation_id="listDossiers",
    summary="List dossiers",
    response_model=Page[DossierSummary],
    responses=answers(
        200,
        "Link",
        links={
            "readDossier": link("readDossier", "The first.", dossier_id="$response.body#/items/0/dossier_id")
        },
    ),
)
async def list_dossiers(
    request: Request, caller: DataReader, query: Annotated[dossiers.ListDossiers, Query()]
) -> Response:
    """A citizen's own, or those that the officer's agency takes part in. Every filter narrows; days are local."""
    return page_text_response(request, await caller.read(dossiers.list_dossiers, query))


@router.get(
    "/dossiers/{dossier_id}",
    operation_id="readDossier",
    summary="Read a dossier",
    response_model=Dossier,
    responses=answers(200, "ETag", links=DOSSIER_LINKS)
    | problems(ErrorCode.NOT_FOUND, ErrorCode.READING_GROUND_REQUIRED, ErrorCode.PROCESSING_RESTRICTED),
)
async def read(caller: DataReader, dossier_id: DossierId) -> Response:
    """`allowed_actions` are those that the caller may take now. The ETag is what If-Match asks for."""
    text = await caller.read(dossiers.get_dossier, dossiers.GetDossier(dossier_id=dossier_id))
    return json_response(text, version=dossier_etag(_Versions.model_validate_json(text, extra="ignore")))


@router.get(
    "/dossiers/{dossier_id}/history",
    operation_id="readHistory",
    summary="Read a dossier's history",
    response_model=Page[HistoryEntry],
    responses=answers(200, "Link")
    | problems(ErrorCode.NOT_FOUND, ErrorCode.READING_GROUND_REQUIRED, ErrorCode.PROCESSING_RESTRICTED),
)
async def history(
    request: Request, caller: DataReader, dossier_id: DossierId, query: Annotated[PageRequest, Query()]
) -> Response:
    """Every change, oldest first, in plain words, each chained to the one before by its hash."""
    lookup = dossiers.GetHistory(dossier_id=dossier_id, limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(dossiers.get_history, lookup), language=caller.locale)


@router.get(
    "/dossiers/{dossier_id}/clock",
    operation_id="readClock",
    summary="Explain a dossier's due date",
    response_model=DossierClock,
    responses=problems(
        ErrorCode.NOT_FOUND,
        ErrorCode.CALENDAR_INCOMPLETE,
        ErrorCode.READING_GROUND_REQUIRED,
        ErrorCode.PROCESSING_RESTRICTED,
    ),
)
async def clock(caller: DataReader, dossier_id: DossierId) -> Response:
    """Everything that moved the due date, from the log, recomputed under the law of each move."""
    found = await caller.call(dossiers.get_clock, dossiers.GetClock(dossier_id=dossier_id))
    return json_response(found, language=caller.locale)
