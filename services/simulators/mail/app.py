"""The simulated mail server: mail comes in by SMTP and is read over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from simulators.mail.mailbox import Mailbox
from simulators.mail.settings import MailSettings
from simulators.server import probes

DEFAULT_LIMIT = 50


REFUSALS = {
    "refused.example": "550 5.1.1 No such mailbox",
    "busy.example": "451 4.2.1 Mailbox busy, try again later",
}
"""SMTP replies other than OK, by the recipient's domain."""


class SmtpHandler:
    """aiosmtpd's handler: stores every message, except for the domains in REFUSALS."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    async def handle_RCPT(  # noqa: N802
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        rcpt_options: list[str],  # noqa: ARG002
    ) -> str:
        refusal = REFUSALS.get(address.rpartition("@")[2])
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802, ARG002
        content = envelope.content
        assert isinstance(content, bytes)
        self._mailbox.put(envelope.mail_from or "", list(envelope.rcpt_tos), content)
        return "250 Message accepted for delivery"


class MailSimulator:
    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._mailbox = Mailbox()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/v1/messages", self.newest, methods=["GET"]),
                Route("/api/v1/messages", self.clear, methods=["DELETE"]),
                Route("/api/v1/message/{mail_id}", self.read),
                *probes(),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:  # noqa: ARG002
        """HTTP is served only while SMTP is: being ready is true for both."""
        server = await asyncio.get_running_loop().create_server(
            self._session, self._settings.smtp_host, self._settings.smtp_port
        )
        async with server:
            yield

    def _session(self) -> SMTP:
        return SMTP(SmtpHandler(self._mailbox), hostname="mail.localhost", enable_SMTPUTF8=True)

    async def newest(self, request: Request) -> Response:
        limit = request.query_params.get("limit", "")
        mails = self._mailbox.newest(int(limit) if limit.isdecimal() else DEFAULT_LIMIT)
        return JSONResponse({"total": len(self._mailbox), "messages": [mail.summary() for mail in mails]})

    async def read(self, request: Request) -> Response:
        mail = self._mailbox.find(request.path_params["mail_id"])
        if mail is None:
            return JSONResponse({"error": "not found"}, status_code=404)
        return JSONResponse(mail.details())

    async def clear(self, request: Request) -> Response:  # noqa: ARG002
        self._mailbox.clear()
        return PlainTextResponse("ok")
