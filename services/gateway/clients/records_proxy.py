"""The way of bytes: streamed between the caller and the content server of records, never held here."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

import httpx
from fastapi import Request
from starlette.background import BackgroundTask
from starlette.responses import Response, StreamingResponse

from chassis.core.tls import trusted_authorities
from contracts.errors import ErrorCode, ServiceError
from contracts.records import MAX_CHECKED_BYTES, MAX_FILE_BYTES, FileCheck
from gateway.http.requested_method import requested_method

CONNECT_S = 3.0
ANSWER_S = 60.0
CONNECTIONS = 100
REQUEST_HEADERS = frozenset(
    {
        "accept-language",
        "content-length",
        "content-type",
        "if-none-match",
        "if-range",
        "range",
        "traceparent",
    }
)
RESPONSE_HEADERS = frozenset(
    {
        "accept-ranges",
        "cache-control",
        "content-disposition",
        "content-language",
        "content-length",
        "content-range",
        "content-security-policy",
        "content-type",
        "etag",
        "retry-after",
        "vary",
        "x-content-type-options",
    }
)


class RecordsProxy:
    """Passes uploads and downloads on as they come; a slow reader on one side slows the other."""

    def __init__(self, url: str, idle_s: float) -> None:
        self._idle_s = idle_s
        self._client = httpx.AsyncClient(
            verify=trusted_authorities(),
            base_url=url,
            timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S, pool=CONNECT_S),
            # None is kept for a second request: it may be closed by a content server that stops just when one is sent,
            # and an upload is not sent twice.
            limits=httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=0),
            trust_env=False,
        )

    async def stop(self) -> None:
        await self._client.aclose()

    async def upload(self, request: Request, file_id: str, ticket: str, traceparent: str) -> Response:
        """Raises ServiceError: payload_too_large, request_timeout, unavailable.

        A body without a stated length (chunked) is as good: the content server knows what was announced.
        When the caller goes away midway the connection to the content server is cut, so that it sees it too.
        """
        _require_size(request, MAX_FILE_BYTES)
        async with aclosing(self._chunks(request, MAX_FILE_BYTES)) as chunks:
            return await self._forward(request, "PUT", file_id, ticket, traceparent, chunks)

    async def check(self, request: Request, traceparent: str) -> FileCheck | Response:
        """What the file in the body shows, or the problem that the content server answers. Raises as `upload`."""
        _require_size(request, MAX_CHECKED_BYTES)
        async with aclosing(self._chunks(request, MAX_CHECKED_BYTES)) as chunks:
            answer = await self._sent(request, "POST", "/checks", {}, traceparent, chunks)
            try:
                body = await answer.aread()
            except httpx.TransportError:
                raise ServiceError(ErrorCode.UNAVAILABLE) from None
            finally:
                await answer.aclose()
        if answer.status_code != httpx.codes.OK:
            return Response(body, answer.status_code, _only(RESPONSE_HEADERS, answer.headers))
        return FileCheck.model_validate_json(body, extra="ignore")

    async def download(self, request: Request, file_id: str, ticket: str, traceparent: str) -> Response:
        return await self._forward(
            request, requested_method(request.scope), file_id, ticket, traceparent, None
        )

    async def _forward(
        self,
        request: Request,
        method: str,
        file_id: str,
        ticket: str,
        traceparent: str,
        content: AsyncGenerator[bytes, None] | None,
    ) -> Response:
        answer = await self._sent(
            request, method, f"/content/{file_id}", {"ticket": ticket}, traceparent, content
        )
        return StreamingResponse(
            answer.aiter_raw(),
            answer.status_code,
            _only(RESPONSE_HEADERS, answer.headers),
            background=BackgroundTask(answer.aclose),
        )

    async def _sent(
        self,
        request: Request,
        method: str,
        path: str,
        params: Mapping[str, str],
        traceparent: str,
        content: AsyncGenerator[bytes, None] | None,
    ) -> httpx.Response:
        """The answer, of which no body has been read. Raises UNAVAILABLE."""
        sent = self._client.build_request(
            method,
            path,
            params=params,
            headers=_only(
                REQUEST_HEADERS, {**request.headers, "traceparent": traceparent}, uploads=content is not None
            ),
            content=content,
        )
        try:
            return await self._client.send(sent, stream=True)
        except httpx.TransportError:
            raise ServiceError(ErrorCode.UNAVAILABLE) from None

    async def _chunks(self, request: Request, most: int) -> AsyncGenerator[bytes, None]:
        stream, received = request.stream(), 0
        while True:
            try:
                chunk = await asyncio.wait_for(anext(stream), self._idle_s)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise ServiceError(ErrorCode.REQUEST_TIMEOUT) from None
            received += len(chunk)
            if received > most:
                raise ServiceError(ErrorCode.PAYLOAD_TOO_LARGE, limit=most)
            if chunk:
                yield chunk


def _require_size(request: Request, most: int) -> None:
    if int(request.headers.get("content-length", "0")) > most:
        raise ServiceError(ErrorCode.PAYLOAD_TOO_LARGE, limit=most)


def _only(names: frozenset[str], headers: Mapping[str, str], *, uploads: bool = True) -> dict[str, str]:
    about_body = frozenset() if uploads else frozenset({"content-length", "content-type"})
    return {name: value for name, value in headers.items() if name.lower() in names - about_body}
