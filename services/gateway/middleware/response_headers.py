"""The headers that keep a browser from doing with an answer what it is not meant for; on every answer, errors too."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

GUARDS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"content-security-policy",
        b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
)
"""Nobody frames us, addresses with tickets are told to no other site, and an answer runs and loads nothing. A page says
its own policy."""
HSTS = (b"strict-transport-security", b"max-age=31536000")
"""A year, for this host alone: its neighbours are not ours to decide about (RFC 6797)."""


class ResponseHeadersMiddleware:
    """Sets what the answer does not say itself. HSTS only where the caller came by HTTPS, as RFC 6797 7.2 asks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        guards = (*GUARDS, HSTS) if scope["scheme"] == "https" else GUARDS

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.get("headers", ())
                present = {name for name, _ in headers}
                message["headers"] = [*headers, *(guard for guard in guards if guard[0] not in present)]
            await send(message)

        await self.app(scope, receive, guarded)
