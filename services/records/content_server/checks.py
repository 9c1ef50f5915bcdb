"""Checks of files that anybody sends: received within limits, compared with what was issued, and stored nowhere."""

import asyncio
import hashlib
import tempfile
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO, cast

from anyio import CapacityLimiter, WouldBlock, to_thread
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from chassis.storage.store import Store
from contracts.errors import ErrorCode, ServiceError
from contracts.records import MAX_CHECKED_BYTES, FileCheck
from records.application.documents.file_checks import ReceivedFile, check_file
from records.content_server.request_body import chunks, stated_length
from records.inspection.signatures import examine_isolated
from records.repository.blobs import BlobStore

MOST_AT_ONCE = 4
"""Files that are received or wait for their check; more are sent away, to come again."""
IN_MEMORY_BYTES = 256 * 1024
"""Of a file that is being received; a larger one goes to a file without a name, which ends with the request."""
LIMIT_S = 60.0
"""How long a file may take to come."""


@dataclass(frozen=True)
class FileChecker:
    """Memory: the files that are received, and one that is examined, three times over."""

    store: Store
    blobs: BlobStore
    trust_roots: str
    idle_s: float
    receiving: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(MOST_AT_ONCE))
    examining: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    async def check(self, request: Request) -> FileCheck:
        """Raises ServiceError: UNAVAILABLE while too many are received, PAYLOAD_TOO_LARGE, REQUEST_TIMEOUT,
        FILE_TYPE_REFUSED, FILE_TOO_COMPLEX."""
        length = stated_length(request)
        if length is not None and length > MAX_CHECKED_BYTES:
            raise _too_large()
        try:
            self.receiving.acquire_on_behalf_of_nowait(request)
        except WouldBlock:
            raise ServiceError(ErrorCode.UNAVAILABLE) from None
        try:
            with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as place:
                received = await self._received(request, cast("BinaryIO", place))
                examine = partial(examine_isolated, self.trust_roots)
                check = partial(check_file, self.store, self.blobs, examine, received)
                return await to_thread.run_sync(check, limiter=self.examining)
        finally:
            self.receiving.release_on_behalf_of(request)

    async def _received(self, request: Request, place: BinaryIO) -> ReceivedFile:
        digest, size = hashlib.sha256(), 0
        try:
            async with asyncio.timeout(LIMIT_S):
                async for chunk in chunks(request, self.idle_s):
                    size += len(chunk)
                    if size > MAX_CHECKED_BYTES:
                        raise _too_large()
                    digest.update(chunk)
                    await run_in_threadpool(place.write, chunk)
        except TimeoutError:
            raise ServiceError(ErrorCode.REQUEST_TIMEOUT) from None
        return ReceivedFile(place, digest.hexdigest(), size)


def _too_large() -> ServiceError:
    return ServiceError(ErrorCode.PAYLOAD_TOO_LARGE, limit=MAX_CHECKED_BYTES)
