"""The simulated provider: takes short messages as eSMS does, and shows what phones have received."""

import hmac
import re
from collections import deque
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.server import probes
from simulators.sms.settings import SmsSimulatorSettings

CAPACITY = 5000
_PHONE = re.compile(r"(?:0|\+?84)[35789][0-9]{8}")
_PLAIN = re.compile(r"[\x20-\x7e]*")
REFUSALS = {"0999999108": "108", "0999999146": "146", "0999999103": "103"}
"""Codes other than taken, by number: no such number, text not as registered, no balance."""


class SmsSimulator:
    def __init__(self, settings: SmsSimulatorSettings) -> None:
        self._settings = settings
        self._taken: deque[dict[str, Any]] = deque(maxlen=CAPACITY)
        self._ids: dict[str, str] = {}

    def app(self) -> Starlette:
        path = "/MainService.svc/json/SendMultipleMessage_V4_post_json/"
        return Starlette(
            routes=[
                Route(path, self.send, methods=["POST"]),
                Route("/api/messages", self.newest, methods=["GET"]),
                *probes(),
            ]
        )

    async def send(self, request: Request) -> Response:
        message: dict[str, Any] = await request.json()
        code = self._judge(message)
        if code != "100":
            return JSONResponse({"CodeResult": code, "CountRegenerate": 0, "ErrorMessage": "refused"})
        sms_id = f"sms-{len(self._ids) + 1}"
        if message.get("RequestId"):
            self._ids[message["RequestId"]] = sms_id
        self._taken.appendleft(
            {
                "id": sms_id,
                "request_id": message.get("RequestId"),
                "to": message["Phone"],
                "from": message["Brandname"],
                "text": message["Content"],
                "at": datetime.now(UTC).isoformat(),
            }
        )
        return JSONResponse({"CodeResult": "100", "CountRegenerate": 0, "SMSID": sms_id})

    async def newest(self, request: Request) -> Response:
        """Newest first; `to` narrows to one number."""
        to = request.query_params.get("to")
        return JSONResponse({"messages": [each for each in self._taken if to in (None, each["to"])]})

    def _judge(self, message: dict[str, Any]) -> str:
        phone, text = str(message.get("Phone", "")), str(message.get("Content", ""))
        if not self._is_known(message):
            return "101"
        if not message.get("Brandname"):
            return "104"
        if str(message.get("SmsType")) != "2":
            return "118"
        if not _PHONE.fullmatch(phone):
            return "108"
        if not text or (str(message.get("IsUnicode", "0")) == "0" and not _PLAIN.fullmatch(text)):
            return "146"
        return "124" if message.get("RequestId") in self._ids else REFUSALS.get(phone, "100")

    def _is_known(self, message: dict[str, Any]) -> bool:
        pairs = (
            (message.get("ApiKey"), self._settings.sms_api_key),
            (message.get("SecretKey"), self._settings.sms_secret_key),
        )
        return all(
            hmac.compare_digest(str(shown).encode(), known.get_secret_value().encode())
            for shown, known in pairs
        )
