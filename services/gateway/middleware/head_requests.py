"""HEAD wherever GET is: the same answer without its body (RFC 9110 9.3.2)."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.http.requested_method import note_method


class HeadMiddleware:
    """Asks the application as by GET and passes its headers on; a body that would come is told that nobody reads it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        note_method(scope)
        answer = _BodilessAnswer(receive, send)
        inner = {**scope, "method": "GET"}
        try:
            await self.app(inner, answer.receive, answer.send)
        finally:
            if "route" in inner:
                scope["route"] = inner["route"]


class _BodilessAnswer:
    """The headers go out as they are; after the first piece of a body the application sees its caller gone."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._answered = asyncio.Event()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._send(message)
        elif message["type"] == "http.response.body" and not self._answered.is_set():
            self._answered.set()
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def receive(self) -> Message:
        arriving = asyncio.ensure_future(self._receive())
        answered = asyncio.ensure_future(self._answered.wait())
        try:
            await asyncio.wait((arriving, answered), return_when=asyncio.FIRST_COMPLETED)
        finally:
            answered.cancel()
            if not arriving.done():
                arriving.cancel()
        return {"type": "http.disconnect"} if self._answered.is_set() else arriving.result()
