"""The content server as an ASGI application."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

from prometheus_client import make_asgi_app
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from chassis.core.clock import utcnow
from chassis.core.etags import is_held
from chassis.observability.health import health
from chassis.storage.store import Store
from contracts.errors import ErrorCode, ServiceError, not_found
from records.application.file_contents import FileContents
from records.content_server import problems
from records.content_server.byte_ranges import requested_range
from records.content_server.checks import FileChecker
from records.content_server.content_disposition import attachment
from records.content_server.request_body import drain
from records.content_server.request_metrics import RequestMetricsMiddleware
from records.content_server.uploads import UploadReceiver
from records.domain.content import fitting_name
from records.domain.tickets import Operation, TicketSigner
from records.repository import FileRepository, GridFsBlobs
from records.repository.blob_encryption import BlobErased
from records.repository.blob_re_encryption import EncryptedBlobs
from records.repository.blobs import BlobStore
from records.settings import ContentServerSettings

# Untrusted bytes: no browser may guess their type, run, frame or cache them.
_GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


class ContentEndpoints:
    """PUT and GET of the content of one file."""

    def __init__(self, settings: ContentServerSettings, store: Store) -> None:
        self._files = store.repository(FileRepository)
        self._store, self._encrypts = store, settings.field_encryption
        self._signer = TicketSigner(settings.ticket_key)
        self._blobs: BlobStore = GridFsBlobs(store.database)
        contents = FileContents(store, self._blobs)
        self._uploads = UploadReceiver(contents, settings.upload_idle_s, settings.upload_limit_s)
        self._checks = FileChecker(store, self._blobs, settings.trust_roots, settings.upload_idle_s)

    async def put(self, request: Request) -> Response:
        """The file as stored; may be repeated with the same bytes."""
        return await _answered(request, self._put)

    async def check(self, request: Request) -> Response:
        """A file that anybody has sent, compared with what was issued."""
        return await _answered(request, self._check)

    async def get(self, request: Request) -> Response:
        """The file or a part of it, 304 to who holds it. HEAD reads no byte."""
        file_id = self._admit(request, Operation.DOWNLOAD)
        file = await run_in_threadpool(self._files.get, file_id)
        if file.content is None or file.blob_id is None:
            raise not_found("file")
        etag = f'"{file.content.sha256}"'
        if is_held(request.headers.get("if-none-match", ""), etag):
            return Response(status_code=304, headers={**_GUARDS, "ETag": etag})
        headers = {
            **_GUARDS,
            "Accept-Ranges": "bytes",
            "Content-Length": str(file.content.size),
            "Content-Disposition": attachment(fitting_name(file.name, file.content.media_type)),
            "ETag": etag,
        }
        if request.method == "HEAD":
            return Response(headers=headers, media_type=file.content.media_type)
        part = requested_range(
            request.headers.get("range", ""), request.headers.get("if-range", ""), file.content.size, etag
        )
        if part is None:
            chunks = await run_in_threadpool(self._read, file.blob_id)
            return StreamingResponse(chunks, headers=headers, media_type=file.content.media_type)
        headers |= {"Content-Length": str(part.length), "Content-Range": part.content_range}
        chunks = await run_in_threadpool(self._read, file.blob_id, part.start, part.stop)
        return StreamingResponse(chunks, 206, headers, file.content.media_type)

    def _read(self, blob_id: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        try:
            return self._blobs.read(blob_id, start, stop)
        except BlobErased:
            raise not_found("file") from None

    async def _put(self, request: Request) -> Response:
        file_id = self._admit(request, Operation.UPLOAD)
        if self._encrypts and not self._store.writes_encrypted:
            await run_in_threadpool(self._store.follow_encryption, EncryptedBlobs.field_names)
        file = await run_in_threadpool(self._files.get, file_id)
        context = replace(request.state.context, locale=problems.locale(request))
        stored = await self._uploads.receive(request, file, context)
        etag = f'"{stored.stored_content.sha256}"'
        return JSONResponse(stored.info.model_dump(mode="json"), headers={"ETag": etag})

    async def _check(self, request: Request) -> Response:
        found = await self._checks.check(request)
        return JSONResponse(found.model_dump(mode="json"))

    def _admit(self, request: Request, operation: Operation) -> str:
        file_id: str = request.path_params["file_id"]
        self._signer.verify(request.query_params.get("ticket", ""), file_id, operation, utcnow())
        return file_id


async def _answered(request: Request, work: Callable[[Request], Awaitable[Response]]) -> Response:
    """Of a request whose body may not have come to its end."""
    try:
        return await work(request)
    except ClientDisconnect:
        return Response(status_code=400)  # nobody is there to read it
    except ServiceError as error:
        if error.code is not ErrorCode.REQUEST_TIMEOUT:
            await drain(request)
        answer = problems.problem(request, error)
        answer.headers["Connection"] = "close"
        return answer


async def healthz(_request: Request) -> Response:
    return JSONResponse({"alive": True})


async def readyz(_request: Request) -> Response:
    report = await run_in_threadpool(health.report)
    return JSONResponse(report.to_dict(), 200 if report.ready else 503)


class MetricsEndpoint:
    """/metrics as the client library serves it: format by Accept, compressed on request, `name[]` selects."""

    def __init__(self) -> None:
        self._app: ASGIApp = make_asgi_app()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def create_app(settings: ContentServerSettings, store: Store) -> RequestMetricsMiddleware:
    content = ContentEndpoints(settings, store)
    app = Starlette(
        routes=[
            Route("/content/{file_id}", content.put, methods=["PUT"]),
            Route("/content/{file_id}", content.get, methods=["GET"]),
            Route("/checks", content.check, methods=["POST"]),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", MetricsEndpoint()),
        ],
        exception_handlers={
            ServiceError: problems.on_service_error,
            HTTPException: problems.on_http_error,
            Exception: problems.on_any_error,
        },
    )
    return RequestMetricsMiddleware(app)
