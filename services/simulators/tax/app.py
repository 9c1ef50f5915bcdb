"""The simulated link to the tax office: takes messages once, by their numbers; slow, silent, double or wrong by command.

`PUT /simulator/behaviour` with {"kind": ...} sets how it answers from then on; `GET /simulator/messages` what it took.
"""

import asyncio
import hmac
from enum import StrEnum
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, tostring

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.server import probes
from simulators.tax.settings import TaxSimulatorSettings

SLOW_S = 1.0


class Behaviour(StrEnum):
    """How it answers."""

    RIGHT = "right"
    SLOW = "slow"  # takes it, and answers after a second
    SILENT = "silent"  # takes it, and breaks off without an answer
    AWAY = "away"  # 503, takes nothing
    REFUSES = "refuses"  # says what is wrong with it
    OTHER = "other"  # answers to another message
    GARBLED = "garbled"  # takes it, and answers what is no XML


class TaxSimulator:
    def __init__(self, settings: TaxSimulatorSettings) -> None:
        self._token = settings.tax_link_token.get_secret_value()
        self._behaviour = Behaviour.RIGHT
        self.messages: dict[str, bytes] = {}
        """What was taken, by the number of the message."""
        self.calls: list[str] = []
        """The number of each message that came, in order."""

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/messages", self.take, methods=["POST"]),
                Route("/simulator/behaviour", self.behave, methods=["PUT"]),
                Route("/simulator/messages", self.taken, methods=["GET"]),
                *probes(),
            ]
        )

    def behaves(self, kind: Behaviour) -> None:
        self._behaviour = kind

    async def behave(self, request: Request) -> Response:
        self.behaves(Behaviour((await request.json())["kind"]))
        return JSONResponse({"kind": self._behaviour.value})

    async def taken(self, request: Request) -> Response:  # noqa: ARG002
        return JSONResponse({"messages": list(self.messages), "calls": self.calls})

    async def take(self, request: Request) -> Response:
        if self._token and not self._is_known(request):
            return Response(status_code=401)
        body, kind = await request.body(), self._behaviour
        number = self._number(body)
        self.calls.append(number or "")
        if kind is Behaviour.AWAY:
            return Response(status_code=503)
        if number is None:
            return _answer("", "1", "Sai định dạng")
        if kind is Behaviour.REFUSES:
            return _answer(number, "1", "Ký hiệu biên lai chưa đăng ký")
        self.messages.setdefault(number, body)
        if kind is Behaviour.SLOW:
            await asyncio.sleep(SLOW_S)
        if kind is Behaviour.SILENT:
            return Response(status_code=504)
        if kind is Behaviour.GARBLED:
            return Response("<TDiep", media_type="application/xml")
        return _answer("OTHER" if kind is Behaviour.OTHER else number, "0")

    def _is_known(self, request: Request) -> bool:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(shown.encode(), self._token.encode())

    def _number(self, body: bytes) -> str | None:
        try:
            return fromstring(body).findtext("TTChung/MTDiep")  # noqa: S314  what payments sends
        except ParseError:
            return None


def _answer(number: str, taken: str, reason: str = "") -> Response:
    message = Element("TDiep")
    notice = SubElement(SubElement(message, "DLieu"), "TBao")
    SubElement(notice, "MTDiep").text = f"CQT{number}"
    SubElement(notice, "MTDTChieu").text = number
    SubElement(notice, "TTTNhan").text = taken
    if reason:
        SubElement(SubElement(SubElement(notice, "DSLDo"), "LDo"), "MTLoi").text = reason
    return Response(tostring(message), media_type="application/xml")
