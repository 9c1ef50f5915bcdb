"""VNPAY's HTTP interface: payment page, querydr, and an address for tests."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from contracts.time import VIETNAM
from simulators.server import probes
from simulators.vnpay import pages, querydr, refunds
from simulators.vnpay.ipn_caller import IpnCaller
from simulators.vnpay.payments import Choice, IpnFault, PaymentRegister, RefundFault
from simulators.vnpay.settings import VnpaySettings
from simulators.vnpay.signatures import VnpaySigner

REQUIRED = ("vnp_Amount", "vnp_CreateDate", "vnp_OrderInfo", "vnp_ReturnUrl", "vnp_TmnCode", "vnp_TxnRef")


class VnpaySimulator:
    def __init__(self, settings: VnpaySettings) -> None:
        self._settings = settings
        self._signer = VnpaySigner(settings.vnpay_hash_secret.get_secret_value())
        self._register = PaymentRegister()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/paymentv2/vpcpay.html", self.show),
                Route("/paymentv2/pay", self.pay, methods=["POST"]),
                Route("/merchant_webapi/api/transaction", self.query, methods=["POST"]),
                Route("/simulator/payments/{txn_ref}", self.inspect),
                Route("/simulator/payments/{txn_ref}/settle", self.settle, methods=["POST"]),
                Route("/simulator/payments/{txn_ref}/refund", self.set_refund, methods=["POST"]),
                *probes(),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:  # noqa: ARG002
        self._caller = IpnCaller(self._settings, self._signer)
        yield
        await self._caller.close()

    async def show(self, request: Request) -> Response:
        """The page where a person chooses what happens."""
        params = dict(request.query_params)
        refusal = self._refusal(params)
        if refusal:
            return HTMLResponse(pages.refusal(refusal), status_code=400)
        return HTMLResponse(pages.choices(self._register.get_or_add(params)))

    async def pay(self, request: Request) -> Response:
        """Calls the merchant, then sends the person back; the first choice counts.

        Form or JSON: txn_ref, choice, `ipn` (an IpnFault); `response_code` and `transaction_status` for other codes
        than those of the choice, `amount` for another sum than was asked for.
        """
        fields = await _fields(request)
        payment = self._register.find(str(fields.get("txn_ref", "")))
        try:
            choice = Choice(fields.get("choice", ""))
            fault = IpnFault(fields.get("ipn", IpnFault.NONE))
        except ValueError as error:
            return HTMLResponse(pages.refusal(str(error)), status_code=422)
        if payment is None:
            return HTMLResponse(pages.refusal("Không tìm thấy giao dịch"), status_code=404)
        if payment.choice is None:
            payment.pay(choice, _codes(fields), str(fields.get("amount", "")))
        await self._caller.notify(payment, fault)
        back = urlencode(self._signer.signed_query(payment.outcome()))
        return RedirectResponse(f"{payment.order_params['vnp_ReturnUrl']}?{back}", status_code=302)

    async def settle(self, request: Request) -> Response:
        """VNPAY changes its mind, as about what it held: another choice or other codes, and a call to the merchant."""
        fields = await _fields(request)
        payment = self._register.find(request.path_params["txn_ref"])
        try:
            choice = Choice(fields.get("choice", ""))
            fault = IpnFault(fields.get("ipn", IpnFault.NONE))
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        if payment is None:
            return JSONResponse({"error": "not found"}, status_code=404)
        payment.pay(choice, _codes(fields), str(fields.get("amount", "")))
        await self._caller.notify(payment, fault)
        return JSONResponse({"choice": payment.choice, "answers": payment.answers})

    async def query(self, request: Request) -> Response:
        fields = await _fields(request)
        if fields.get("vnp_Command") == "refund":
            answer = refunds.answer(self._register, self._signer, self._settings.vnpay_tmn_code, fields)
            return JSONResponse(answer) if answer is not None else Response(status_code=504)
        return JSONResponse(
            querydr.answer(self._register, self._signer, self._settings.vnpay_tmn_code, fields)
        )

    async def set_refund(self, request: Request) -> Response:
        """For tests: how the next requests for a refund of the payment go wrong (`fault`), and what state (`status`) the
        one that was taken has."""
        fields = await _fields(request)
        payment = self._register.find(request.path_params["txn_ref"])
        if payment is None:
            return JSONResponse({"error": "not found"}, status_code=404)
        try:
            payment.refund_fault = RefundFault(fields.get("fault", payment.refund_fault))
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        if payment.refund is not None and fields.get("status"):
            payment.refund["vnp_TransactionStatus"] = str(fields["status"])
        return JSONResponse({"refund": payment.refund, "requests": payment.refund_requests})

    async def inspect(self, request: Request) -> Response:
        """For tests: what was chosen and what the merchant answered, call by call."""
        payment = self._register.find(request.path_params["txn_ref"])
        if payment is None:
            return JSONResponse({"error": "not found"}, status_code=404)
        return JSONResponse({"choice": payment.choice, "answers": payment.answers})

    def _refusal(self, params: Mapping[str, str]) -> str:
        if not self._signer.accepts_query(params):
            return "Sai chữ ký (70)"
        if any(not params.get(name) for name in REQUIRED) or not params["vnp_Amount"].isdecimal():
            return "Thiếu hoặc sai tham số (03)"
        if params["vnp_TmnCode"] != self._settings.vnpay_tmn_code:
            return "Không tìm thấy website (72)"
        if params.get("vnp_ExpireDate", "9") < datetime.now(VIETNAM).strftime("%Y%m%d%H%M%S"):
            return "Giao dịch đã quá thời gian thanh toán (15)"
        return ""


def _codes(fields: Mapping[str, Any]) -> tuple[str, str] | None:
    """vnp_ResponseCode and vnp_TransactionStatus, where both are given."""
    response, status = fields.get("response_code"), fields.get("transaction_status")
    return (str(response), str(status)) if response and status else None


async def _fields(request: Request) -> Mapping[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        content = await request.json()
        return content if isinstance(content, dict) else {}
    return dict(parse_qsl((await request.body()).decode(errors="replace")))
