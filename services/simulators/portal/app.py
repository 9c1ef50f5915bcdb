"""Routes of the portal, and those by which a test controls and inspects it."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulators.portal.settings import PortalSettings
from simulators.portal.state import PortalFault, PortalState, failure, success
from simulators.server import probes

FAULT_ANSWERS: Mapping[PortalFault | None, tuple[str, int]] = {
    PortalFault.WRONG_CONTENT: ("Nội dung không hợp lệ: TrichYeuHoSo", -1),
    PortalFault.NOT_YOURS: ("Hồ sơ không thuộc đơn vị", -3),
    PortalFault.BUSY: ("Hệ thống bận", 3),
    PortalFault.NEW_CODE: ("Đang kiểm tra", 7),
    PortalFault.EXISTS: ("Hồ sơ đã tồn tại", -1),
}


class NationalPortal:
    def __init__(self, settings: PortalSettings) -> None:
        self._settings = settings
        self._state = PortalState()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/login", self.log_in, methods=["POST"]),
                Route("/service", self.serve, methods=["POST"]),
                Route("/simulator/faults", self.queue_faults, methods=["POST"]),
                Route("/simulator/calls", self.list_calls),
                Route("/simulator/dossiers/{code}", self.show_dossier),
                *probes(),
            ]
        )

    async def log_in(self, request: Request) -> Response:
        """{username, password} with the header dstcode → {session, error_code}."""
        body = await _object(request)
        password = self._settings.portal_password.get_secret_value()
        if (body.get("username"), body.get("password")) != (self._settings.portal_username, password):
            return JSONResponse(failure("Sai tên đăng nhập hoặc mật khẩu"))
        if "dstcode" not in request.headers:
            return JSONResponse(failure("Thiếu dstcode"))
        return JSONResponse({**success(), "session": self._state.open_session()})

    async def serve(self, request: Request) -> Response:
        """{session, madonvi, service, isUpdating, data}. Queued faults happen first, one a call."""
        body = await _object(request)
        if body.get("session") not in self._state.sessions:
            return JSONResponse(failure("Phiên làm việc không hợp lệ hoặc đã hết hạn", -3))
        fault = self._state.queued_faults.popleft() if self._state.queued_faults else None
        early = await self._apply_fault(fault)
        if early is not None:
            return early
        data = body.get("data")
        rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []
        reply = self._state.serve(str(body.get("service")), body.get("isUpdating") == "True", rows)
        return _bad_gateway() if fault is PortalFault.TAKEN_AND_SILENT else JSONResponse(reply)

    async def queue_faults(self, request: Request) -> Response:
        """For tests: {next: [fault, …]}, added to those queued before unless {clear: true}."""
        body = await _object(request)
        if body.get("clear"):
            self._state.queued_faults.clear()
        try:
            self._state.queued_faults.extend(PortalFault(name) for name in body.get("next", []))
        except ValueError as error:
            return PlainTextResponse(str(error), status_code=422)
        return JSONResponse({"queued": list(self._state.queued_faults)})

    async def list_calls(self, request: Request) -> Response:  # noqa: ARG002
        """For tests: every call in order, and the number of log-ins."""
        return JSONResponse({"log_ins": self._state.log_ins, "calls": list(self._state.calls)})

    async def show_dossier(self, request: Request) -> Response:
        """For tests: a dossier as it came last, how often, and its progress."""
        dossier = self._state.dossiers.get(request.path_params["code"])
        return JSONResponse(vars(dossier) if dossier else {"error": "not found"}, 200 if dossier else 404)

    async def _apply_fault(self, fault: PortalFault | None) -> Response | None:
        """The answer instead of the right one, if there is one."""
        if fault in FAULT_ANSWERS:
            return JSONResponse(failure(*FAULT_ANSWERS[fault]))
        match fault:
            case PortalFault.EXPIRED:
                self._state.sessions.clear()
                return JSONResponse(failure("Phiên làm việc đã hết hạn", -3))
            case PortalFault.BAD_GATEWAY:
                return _bad_gateway()
            case PortalFault.GIBBERISH:
                return PlainTextResponse("<html>Bảo trì</html>")
            case PortalFault.SLOW | PortalFault.SILENT:
                return await self._wait(fault)
        return None

    async def _wait(self, fault: PortalFault) -> Response | None:
        if fault is PortalFault.SLOW:
            await asyncio.sleep(self._settings.portal_slow_s)
            return None
        await asyncio.sleep(self._settings.portal_silent_s)
        return _bad_gateway()


async def _object(request: Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _bad_gateway() -> Response:
    return PlainTextResponse("Bad Gateway", status_code=502)
