"""VNPAY: its server's call, and the page for people who come back from it."""

import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from contracts import payments
from contracts.errors import ServiceError
from contracts.payments import IpnAnswer, PaymentReturn
from gateway.dependencies.caller import Anonymous
from gateway.http.responses import NO_STORE, json_response
from gateway.pages.payment import payment_page
from gateway.state import gateway_of

log = logging.getLogger(__name__)

router = APIRouter(prefix="/v1/payments/vnpay", tags=["payments"])

NOT_NOW = IpnAnswer(RspCode="99", Message="Unknown error")
"""VNPAY calls again after this answer."""


def _call(request: Request) -> payments.ProviderCall | None:
    """The query as it came, or None when it cannot be VNPAY's."""
    try:
        return payments.ProviderCall(params=dict(request.query_params))
    except ValidationError:
        return None


Call = Annotated[payments.ProviderCall | None, Depends(_call)]


@router.get(
    "/ipn", operation_id="receiveVnpayIpn", summary="For VNPAY's server only", response_model=IpnAnswer
)
async def ipn(caller: Anonymous, call: Call) -> Response:
    """Always 200; VNPAY reads `RspCode`."""
    answer = NOT_NOW
    if call is not None:
        try:
            answer = await caller.call(payments.receive_vnpay_ipn, call)
        except ServiceError as error:
            log.warning("IPN not taken; VNPAY will call again", extra={"code": error.code})
    return json_response(answer, cache=NO_STORE)


@router.get(
    "/return",
    operation_id="showPaymentReturn",
    summary="Where VNPAY sends people back to",
    response_class=HTMLResponse,
)
async def come_back(request: Request, caller: Anonymous, call: Call) -> Response:
    """A page that tells how the payment stands. It changes nothing."""
    found = PaymentReturn(signature_valid=False)
    if call is not None:
        found = await caller.call(payments.read_vnpay_return, call)
    portal = gateway_of(request).settings.portal_url
    return HTMLResponse(
        payment_page(found, call.params.get("vnp_Locale") if call else None, caller.locale, portal),
        headers={
            "cache-control": NO_STORE,
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
        },
    )
