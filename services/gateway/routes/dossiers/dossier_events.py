"""Live updates of one dossier by server-sent events."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.responses import Response, StreamingResponse

from contracts import dossiers
from contracts.dossiers import HistoryEntry
from contracts.errors import ErrorCode, ServiceError
from gateway.clients.tokens import account_ids
from gateway.dependencies.caller import Caller, DataReader
from gateway.http.path_params import DossierId
from gateway.http.problems import problem_response
from gateway.http.responses import NO_STORE, language_headers, to_json
from gateway.http.route_docs import Responses, problems
from gateway.routes.dossiers.dossiers import dossier_etag
from gateway.state import gateway_of

router = APIRouter(prefix="/v1", tags=["dossiers"])

PING_S = 15.0
LONGEST_S = 600.0
"""A stream ends after ten minutes; the client comes back with Last-Event-ID and a token of then."""
RETRY_MS = 2000
PAGE = 100
TIMEOUT_S = 10.0

_EXAMPLE = """\
retry: 2000

event: history
id: 2
data: {"version":2,"event":"dossiers.accepted","status":"accepted","occurred_at":"2026-11-02T08:30:00Z",\
"actor_kind":"officer","agency_code":"H26.31.05","agency_name":"Công an phường mẫu số 5",\
"officer_name":"Trần Thị Bình","note":null,\
"text":"Đã tiếp nhận hồ sơ.",\
"hash":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}

: ping

"""
EVENT_STREAM: Responses = {
    200: {
        "description": "A stream of server-sent events; it ends after ten minutes.",
        "content": {
            "text/event-stream": {
                # Without a type: some tools read a schema here as that of the whole text, others as that of one event.
                "schema": {
                    "description": "Each event has `event` (`history`, `documents`, or `problem` as the last), `data`"
                    " (JSON: a HistoryEntry, an ETag, or a Problem) and, for `history`, `id`: the dossier's version"
                    " after the change, which Last-Event-ID takes. Lines that begin with a colon keep the connection open."
                },
                "examples": {"typical": {"summary": "One change, and a sign of life.", "value": _EXAMPLE}},
            }
        },
    }
}

LastEventId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        pattern=r"^[0-9]{1,9}$",
        description="The id of the last event that you have; those after it are sent first.",
    ),
]


@router.get(
    "/dossiers/{dossier_id}/events",
    operation_id="followDossier",
    summary="Follow a dossier",
    response_class=StreamingResponse,
    responses=EVENT_STREAM
    | problems(ErrorCode.NOT_FOUND, ErrorCode.READING_GROUND_REQUIRED, ErrorCode.PROCESSING_RESTRICTED),
)
async def follow(
    request: Request, caller: DataReader, dossier_id: DossierId, last_event_id: LastEventId = None
) -> Response:
    """Server-sent events: first the history after `Last-Event-ID`, then each change as it happens.

    `event: documents`, `data:` the dossier's ETag: a document or a sealed result has come to it, its version stays; read
    it again. `event: history`, `id:` the dossier's version, `data:` a line of the history. The stream ends after ten
    minutes, and at once when the session ends; come back with the last id. A comment every 15 seconds keeps proxies from
    closing it.
    """
    seen = int(last_event_id or 0)
    first = await _after(caller, dossier_id, seen)  # a problem is answered as one before the stream begins
    stream = DossierEventStream(request, caller, dossier_id, seen, first)
    headers = {"cache-control": NO_STORE, "x-accel-buffering": "no", **language_headers(caller.locale)}
    return StreamingResponse(stream.run(), media_type="text/event-stream", headers=headers)


class DossierEventStream:
    def __init__(
        self, request: Request, caller: Caller, dossier_id: str, seen: int, first: tuple[HistoryEntry, ...]
    ) -> None:
        self.request, self.caller, self.dossier_id = request, caller, dossier_id
        self.live = gateway_of(request).dossier_events
        self.revocations = gateway_of(request).revocations
        self.seen = seen
        self.first = first
        self.tag: str | None = None
        self.ends_at = time.monotonic() + LONGEST_S

    async def run(self) -> AsyncIterator[bytes]:
        yield format_sse_event(retry=RETRY_MS)
        try:
            actor = self.caller.context.actor
            acting = () if actor.acting is None else (actor.acting.void_key,)
            subjects = (*account_ids(actor), self.caller.session_id, *acting)
            with self.live.subscribe(self.dossier_id, *subjects) as news:
                for event in self._events_of(self.first):
                    yield event
                async for event in self._following(news):
                    yield event
        except ServiceError as error:
            problem = problem_response(self.request.scope, error)
            yield format_sse_event(event="problem", data_str=bytes(problem.body).decode())

    async def _following(self, news: asyncio.Event) -> AsyncIterator[bytes]:
        news.set()  # what happened between the first look and now
        while time.monotonic() < self.ends_at and not self.live.ended:
            try:
                await asyncio.wait_for(news.wait(), PING_S)
            except TimeoutError:
                yield KEEPALIVE_COMMENT
                continue
            news.clear()
            actor = self.caller.context.actor
            self.revocations.refuse_void(self.caller.session_id, *account_ids(actor))
            if actor.acting is not None:
                self.revocations.refuse_ended(actor.acting.void_key)
            entries = await _after(self.caller, self.dossier_id, self.seen)
            for event in self._events_of(entries):
                yield event
            for event in await self._documents():
                yield event

    async def _documents(self) -> list[bytes]:
        """What came by itself: papers that change what is read of the dossier and not its version."""
        fresh = replace(self.caller, context=replace(self.caller.context, deadline=time.time() + TIMEOUT_S))
        dossier = await fresh.call(dossiers.get_dossier, dossiers.GetDossier(dossier_id=self.dossier_id))
        tag = dossier_etag(dossier)
        came, self.tag = self.tag, tag
        if came is None or came.partition(".")[2] == tag.partition(".")[2]:
            return []
        return [format_sse_event(event="documents", data_str=f'"{tag}"')]

    def _events_of(self, entries: tuple[HistoryEntry, ...]) -> list[bytes]:
        events = [
            format_sse_event(event="history", id=str(entry.version), data_str=to_json(entry).decode())
            for entry in entries
        ]
        self.seen = entries[-1].version if entries else self.seen
        return events


async def _after(caller: Caller, dossier_id: str, version: int) -> tuple[HistoryEntry, ...]:
    """Asked in the caller's own name each time: rights that ended end the stream."""
    entries: list[HistoryEntry] = []
    while True:
        fresh = replace(caller, context=replace(caller.context, deadline=time.time() + TIMEOUT_S))
        lookup = dossiers.GetHistory(dossier_id=dossier_id, after_version=version, limit=PAGE)
        found = await fresh.call(dossiers.get_history, lookup)
        entries += found.items
        if found.next_cursor is None:
            return tuple(entries)
        version = entries[-1].version
