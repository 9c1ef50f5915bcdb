"""The portal's addresses, and those by which a test tells it what to do."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulators.portal.settings import PortalSettings
from simulators.portal.state import PortalFault, PortalState, failure, success

FAULT_ANSWERS: Mapping[PortalFault | None, tuple[str, int]] = {
    PortalFault.WRONG_CONTENT: ("Nội dung không hợp lệ: TrichYeuHoSo", -1),
    PortalFault.NOT_YOURS: ("Hồ sơ không thuộc đơn vị", -3),
    PortalFault.BUSY: ("Hệ thống bận", 3),
    PortalFault.EXISTS: ("Hồ sơ đã tồn tại", -1),
}


class NationalPortal:
    def __init__(self, settings: PortalSettings) -> None:
        self._settings = settings
        self._book = PortalState()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/login", self.log_in, methods=["POST"]),
                Route("/service", self.serve, methods=["POST"]),
                Route("/simulator/order", self.order, methods=["POST"]),
                Route("/simulator/book", self.show),
                Route("/simulator/dossiers/{code}", self.inspect),
                Route("/healthz", _healthy),
                Route("/readyz", _healthy),
            ]
        )

    async def log_in(self, request: Request) -> Response:
        """{username, password} with the header dstcode → {session, error_code}."""
        said = await _object(request)
        password = self._settings.portal_password.get_secret_value()
        if (said.get("username"), said.get("password")) != (self._settings.portal_username, password):
            return JSONResponse(failure("Sai tên đăng nhập hoặc mật khẩu"))
        if "dstcode" not in request.headers:
            return JSONResponse(failure("Thiếu dstcode"))
        return JSONResponse({**success(), "session": self._book.open_session()})

    async def serve(self, request: Request) -> Response:
        """{session, madonvi, service, isUpdating, data}. What was ordered goes wrong first, one order a call."""
        said = await _object(request)
        if said.get("session") not in self._book.sessions:
            return JSONResponse(failure("Phiên làm việc không hợp lệ hoặc đã hết hạn", -3))
        order = self._book.queued_faults.popleft() if self._book.queued_faults else None
        early = await self._misbehave(order)
        if early is not None:
            return early
        data = said.get("data")
        rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
        reply = self._book.serve(str(said.get("service")), said.get("isUpdating") == "True", rows)
        return _bad_gateway() if order is PortalFault.TAKEN_AND_SILENT else JSONResponse(reply)

    async def order(self, request: Request) -> Response:
        """For tests: {next: [misbehaviour, …]}, added to what was ordered before unless {clear: true}."""
        said = await _object(request)
        if said.get("clear"):
            self._book.queued_faults.clear()
        try:
            self._book.queued_faults.extend(PortalFault(name) for name in said.get("next", []))
        except ValueError as error:
            return PlainTextResponse(str(error), status_code=422)
        return JSONResponse({"ordered": list(self._book.queued_faults)})

    async def show(self, request: Request) -> Response:  # noqa: ARG002
        """For tests: every call that was taken, in order, and how often somebody logged in."""
        return JSONResponse({"log_ins": self._book.log_ins, "calls": list(self._book.calls)})

    async def inspect(self, request: Request) -> Response:
        """For tests: a dossier as it was told last, how often, and its course."""
        kept = self._book.dossiers.get(request.path_params["code"])
        return JSONResponse(vars(kept) if kept else {"error": "not found"}, 200 if kept else 404)

    async def _misbehave(self, order: PortalFault | None) -> Response | None:
        """The answer instead of the right one, if there is one."""
        if order in FAULT_ANSWERS:
            return JSONResponse(failure(*FAULT_ANSWERS[order]))
        match order:
            case PortalFault.EXPIRED:
                self._book.sessions.clear()
                return JSONResponse(failure("Phiên làm việc đã hết hạn", -3))
            case PortalFault.BAD_GATEWAY:
                return _bad_gateway()
            case PortalFault.GIBBERISH:
                return PlainTextResponse("<html>Bảo trì</html>")
            case PortalFault.SLOW | PortalFault.SILENT:
                return await self._wait(order)
        return None

    async def _wait(self, order: PortalFault) -> Response | None:
        if order is PortalFault.SLOW:
            await asyncio.sleep(self._settings.portal_slow_s)
            return None
        await asyncio.sleep(self._settings.portal_silent_s)
        return _bad_gateway()


async def _object(request: Request) -> dict[str, Any]:
    try:
        said = await request.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _bad_gateway() -> Response:
    return PlainTextResponse("Bad Gateway", status_code=502)


async def _healthy(request: Request) -> Response:  # noqa: ARG001
    return PlainTextResponse("ok")
