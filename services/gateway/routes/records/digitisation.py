"""Digitisation of papers at the desk (số hóa giấy tờ, TT 01/2023/TT-VPCP)."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from contracts import records
from contracts.errors import ErrorCode
from contracts.records import Digitisation, FoundPapers, StoredPaper
from contracts.records.digitisation import (
    BeginDigitisationBody,
    CompleteDigitisationBody,
    ConfirmFieldsBody,
    FindStoredPapersBody,
    ProposeFieldsBody,
)
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import DigitisationId
from gateway.http.responses import NO_STORE, json_response
from gateway.http.route_docs import answers, link, problems
from gateway.routes.records.papers import check_dossier

router = APIRouter(prefix="/v1/desk", tags=["papers"], route_class=JsonRoute)

CHECK_TIMEOUT_S = 40.0
"""Seconds that looking at a scan of many pages may take."""

_FILE = "0198b3f0-2f6c-7c31-9d3e-6b1f0e8a7c55"
_FIND_EXAMPLE = {"number": "001099000001", "result_codes": ["KQ.G15.000031"]}
_BEGIN_EXAMPLE = {
    "file_id": _FILE,
    "result_code": "KQ.G15.000031",
    "owner": {"identity_number": "001099000001"},
    "pages": 1,
}
_PROPOSE_EXAMPLE = {
    "source": "OCR 1.0",
    "fields": [{"name": "number", "text": "12/2009", "confidence": 0.87}],
}
_CONFIRM_EXAMPLE = {
    "fields": [
        {"name": "paper_title", "text": "Giấy khai sinh"},
        {"name": "number", "text": "12/2009"},
        {"name": "issuer", "text": "H26.31.05"},
        {"name": "issued_on", "text": "2009-05-12"},
        {"name": "owner", "text": "Nguyễn Văn An"},
        {"name": "valid_until"},
    ]
}
_COMPLETE_EXAMPLE = {"certified_copy": False}
_NOT_CERTIFIED = CompleteDigitisationBody()
_found = link("readDigitisation", "The digitisation.", digitisation_id="$response.body#/digitisation_id")


@router.post(
    "/paper-searches",
    operation_id="findStoredPapers",
    summary="Look for valid papers of a person before scanning (kiểm tra kho)",
    response_model=FoundPapers,
    responses=problems(ErrorCode.FORBIDDEN),
)
async def find(
    caller: CurrentUser, body: Annotated[FindStoredPapersBody, json_body(_FIND_EXAMPLE)]
) -> Response:
    """By an officer of reception, for the person at the desk or a dossier of the agency. Every paper that is found is in the
    access log of its owner. What is there is filed by `paper_id` instead of a scan."""
    await check_dossier(caller, body.dossier_id)
    found = await caller.call(records.find_stored_papers, records.FindStoredPapers(**fields(body)))
    return json_response(found, cache=NO_STORE)


@router.post(
    "/digitisations",
    operation_id="beginDigitisation",
    summary="Hand in the scan of a paper (số hóa giấy tờ)",
    status_code=201,
    response_model=Digitisation,
    responses=answers(201, "ETag", "Location", links={"readDigitisation": _found})
    | problems(
        ErrorCode.FORBIDDEN,
        ErrorCode.FILE_NOT_USABLE,
        ErrorCode.FILE_LOCKED,
        ErrorCode.FILE_CUT_OFF,
        ErrorCode.FILE_DAMAGED,
        ErrorCode.FILE_TOO_COMPLEX,
        ErrorCode.IMAGE_TOO_LARGE,
    ),
)
async def begin(
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[BeginDigitisationBody, json_body(_BEGIN_EXAMPLE)],
) -> Response:
    """By an officer of reception. The scan is PDF/A in the resolution and colours that the rule of the day asks for; a
    refusal says which page is wrong and what it has to be. Where the store has a valid paper of that kind about that person,
    it is named in the refusal (`paper_in_store`), to be reused."""
    await check_dossier(caller, body.dossier_id)
    command = records.BeginDigitisation(command_id=key, **fields(body))
    begun = await caller.call_within(records.begin_digitisation, command, CHECK_TIMEOUT_S)
    place = f"/v1/desk/digitisations/{begun.digitisation_id}"
    return json_response(begun, status=201, version=begun.version, location=place)


@router.get(
    "/digitisations/{digitisation_id}",
    operation_id="readDigitisation",
    summary="Read a digitisation: its scan, what machines suggest, what persons have confirmed",
    response_model=Digitisation,
    responses=answers(200, "ETag") | problems(ErrorCode.NOT_FOUND),
)
async def read(caller: CurrentUser, digitisation_id: DigitisationId) -> Response:
    """By officers of its agency. One that is not completed within 30 days is forgotten."""
    found = await caller.call(
        records.get_digitisation, records.GetDigitisation(digitisation_id=digitisation_id)
    )
    return json_response(found, version=found.version)


@router.post(
    "/digitisations/{digitisation_id}/suggestions",
    operation_id="proposeFields",
    summary="Store what a machine has read off the scan (bóc tách dữ liệu)",
    response_model=Digitisation,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def propose(
    caller: CurrentUser,
    digitisation_id: DigitisationId,
    key: IdempotencyKey,
    body: Annotated[ProposeFieldsBody, json_body(_PROPOSE_EXAMPLE)],
) -> Response:
    """From the software of the desk, under the officer's log-in. Suggestions count for nothing until a person confirms."""
    command = records.ProposeFields(command_id=key, digitisation_id=digitisation_id, **fields(body))
    found = await caller.call(records.propose_fields, command)
    return json_response(found, version=found.version)


@router.post(
    "/digitisations/{digitisation_id}/confirm",
    operation_id="confirmFields",
    summary="Confirm or correct fields of the paper",
    response_model=Digitisation,
    responses=answers(200, "ETag") | problems(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND),
)
async def confirm(
    caller: CurrentUser,
    digitisation_id: DigitisationId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[ConfirmFieldsBody, json_body(_CONFIRM_EXAMPLE)],
) -> Response:
    """By an officer of reception, who has compared them with the paper. A field without text is not on it. Who has confirmed
    each field, and when, stays; other words for a confirmed field correct it."""
    found = await caller.call_at(
        records.confirm_fields, versions, command_id=key, digitisation_id=digitisation_id, **fields(body)
    )
    return json_response(found, version=found.version)


@router.post(
    "/digitisations/{digitisation_id}/complete",
    operation_id="completeDigitisation",
    summary="Seal the digitised paper and put it into its owner's store",
    status_code=201,
    response_model=StoredPaper,
    responses=answers(
        201,
        "ETag",
        "Location",
        links={"readPaper": link("readPaper", "The paper.", paper_id="$response.body#/paper_id")},
    )
    | problems(
        ErrorCode.FORBIDDEN,
        ErrorCode.NOT_FOUND,
        ErrorCode.SIGNATURE_REFUSED,
        ErrorCode.FILE_NOT_USABLE,
        ErrorCode.FILE_NOT_SEALABLE,
    ),
)
async def complete(
    caller: CurrentUser,
    digitisation_id: DigitisationId,
    versions: ExpectedVersion,
    key: IdempotencyKey,
    body: Annotated[CompleteDigitisationBody, json_body(_COMPLETE_EXAMPLE)] = _NOT_CERTIFIED,
) -> Response:
    """Once every field was confirmed. A certified copy (chứng thực bản sao điện tử từ bản chính) has a number of its own
    book, and is signed by an official who is competent to certify, who may be a leader."""
    paper = await caller.call_at(
        records.complete_digitisation,
        versions,
        command_id=key,
        digitisation_id=digitisation_id,
        **fields(body),
    )
    place = f"/v1/papers/{paper.paper_id}"
    return json_response(paper, status=201, version=paper.version, location=place)
