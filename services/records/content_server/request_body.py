"""The body of a request in chunks, from a client that may be slow, cut off or wrong."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request

from contracts.errors import ErrorCode, ServiceError
from contracts.records import MAX_FILE_BYTES

_DRAIN_S = 2.0


def stated_length(request: Request) -> int | None:
    """Content-Length, or None for a chunked body. The server refuses what is no number."""
    length = request.headers.get("content-length")
    return None if length is None else int(length)


async def chunks(request: Request, idle_s: float) -> AsyncIterator[bytes]:
    """Raises `request_timeout` when nothing comes for `idle_s`, ClientDisconnect when the client goes away."""
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(idle_s):
                chunk = await anext(stream, None)
        except TimeoutError:
            raise ServiceError(ErrorCode.REQUEST_TIMEOUT) from None
        if chunk is None:
            return
        if chunk:
            yield chunk


async def drain(request: Request) -> None:
    """Read and drop the rest of the body for up to two seconds: a client that is still sending would not see the answer.

    Closing at once makes its kernel reset the connection and lose the answer with it.
    """
    left = MAX_FILE_BYTES
    with suppress(TimeoutError, ClientDisconnect, RuntimeError):
        async with asyncio.timeout(_DRAIN_S):
            async for chunk in request.stream():
                left -= len(chunk)
                if left < 0:
                    return
