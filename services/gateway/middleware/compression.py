"""gzip for answers of text, and the ETag that goes with it."""

from functools import lru_cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipResponder, IdentityResponder
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

SMALLEST = 1024
"""Bytes from which on a body is compressed: below, the headers weigh more."""
LEVEL = 5
UNCOMPRESSED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/pdf", "application/octet-stream")
"""Streams of events, which must flow, and contents of files, whose ranges and lengths count their own bytes."""


class CompressionMiddleware:
    """Compresses where the caller takes gzip (RFC 9110 12.5.3).

    The compressed form is another representation: its ETag is the weak one of the same version (8.8.3), and `Vary` says
    that it depends on Accept-Encoding. There are no cookies, so that nobody else's page can make a browser fetch what
    only its owner may read: the lengths of compressed answers tell nobody a secret.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Headers(scope=scope)
        if takes_gzip(", ".join(request.getlist("accept-encoding"))):
            responder: IdentityResponder = GZipResponder(
                self.app, SMALLEST, LEVEL, exclude_content_types=UNCOMPRESSED
            )
        else:
            responder = IdentityResponder(self.app, SMALLEST, exclude_content_types=UNCOMPRESSED)
        await responder(scope, receive, _with_fitting_etag(send, request))


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str) -> bool:
    """Whether gzip is acceptable, and no worse than no coding at all."""
    if not accept_encoding.strip():
        return False
    accepted = parse_accept_header(accept_encoding, Accept)
    gzip = _quality(accepted, "gzip", "x-gzip") or _quality(accepted, "*")
    return bool(gzip) and max(gzip) >= max(_quality(accepted, "identity"), default=0.0) and max(gzip) > 0


def _quality(accepted: Accept, *codings: str) -> list[float]:
    return [quality for value, quality in accepted if value.lower() in codings]


def _with_fitting_etag(send: Send, request: Headers) -> Send:
    async def fit(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            tag = headers.get("etag", "")
            if message["status"] == 304:
                headers.add_vary_header("Accept-Encoding")
            weakens = headers.get("content-encoding") == "gzip" or (
                message["status"] == 304 and f"W/{tag}" in request.get("if-none-match", "")
            )
            if tag.startswith('"') and weakens:
                headers["etag"] = f"W/{tag}"
        await send(message)

    return fit
