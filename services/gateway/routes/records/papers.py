"""The personal store of papers (Kho quản lý dữ liệu điện tử của tổ chức, cá nhân)."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from chassis.core.ids import new_id
from contracts import catalog, dossiers, records
from contracts.base import Page, PageRequest
from contracts.catalog import ProcedureCode
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.printable import ShortText
from contracts.records import PaperAccess, StoredPaper
from contracts.records.papers import DepositPaperBody, DigitisePaperBody, RevokePaperBody
from gateway.dependencies.caller import Caller, CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey, OptionalKey, OptionalVersion
from gateway.http.path_params import PaperId
from gateway.http.responses import json_response, no_content, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1", tags=["papers"], route_class=JsonRoute)

_FILE = "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"
_KEEP_EXAMPLE = {"file_id": _FILE, "title": "Giấy chứng nhận kết hôn"}
_DIGITISE_EXAMPLE = {
    "file_id": _FILE,
    "title": "Giấy khai sinh",
    "number": "12/2009",
    "issuer_code": "H26.31.05",
    "result_code": "KQ.G15.000031",
    "issued_at": "2009-05-12",
    "owner": {"identity_number": "001099000001"},
}
_REVOKE_EXAMPLE = {"reason": "Cấp sai đối tượng."}
_read = link("readPaper", "The paper.", paper_id="$response.body#/paper_id")


class PaperSearch(PageRequest):
    procedure: Annotated[
        ProcedureCode | None, Field(description="Only those that a component of this procedure takes.")
    ] = None
    result_code: Annotated[ShortText | None, Field(description="Only of this kind.")] = None
    usable: Annotated[
        bool,
        Field(
            description="Only those that a dossier may use now; with `procedure`, as filing there takes them."
        ),
    ] = False


class PaperAccessPage(PageRequest):
    pass


@router.get(
    "/papers",
    operation_id="listPapers",
    summary="List the papers of the own store",
    response_model=Page[StoredPaper],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def list_papers(
    request: Request, caller: CurrentUser, query: Annotated[PaperSearch, Query()]
) -> Response:
    """With `procedure`: those that may stand for one of its papers, so that nothing need be uploaded again."""
    lookup = records.ListPapers(
        result_codes=(query.result_code,) if query.result_code else (),
        components=await _components(caller, query),
        usable=query.usable,
        limit=query.limit,
        cursor=query.cursor,
    )
    return page_response(request, await caller.call(records.list_papers, lookup))


@router.post(
    "/papers",
    operation_id="keepPaper",
    summary="Put an uploaded file into the own store",
    status_code=201,
    response_model=StoredPaper,
    responses=answers(201, "ETag", "Location", links={"readPaper": _read})
    | problems(ErrorCode.FORBIDDEN, ErrorCode.FILE_NOT_USABLE),
)
async def keep(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[DepositPaperBody, json_body(_KEEP_EXAMPLE)]
) -> Response:
    """It stands for a paper of a dossier like any upload; no agency vouches for it."""
    paper = await caller.call(records.keep_paper, records.DepositPaper(command_id=key, **fields(body)))
    return _created(paper)


@router.post(
    "/desk/papers",
    operation_id="digitisePaper",
    summary="Put a paper scanned at the desk into its owner's store (số hóa giấy tờ)",
    status_code=201,
    response_model=StoredPaper,
    responses=answers(201, "ETag", "Location", links={"readPaper": _read})
    | problems(ErrorCode.FORBIDDEN, ErrorCode.FILE_NOT_USABLE, ErrorCode.FILE_NOT_SEALABLE),
)
async def digitise(
    caller: CurrentUser, key: IdempotencyKey, body: Annotated[DigitisePaperBody, json_body(_DIGITISE_EXAMPLE)]
) -> Response:
    """By an officer of reception, whose agency signs that the scan is true. An owner without account finds it later."""
    await check_dossier(caller, body.dossier_id)
    paper = await caller.call(records.digitise_paper, records.DigitisePaper(command_id=key, **fields(body)))
    return _created(paper)


@router.get(
    "/papers/{paper_id}",
    operation_id="readPaper",
    summary="Read about a paper of the store",
    response_model=StoredPaper,
    responses=answers(
        200,
        "ETag",
        links={"openDownload": link("openDownload", "Its bytes.", file_id="$response.body#/file_id")},
    )
    | problems(ErrorCode.NOT_FOUND),
)
async def read(caller: CurrentUser, paper_id: PaperId) -> Response:
    """The owner is notified of every reading by somebody else. A paper that expires keeps its version and ETag."""
    paper = await caller.call(records.get_paper, records.GetPaper(paper_id=paper_id))
    return json_response(paper, version=paper.version)


@router.delete(
    "/papers/{paper_id}",
    operation_id="removePaper",
    summary="Remove an own upload from the own store (xóa giấy tờ khỏi kho)",
    status_code=204,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.PAPER_NOT_REMOVABLE),
)
async def remove(
    caller: CurrentUser, paper_id: PaperId, versions: OptionalVersion, key: OptionalKey = None
) -> Response:
    """By its owner. What an agency vouches for stays; a dossier that was filed with the paper keeps its file."""
    command_id = key or new_id()

    await caller.call_at(records.remove_paper, versions, command_id=command_id, paper_id=paper_id)
    return no_content()


@router.get(
    "/papers/{paper_id}/accesses",
    operation_id="listPaperAccesses",
    summary="List who looked at a paper, when and on which ground",
    response_model=Page[PaperAccess],
    responses=answers(200, "Link") | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN),
)
async def accesses(
    request: Request, caller: CurrentUser, paper_id: PaperId, query: Annotated[PaperAccessPage, Query()]
) -> Response:
    """By the owner of the paper."""
    lookup = records.ListAccesses(paper_id=paper_id, limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(records.list_accesses, lookup))


@router.post(
    "/papers/{paper_id}/revoke",
    operation_id="revokePaper",
    summary="Revoke a paper (thu hồi)",
    response_model=StoredPaper,
    responses=answers(200, "ETag")
    | problems(ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.PAPER_NOT_USABLE),
)
async def revoke(
    caller: CurrentUser,
    paper_id: PaperId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[RevokePaperBody, json_body(_REVOKE_EXAMPLE)],
) -> Response:
    """By a leader of the agency that vouches for it. Its file can still be read."""

    paper = await caller.call_at(
        records.revoke_paper, versions, command_id=key, paper_id=paper_id, **fields(body)
    )
    return json_response(paper, version=paper.version)


async def check_dossier(caller: Caller, dossier_id: str | None) -> None:
    """Asked of dossiers as the officer, who sees those of his agency. Raises INVALID_REQUEST."""
    if dossier_id is None:
        return
    try:
        await caller.call(dossiers.get_dossier, dossiers.GetDossier(dossier_id=dossier_id))
    except ServiceError as error:
        if error.code is not ErrorCode.NOT_FOUND:
            raise
        detail = "The agency has no such dossier."
        wrong = FieldError(pointer="/dossier_id", code="unknown_dossier", detail=detail)
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,)) from error


async def _components(caller: Caller, query: PaperSearch) -> tuple[tuple[str, ...], ...] | None:
    """The kinds of results that each component of the procedure takes."""
    if query.procedure is None:
        return None
    procedure = await caller.call(catalog.get_procedure, catalog.GetProcedure(code=query.procedure))
    return tuple(dict.fromkeys(component.result_codes for component in procedure.components))


def _created(paper: StoredPaper) -> Response:
    return json_response(paper, status=201, version=paper.version, location=f"/v1/papers/{paper.paper_id}")
