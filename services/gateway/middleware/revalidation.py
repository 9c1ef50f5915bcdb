"""If-None-Match on every answer that has an ETag: 304 while the caller holds it (RFC 9110 13.1.2)."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.core.etags import is_held

SENT_WITH_304 = frozenset(
    {"cache-control", "content-language", "content-location", "date", "etag", "expires", "link", "vary"}
)


class RevalidationMiddleware:
    """A route says the version of what it answers; whether that must be sent at all is decided here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        held = ", ".join(Headers(scope=scope).getlist("if-none-match"))
        await self.app(scope, receive, _Revalidation(held, send).send if held else send)


class _Revalidation:
    def __init__(self, held: str, send: Send) -> None:
        self._held, self._send = held, send
        self._current = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            etag = MutableHeaders(scope=message).get("etag")
            self._current = message["status"] == 200 and etag is not None and is_held(self._held, etag)
            if self._current:
                chosen = [(name, value) for name, value in message["headers"] if _stays(name)]
                message = {**message, "status": 304, "headers": chosen}
        elif message["type"] == "http.response.body" and self._current:
            message = {**message, "body": b""}
        await self._send(message)


def _stays(name: bytes) -> bool:
    return name.decode("latin-1").lower() in SENT_WITH_304
