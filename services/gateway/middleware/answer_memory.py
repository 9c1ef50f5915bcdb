"""Answers in memory: what anybody reads, as the bytes that go out, while its source stands.

An answer is remembered by all that it follows from: path, query, language and coding. It is that of nobody in particular, so
that a token that came along changes nothing.
"""

from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.core.etags import is_held
from chassis.core.language import negotiate_locale
from chassis.core.revisioned_cache import AsyncCache, RevisionedCache
from chassis.observability import metrics
from contracts.accounts import Locale
from gateway.http.headers import SINGLE_HEADERS
from gateway.http.route_index import RouteIndex
from gateway.middleware.compression import takes_gzip
from gateway.middleware.revalidation import SENT_WITH_304

Headers = Sequence[tuple[bytes, bytes]]
Key = tuple[str, bytes, Locale, bool]

OVERHEAD = 1000
"""Bytes that an answer takes beside its own: its key, its headers as objects."""
_CHOOSING = (b"accept-language", b"accept-encoding", b"if-none-match")
_VARIES = (b"vary", b"Accept-Encoding")
_hits = metrics.HTTP_ANSWERS_FROM_MEMORY.labels("gateway", "hit")
_misses = metrics.HTTP_ANSWERS_FROM_MEMORY.labels("gateway", "miss")


@dataclass(frozen=True, slots=True)
class RememberedAnswer:
    """A whole answer of status 200. `route` is the one that made it, for the log and the metrics."""

    route: APIRoute
    headers: Headers
    body: bytes
    etag: str

    @property
    def size(self) -> int:
        """Bytes in memory, about."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers) + OVERHEAD

    async def send_to(self, send: Send, held: str) -> None:
        """304 when the caller holds it (RFC 9110 13.1.2); `held` is what If-None-Match says."""
        current = bool(held and self.etag) and is_held(held, self.etag)
        status, headers = (304, self._headers_of_304()) if current else (200, self.headers)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if current else self.body})

    def _headers_of_304(self) -> Headers:
        chosen = [(name, value) for name, value in self.headers if name.decode() in SENT_WITH_304]
        return chosen if _VARIES in chosen else [*chosen, _VARIES]


@dataclass(frozen=True)
class AnswerMemory:
    """The answers of some routes, which stand and fall with one revision."""

    routes: RouteIndex
    cache: AsyncCache[Key, RememberedAnswer]

    def expire(self) -> None:
        """Somebody here changed the source: the revision is asked before the next answer."""
        self.cache.expire()

    @classmethod
    def of(cls, routes: Iterable[APIRoute], capacity: int, ask: Callable[[], Awaitable[Hashable]]) -> Self:
        """At most `capacity` bytes; `ask` returns the revision or raises ServiceError."""
        return cls(RouteIndex(routes), AsyncCache(RevisionedCache(capacity, lambda answer: answer.size), ask))


class AnswerMemoryMiddleware:
    """Answers a GET from memory, before anything is done for it but counting it; what is not there comes from the route and
    is remembered. Where the revision cannot be asked, the route answers."""

    def __init__(self, app: ASGIApp, memories: Sequence[AnswerMemory]) -> None:
        self.app = app
        self.memories = memories

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        memory = self._memory_of(scope) if scope["type"] == "http" and scope["method"] == "GET" else None
        request = _Request.of(scope) if memory is not None else None
        if memory is None or request is None:
            await self.app(scope, receive, send)
            return
        answer = memory.cache.cached(request.key)
        if answer is None:
            await self._load(memory, request, scope, receive, send)
            return
        _hits.inc()
        scope["route"] = answer.route
        await answer.send_to(send, request.held)

    def _memory_of(self, scope: Scope) -> AnswerMemory | None:
        path = scope["path"]
        return next((memory for memory in self.memories if memory.routes.find("GET", path)), None)

    async def _load(
        self, memory: AnswerMemory, request: "_Request", scope: Scope, receive: Receive, send: Send
    ) -> None:
        """The route is asked as by somebody who holds nothing, so that there is a body to remember."""
        revision = await memory.cache.revision()
        if revision is None:
            await self.app(scope, receive, send)
            return
        answer = memory.cache.cached(request.key)
        if answer is None:
            _misses.inc()
            scope["headers"] = [each for each in scope["headers"] if each[0] != b"if-none-match"]
            messages: list[Message] = []
            await self.app(scope, receive, _recorder(messages))
            answer = _answer_of(scope, messages)
            if answer is None:
                for message in messages:
                    await send(message)
                return
            memory.cache.put(request.key, answer, revision)
        scope["route"] = answer.route
        await answer.send_to(send, request.held)


@dataclass(frozen=True, slots=True)
class _Request:
    """What a request says that an answer follows from, and what it holds already."""

    key: Key
    held: str

    @classmethod
    def of(cls, scope: Scope) -> Self | None:
        """None where something is stated twice that may be stated once only: the route refuses it."""
        chosen: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in _CHOOSING:
                chosen[name] = chosen[name] + b", " + value if name in chosen else value
            elif name in SINGLE_HEADERS and chosen.setdefault(name, value) != value:
                return None
        language, coding, held = (chosen.get(name, b"").decode("latin-1") for name in _CHOOSING)
        return cls(
            (scope["path"], scope["query_string"], negotiate_locale(language), takes_gzip(coding)), held
        )


def _recorder(messages: list[Message]) -> Send:
    async def record(message: Message) -> None:
        messages.append(message)

    return record


def _answer_of(scope: Scope, messages: Sequence[Message]) -> RememberedAnswer | None:
    """None for what is no answer to remember: a problem, or one that does not say that it is public."""
    start, *bodies = messages
    headers = dict(start.get("headers", ()))
    if start["status"] != 200 or not headers.get(b"cache-control", b"").startswith(b"public"):
        return None
    body = b"".join(message.get("body", b"") for message in bodies)
    etag = headers.get(b"etag", b"").decode("latin-1")
    return RememberedAnswer(scope["route"], tuple(start["headers"]), body, etag)
