"""Báo phí, lệ phí: what a dossier would owe, and how it may be paid."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from contracts import dossiers, payments
from contracts.dossiers import FeeQuote, QuotedFee, QuoteFees, QuoteFeesBody
from contracts.errors import ErrorCode
from contracts.payment_means import GetPaymentMeans, PaymentProvider
from contracts.receipts import BudgetLine
from gateway.dependencies.caller import Anonymous
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.responses import NO_STORE, json_response
from gateway.http.route_docs import problems

router = APIRouter(prefix="/v1", tags=["payments"], route_class=JsonRoute)

_EXAMPLE = {
    "procedure_code": "2.000635",
    "agency_code": "H26.31.05",
    "channel": "online",
    "claims": ["poor_household"],
    "quantities": {"so_ban": 2},
}


class PayableFee(QuotedFee):
    """One fee in a quote, with where its money goes."""

    budget_line: BudgetLine | None = None
    """Chapter and sub-item of the state budget (mục lục ngân sách); none: the agency has registered none."""


class PayableQuote(FeeQuote):
    """A quote of fees (báo phí, lệ phí), with the ways to pay them."""

    fees: tuple[PayableFee, ...]
    """Every fee of the case and channel, also what is waived."""
    providers: tuple[PaymentProvider, ...]
    """By whom the bill may be paid online."""


@router.post(
    "/fee-quotes",
    operation_id="quoteFees",
    summary="What a dossier would owe (báo phí, lệ phí)",
    response_model=PayableQuote,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.PROCEDURE_NOT_FILEABLE),
)
async def quote_fees(caller: Anonymous, body: Annotated[QuoteFeesBody, json_body(_EXAMPLE)]) -> Response:
    """By anybody, before filing: by the same rules as at reception, as of today and as if the claims were confirmed.

    Changes nothing and stores nothing, so it needs no Idempotency-Key; circumstances stand in the body, as addresses are
    logged. An `amount` of none is stated by the officer at reception, or follows from `quantities` that are missing.
    """
    quote: FeeQuote = await caller.call(dossiers.quote_fees, QuoteFees(**fields(body)))
    fee_codes = tuple(fee.code for fee in quote.fees)
    request = GetPaymentMeans(agency_code=quote.agency_code, fee_codes=fee_codes)
    means = await caller.call(payments.get_payment_means, request)
    lines = {line.fee_code: line for line in means.budget_lines}
    payable = tuple(PayableFee(**dict(fee), budget_line=lines.get(fee.code)) for fee in quote.fees)
    shown = PayableQuote(**{**dict(quote), "fees": payable}, providers=means.providers)
    return json_response(shown, cache=NO_STORE)
