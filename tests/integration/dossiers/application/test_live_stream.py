"""The live stream of a dossier shows what reading it shows, at every moment of its life and to whoever asks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from unittest import mock

import orjson
from fastapi.sse import KEEPALIVE_COMMENT
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.requests import Request
from tests.integration.dossiers.application.test_visibility import (
    ABOVE_THE_FIRST,
    FIRST,
    HAPPENINGS,
    fed,
    lived,
    officer_of,
    officers,
    others,
    publish,
    representatives,
)
from tests.support.dossiers.depth import lives
from tests.support.dossiers.office import USE_CASES, LocalOffice

from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.accounts import Revocations
from contracts.base import Actor, AnyMethod
from contracts.dossiers import Dossier, HistoryEntry
from contracts.errors import ErrorCode, ServiceError
from dossiers.domain.rights.visibility import visible
from dossiers.repository import DossierRepository
from gateway.clients.dossier_events import DossierEventFanout
from gateway.clients.revocations import RevocationList
from gateway.dependencies.caller import Caller
from gateway.http.trace import start_span
from gateway.routes.dossiers import dossier_events
from gateway.routes.dossiers.dossier_events import DossierEventStream


@dataclass
class LocalRpc:
    """Calls the use cases of dossiers where the gateway calls the service."""

    office: LocalOffice

    async def call(self, method: AnyMethod, request: Any, context: Context) -> Any:
        return USE_CASES[method.name](self.office.deps, request, context)


class Listener:
    """One caller's stream of a dossier, read until nothing is left to come.

    `versions` and `entries` are what it has shown; `problem` the code with which it has ended.
    """

    def __init__(
        self, office: LocalOffice, fanout: DossierEventFanout, dossier_id: str, actor: Actor
    ) -> None:
        self.actor = actor
        self.entries: list[HistoryEntry] = []
        self.problem: str | None = None
        self._dossier_id = dossier_id
        rpc: Any = LocalRpc(office)
        context = Context.new(actor)
        self._caller = Caller(rpc, SimpleNamespace(), context, "vi", "", "session")  # type: ignore[arg-type]
        gateway = SimpleNamespace(dossier_events=fanout, revocations=RevocationList(_nothing_void))
        app = SimpleNamespace(state=SimpleNamespace(gateway=gateway))
        scope = {
            "type": "http",
            "method": "GET",
            "headers": [],
            "path": "/",
            "app": app,
            "state": {"trace": start_span(None, None)},
        }
        self._request = Request(scope)

    async def open(self) -> None:
        """Raises ServiceError as the route does."""
        first = await dossier_events._after(self._caller, self._dossier_id, 0)
        stream = DossierEventStream(self._request, self._caller, self._dossier_id, 0, first)
        self._events: AsyncGenerator[bytes] = stream.run()  # type: ignore[assignment]
        await self.listen()

    async def listen(self) -> None:
        """All that comes until the stream has looked and found no more."""
        async for event in self._events:
            if event == KEEPALIVE_COMMENT:
                return
            fields = dict(line.split(": ", 1) for line in event.decode().splitlines() if ": " in line)
            if fields.get("event") == "history":
                self.entries.append(HistoryEntry.model_validate_json(fields["data"]))
            elif fields.get("event") == "problem":
                self.problem = orjson.loads(fields["data"])["code"]

    async def close(self) -> None:
        await self._events.aclose()


async def _nothing_void() -> Revocations:
    return Revocations(session_ids=(), account_ids=(), representation_keys=())


@dataclass
class Streams:
    """Those of several callers, one dossier."""

    office: LocalOffice
    dossier: Dossier
    callers: list[Actor]

    async def run(self, happenings: list[str], check: Callable[[Listener], Awaitable[None]]) -> None:
        fanout = DossierEventFanout()
        listeners = [Listener(self.office, fanout, self.dossier.dossier_id, each) for each in self.callers]
        opened = []
        for listener in listeners:
            if await self._opens(listener):
                opened.append(listener)
                await check(listener)
        for happening in happenings:
            try:
                self.dossier = HAPPENINGS[happening](self.office, self.dossier)
            except ServiceError:
                self.dossier = self.office.read(self.dossier)
            publish(self.office, self.dossier)
            fanout.wake(self.dossier.dossier_id)
            for listener in opened:
                await listener.listen()
                await check(listener)
            opened = [listener for listener in opened if listener.problem is None]  # who ended comes no more
        for listener in opened:
            await listener.close()

    async def _opens(self, listener: Listener) -> bool:
        shown = self.shown_to(listener.actor)
        try:
            await listener.open()
        except ServiceError as error:
            assert error.code is ErrorCode.NOT_FOUND, error
            assert not shown, listener.actor
            return False
        assert shown, listener.actor
        return True

    def shown_to(self, caller: Actor) -> bool:
        return visible(
            caller, self.office.deps.store.repository(DossierRepository).get(self.dossier.dossier_id)
        )


@lives(usual=6, deep=300, steps=1)
@given(
    before=st.lists(st.sampled_from(sorted(HAPPENINGS)), max_size=4),
    then=st.lists(st.sampled_from(sorted(HAPPENINGS)), max_size=5),
    callers=st.lists(st.one_of(officers, others), min_size=2, max_size=4, unique_by=str),
)
@example(before=["start"], then=["answer", "ask the first", "withdraw"], callers=[])
def test_the_stream_shows_what_get_list_and_feed_show(
    dossier_store: Store, before: list[str], then: list[str], callers: list[Actor]
) -> None:
    office = LocalOffice.on(dossier_store)
    dossier = lived(office, ["accept", "ask the first", *before] if len(before) % 4 else before)
    everybody = (*callers, office.citizen, *representatives(office), officer_of(FIRST), ABOVE_THE_FIRST)
    streams = Streams(office, dossier, list(dict.fromkeys(everybody)))

    async def check(listener: Listener) -> None:
        shown, caller = streams.shown_to(listener.actor), listener.actor
        assert (listener.problem is None) is shown, (caller, listener.problem)
        of = {"dossier_id": dossier.dossier_id}
        if not shown:
            assert listener.problem == ErrorCode.NOT_FOUND, caller
            return
        history = office.call("get_history", caller, **of, limit=100).items
        assert listener.entries == list(history), caller
        listed = office.call("list_dossiers", caller, q=dossier.submission_number).items
        assert [line.dossier_id for line in listed] == [dossier.dossier_id], caller
        assert office.call("get_dossier", caller, **of).version == listener.entries[-1].version
        in_feed = {entry.version for entry in fed(office, dossier, caller)}
        assert in_feed <= {entry.version for entry in listener.entries}, caller

    with mock.patch.object(dossier_events, "PING_S", 0.001):
        asyncio.run(streams.run(then, check))
