"""The HTTP interface of the simulated wallets, and the addresses by which tests command them."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from html import escape
from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from contracts.i18n import format_vnd
from simulators.server import probes
from simulators.wallets import momo, zalopay
from simulators.wallets.bank import Bank
from simulators.wallets.merchant_caller import MerchantCaller
from simulators.wallets.momo import Momo
from simulators.wallets.payments import AnswerFault, CallFault, Choice, WalletPayment, WalletRegister
from simulators.wallets.settings import WalletsSettings
from simulators.wallets.zalopay import Zalopay

LABELS = {
    Choice.SUCCESS: "Thanh toán thành công",
    Choice.CANCEL: "Hủy giao dịch",
    Choice.NO_FUNDS: "Tài khoản không đủ số dư",
    Choice.UNFINISHED: "Chưa hoàn tất",
}
PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} mô phỏng</title>
<style>body{{font:1rem/1.5 sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem}}
button{{display:block;width:100%;margin:.5rem 0;padding:.7rem;font:inherit}}</style></head>
<body><h1>{title} mô phỏng</h1>{content}</body></html>
"""
TITLES = {"momo": "MoMo", "zalopay": "ZaloPay"}


class WalletsSimulator:
    def __init__(self, settings: WalletsSettings) -> None:
        self._settings = settings
        self._momo, self._zalopay = Momo(settings), Zalopay(settings)
        self._registers = {"momo": self._momo.register, "zalopay": self._zalopay.register}

    def app(self) -> Starlette:
        post = ["POST"]
        return Starlette(
            routes=[
                Route("/v2/gateway/api/create", self.momo_create, methods=post),
                Route("/v2/gateway/api/query", self.momo_query, methods=post),
                Route("/v2/create", self.zalopay_create, methods=post),
                Route("/v2/query", self.zalopay_query, methods=post),
                Route("/{wallet:str}/pay", self.show),
                Route("/{wallet:str}/pay", self.pay, methods=post),
                Route("/simulator/bank/transfers", self.transfer, methods=post),
                Route("/simulator/{wallet:str}/faults", self.command, methods=post),
                Route("/simulator/{wallet:str}/payments/{order_id:str}", self.inspect),
                *probes(),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:  # noqa: ARG002
        self._callers = {
            "momo": MerchantCaller(self._settings, momo.is_taken),
            "zalopay": MerchantCaller(self._settings, zalopay.is_taken),
        }
        self._bank = Bank(self._settings)
        yield
        await self._bank.close()
        for caller in self._callers.values():
            await caller.close()

    async def momo_create(self, request: Request) -> Response:
        fields = await _fields(request)
        return await self._answer(
            self._momo.register, lambda: self._momo.create(fields, self._own_url(request))
        )

    async def momo_query(self, request: Request) -> Response:
        fields = await _fields(request)
        return await self._answer(self._momo.register, lambda: self._momo.query(fields))

    async def zalopay_create(self, request: Request) -> Response:
        fields = await _fields(request)
        return await self._answer(
            self._zalopay.register, lambda: (200, self._zalopay.create(fields, self._own_url(request)))
        )

    async def zalopay_query(self, request: Request) -> Response:
        fields = await _fields(request)
        return await self._answer(self._zalopay.register, lambda: (200, self._zalopay.query(fields)))

    async def _answer(self, register: WalletRegister, work: Any) -> Response:
        fault = register.fault
        if fault is AnswerFault.ERROR:
            return PlainTextResponse("Internal Server Error", status_code=500)
        status, body = work()
        if fault is AnswerFault.LOST:
            return PlainTextResponse("Internal Server Error", status_code=500)
        if fault is AnswerFault.SLOW:
            await asyncio.sleep(self._settings.wallets_late_s)
        return JSONResponse(body, status_code=status)

    async def show(self, request: Request) -> Response:
        """The page where a person chooses what happens."""
        wallet = request.path_params["wallet"]
        payment = self._find(wallet, request.query_params.get("order", ""))
        if payment is None:
            return HTMLResponse(_page(wallet, "<p>Không tìm thấy giao dịch</p>"), status_code=404)
        buttons = "".join(
            f'<button name="choice" value="{choice}">{escape(LABELS[choice])}</button>' for choice in Choice
        )
        content = (
            f"<p>Số tiền: {format_vnd(payment.amount)}</p>"
            f'<form method="post"><input type="hidden" name="order" value="{escape(payment.order_id)}">{buttons}</form>'
        )
        return HTMLResponse(_page(wallet, content))

    async def pay(self, request: Request) -> Response:
        """Calls the merchant, then sends the person back; the first choice counts. `fault`: a CallFault."""
        wallet, fields = request.path_params["wallet"], await _fields(request)
        payment = self._find(wallet, str(fields.get("order", "")))
        if payment is None:
            return HTMLResponse(_page(wallet, "<p>Không tìm thấy giao dịch</p>"), status_code=404)
        try:
            choice, fault = Choice(fields.get("choice", "")), CallFault(fields.get("fault", CallFault.NONE))
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        if payment.choice in (None, Choice.UNFINISHED):
            payment.choice = choice
        return await (self._momo_paid if wallet == "momo" else self._zalopay_paid)(payment, fault)

    async def _momo_paid(self, payment: WalletPayment, fault: CallFault) -> Response:
        message, stale = self._momo.message(payment, fault), self._momo.message(payment, stale=True)
        await self._callers["momo"].tell(payment.request["ipnUrl"], payment, message, stale, fault)
        back = urlencode(self._momo.message(payment))
        return RedirectResponse(f"{payment.request['redirectUrl']}?{back}", status_code=302)

    async def _zalopay_paid(self, payment: WalletPayment, fault: CallFault) -> Response:
        if payment.choice is Choice.SUCCESS:
            message = self._zalopay.message(payment, fault)
            await self._callers["zalopay"].tell(
                payment.request["callback_url"], payment, message, message, fault
            )
        back = urlencode(self._zalopay.back(payment))
        url = json.loads(payment.request["embed_data"])["redirecturl"]
        return RedirectResponse(f"{url}?{back}", status_code=302)

    async def transfer(self, request: Request) -> Response:
        """Somebody transfers money to the account; the answer comes when the feed has told of it, or has given up."""
        try:
            return JSONResponse(await self._bank.transfer(await _fields(request)))
        except (ValueError, LookupError, TypeError) as error:
            return JSONResponse({"error": str(error)}, status_code=422)

    async def command(self, request: Request) -> Response:
        """For tests: `answers` is an AnswerFault, in force until another is set."""
        fields = await _fields(request)
        try:
            self._registers[request.path_params["wallet"]].fault = AnswerFault(fields.get("answers", ""))
        except (ValueError, LookupError) as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        return JSONResponse({})

    async def inspect(self, request: Request) -> Response:
        """For tests: what was chosen and what the merchant answered, call by call."""
        payment = self._find(request.path_params["wallet"], request.path_params["order_id"])
        if payment is None:
            return JSONResponse({"error": "not found"}, status_code=404)
        return JSONResponse({"choice": payment.choice, "answers": payment.answers})

    def _own_url(self, request: Request) -> str:
        return self._settings.wallets_public_url or str(request.base_url).rstrip("/")

    def _find(self, wallet: str, order_id: str) -> WalletPayment | None:
        register = self._registers.get(wallet)
        return register.find(order_id) if register else None


def _page(wallet: str, content: str) -> str:
    return PAGE.format(title=TITLES.get(wallet, "Ví"), content=content)


async def _fields(request: Request) -> Mapping[str, Any]:
    if request.headers.get("content-type", "").startswith("application/json"):
        content = await request.json()
        return content if isinstance(content, dict) else {}
    return dict(parse_qsl((await request.body()).decode(errors="replace")))
