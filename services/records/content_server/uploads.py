"""Uploads: the bytes of an announced file, checked and stored as they come."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from chassis.core.context import Context
from contracts.base import Actor
from contracts.errors import ErrorCode, ServiceError
from records.application.file_contents import FileContents, require_same_content
from records.content_server.request_body import chunks, stated_length
from records.domain.content import FileContent, IncomingContent
from records.domain.files import File
from records.repository.blobs import BlobSink

OPENINGS = 2
"""Papers that are opened at a time: each may take the time of a core and up to 1 GiB."""


@dataclass(frozen=True)
class UploadReceiver:
    """Each upload holds no thread while it waits for its client."""

    contents: FileContents
    idle_s: float
    limit_s: float
    openings: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(OPENINGS))

    async def receive(self, request: Request, file: File, context: Context) -> File:
        """The file as stored. Raises ServiceError; a refused or broken upload leaves no bytes behind."""
        incoming = IncomingContent(file.announced_size, file.announced_sha256)
        incoming.check_length(stated_length(request))
        try:
            async with asyncio.timeout(self.limit_s):
                if file.content:
                    return require_same_content(file, await self._compare(request, incoming))
                received, blob_id = await self._store(request, incoming, file.owner, context)
                content = await to_thread.run_sync(
                    self.contents.open_once, file.name, received, blob_id, limiter=self.openings
                )
        except TimeoutError:
            raise ServiceError(ErrorCode.REQUEST_TIMEOUT) from None
        as_owner = replace(context, actor=file.owner)
        return await run_in_threadpool(self.contents.attach, file.file_id, content, blob_id, as_owner)

    async def _compare(self, request: Request, incoming: IncomingContent) -> FileContent:
        async for chunk in chunks(request, self.idle_s):
            await run_in_threadpool(incoming.add, chunk)
        return incoming.finish()

    async def _store(
        self, request: Request, incoming: IncomingContent, owner: Actor, context: Context
    ) -> tuple[FileContent, str]:
        blob_id, sink = await run_in_threadpool(self.contents.start_blob, context, owner)
        async with _aborted_on_error(sink):
            async for chunk in chunks(request, self.idle_s):
                await run_in_threadpool(_take, incoming, sink, chunk)
            content = incoming.finish()
            await run_in_threadpool(sink.close)
        return content, blob_id


@asynccontextmanager
async def _aborted_on_error(sink: BlobSink) -> AsyncIterator[None]:
    try:
        yield
    except BaseException:
        with anyio.CancelScope(shield=True):  # the end of the request must not end the cleaning up
            await run_in_threadpool(sink.abort)
        raise


def _take(incoming: IncomingContent, sink: BlobSink, chunk: bytes) -> None:
    incoming.add(chunk)
    sink.write(chunk)
