"""VNPAY's own addresses, as they are registered with it; the same as those of any provider but for the path."""

import logging
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from contracts import payments
from contracts.base import Model
from contracts.errors import ServiceError
from gateway.dependencies.caller import Anonymous
from gateway.http.responses import NO_STORE, json_response
from gateway.routes.payments.providers import provider_response, read_call, return_page

log = logging.getLogger(__name__)

router = APIRouter(prefix="/v1/payments/vnpay", tags=["payments"])

PROVIDER = "vnpay"


class IpnAnswer(Model):
    """What VNPAY reads: 00 recorded, 01 no such order, 02 confirmed before, 04 wrong amount, 97 bad signature, 99 other."""

    RspCode: Literal["00", "01", "02", "04", "97", "99"]
    """VNPAY's own code of the outcome."""
    Message: str
    """The same in words."""


NOT_NOW = IpnAnswer(RspCode="99", Message="Unknown error")
"""VNPAY calls again after this answer."""


@router.get(
    "/ipn", operation_id="receiveVnpayIpn", summary="For VNPAY's server only", response_model=IpnAnswer
)
async def ipn(request: Request, caller: Anonymous) -> Response:
    """Always 200; VNPAY reads `RspCode`."""
    try:
        call = await read_call(request, PROVIDER)
        return provider_response(await caller.call(payments.receive_notification, call))
    except ServiceError as error:
        log.warning("IPN not taken; VNPAY will call again", extra={"code": error.code})
    return json_response(NOT_NOW, cache=NO_STORE)


@router.get(
    "/return",
    operation_id="showPaymentReturn",
    summary="Where VNPAY sends people back to",
    response_class=HTMLResponse,
)
async def come_back(request: Request, caller: Anonymous) -> Response:
    """A page that shows the state of the payment. It changes nothing."""
    return await return_page(request, caller, PROVIDER)
