"""The headers that keep a browser from doing with an answer what it is not meant for; on every answer, errors too."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GUARDS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
"""Nobody frames us, addresses with tickets are told to no other site, and an answer runs and loads nothing. A page says
its own policy."""
HSTS = "max-age=31536000"
"""A year, for this host alone: its neighbours are not ours to decide about (RFC 6797)."""


class ResponseHeadersMiddleware:
    """Sets what the answer does not say itself. HSTS only where the caller came by HTTPS, as RFC 6797 7.2 asks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in GUARDS.items():
                    headers.setdefault(name, value)
                if scope["scheme"] == "https":
                    headers["strict-transport-security"] = HSTS
            await send(message)

        await self.app(scope, receive, guarded)
