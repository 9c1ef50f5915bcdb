"""Summaries of receipts for the tax office."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import payments, tax_summaries
from contracts.base import Page
from contracts.errors import ErrorCode
from contracts.tax_summaries import HandOverSummaryBody, SendSummaryAgainBody, TaxSummary
from gateway.dependencies.caller import CurrentUser
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import ExpectedVersion, IdempotencyKey
from gateway.http.path_params import TaxSummaryId
from gateway.http.responses import json_response, page_response
from gateway.http.route_docs import answers, link, problems

router = APIRouter(prefix="/v1/tax-summaries", tags=["payments"], route_class=JsonRoute)

_FOUND = {"summary_id": "$response.body#/summary_id"}
_SEEN = {"header.If-Match": "$response.header.ETag"}
_LINKS = {
    "readTaxSummary": link("readTaxSummary", "The summary, with its ETag.", **_FOUND),
    "handOverTaxSummary": link("handOverTaxSummary", "Note its hand-over.", **_FOUND, **_SEEN),
    "sendTaxSummaryAgain": link("sendTaxSummaryAgain", "Send it once more.", **_FOUND, **_SEEN),
}
_NO_NOTE = SendSummaryAgainBody()
_DECIDES = (ErrorCode.NOT_FOUND, ErrorCode.FORBIDDEN, ErrorCode.ILLEGAL_TRANSITION)


@router.get(
    "",
    operation_id="listTaxSummaries",
    summary="List summaries for the tax office",
    response_model=Page[TaxSummary],
    responses=answers(
        200,
        "Link",
        links={
            "readTaxSummary": link(
                "readTaxSummary", "The first.", summary_id="$response.body#/items/0/summary_id"
            )
        },
    ),
)
async def list_tax_summaries(
    request: Request, caller: CurrentUser, query: Annotated[tax_summaries.ListTaxSummaries, Query()]
) -> Response:
    """Newest first, by the officers of the agency that collects and by administrators."""
    return page_response(request, await caller.call(payments.list_tax_summaries, query))


@router.get(
    "/{summary_id}",
    operation_id="readTaxSummary",
    summary="Read a summary for the tax office",
    response_model=TaxSummary,
    responses=answers(200, "ETag", links=_LINKS) | problems(ErrorCode.NOT_FOUND),
)
async def read_tax_summary(caller: CurrentUser, summary_id: TaxSummaryId) -> Response:
    """`file` is the signed XML, to be read as any file. `due_at` is until when it has to be sent."""
    request = tax_summaries.GetTaxSummary(summary_id=summary_id)
    summary = await caller.call(payments.get_tax_summary, request)
    return json_response(summary, version=summary.version)


@router.post(
    "/{summary_id}/hand-over",
    operation_id="handOverTaxSummary",
    summary="Note that a summary was handed over",
    response_model=TaxSummary,
    responses=answers(200, "ETag", links=_LINKS) | problems(*_DECIDES),
)
async def hand_over(
    caller: CurrentUser,
    summary_id: TaxSummaryId,
    key: IdempotencyKey,
    versions: ExpectedVersion,
    body: Annotated[HandOverSummaryBody, json_body({"reference": "Biên nhận 15/TB-CT"})],
) -> Response:
    """By the manager of the desk or an administrator, where the file went another way than over the link."""
    after = await caller.call_at(
        payments.hand_over_tax_summary, versions, command_id=key, summary_id=summary_id, **fields(body)
    )
    return json_response(after, version=after.version)


@router.post(
    "/{summary_id}/send-again",
    operation_id="sendTaxSummaryAgain",
    summary="Send a refused summary once more",
    response_model=TaxSummary,
    responses=answers(200, "ETag", links=_LINKS) | problems(*_DECIDES),
)
async def send_again(
    caller: CurrentUser,
    summary_id: TaxSummaryId,
    key: IdempotencyKey,
    versions: ExpectedVersion,
    body: Annotated[SendSummaryAgainBody, json_body({"note": "Đã đăng ký lại ký hiệu biên lai"})] = _NO_NOTE,
) -> Response:
    """By the manager of the desk or an administrator."""
    after = await caller.call_at(
        payments.send_tax_summary_again, versions, command_id=key, summary_id=summary_id, **fields(body)
    )
    return json_response(after, version=after.version)
