"""Admission over HTTP: what a slow service cannot take is refused at once, the rest goes on, and nobody works for who is
gone."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from urllib.parse import urlsplit

import httpx
from tests.integration.gateway.conftest import GatewayProcess
from tests.integration.gateway.responder import RpcResponder
from tests.support.gateway_routes import (
    StubRpc,
    route_calls,
    run,
)

from chassis.core.admission import AdmissionPolicy
from chassis.core.context import Context
from contracts import dossiers
from contracts.base import AnyMethod, Model
from devstack.waiting import wait_until
from gateway.app import routes
from gateway.http.work_kinds import kind_of

AT_ONCE = AdmissionPolicy(1).initial
OFFERED = 3 * AT_ONCE
ACT = next(call for call in route_calls() if str(call) == "POST /v1/dossiers")
READ = next(call for call in route_calls() if str(call) == "GET /v1/dossiers/{dossier_id}")


# Each test has a target of its own, and with it an application whose limits nobody has moved yet.


class SlowActs:
    """Plays the dossiers: submissions wait until they may go on."""

    def __init__(self, rpc: StubRpc, expected: int = AT_ONCE) -> None:
        self.begun = 0
        self.expected = expected
        self.all_begun = asyncio.Event()
        self.may_go_on = asyncio.Event()
        self._answer, rpc.call = rpc.call, self.call  # type: ignore[method-assign]

    async def call(self, method: AnyMethod, request: Model, context: Context) -> Model:
        if method is dossiers.submit:
            self.begun += 1
            if self.begun == self.expected:
                self.all_begun.set()
            await self.may_go_on.wait()
        return await self._answer(method, request, context)


def test_more_than_can_be_taken_is_refused_at_once_and_the_rest_is_done() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        slow = SlowActs(rpc)
        offered = [asyncio.create_task(ACT.send(client)) for _ in range(OFFERED)]
        refused = []
        for answered in asyncio.as_completed(offered):
            refused.append(await answered)
            if len(refused) == OFFERED - AT_ONCE:
                break
        assert slow.begun == AT_ONCE
        for answer in refused:
            problem = answer.json()
            assert (answer.status_code, problem["code"], problem["instance"]) == (
                503,
                "unavailable",
                ACT.path,
            )
            assert problem["trace_id"] == answer.headers["traceparent"][3:35]
            assert 1 <= int(answer.headers["retry-after"]) <= 4
            assert answer.headers["content-language"] == "vi"
        assert (await READ.send(client)).status_code == 200, "reads have a limit of their own"
        for path in ("/healthz", "/metrics", "/openapi.json", "/v1/procedures/1.001193"):
            assert (await client.get(path)).status_code == 200, path
        counted = (await client.get("/metrics")).text
        assert f'admission_in_flight{{kind="dossiers acts",service="gateway"}} {AT_ONCE}.0' in counted
        slow.may_go_on.set()
        statuses = Counter(answer.status_code for answer in await asyncio.gather(*offered))
        assert statuses == {503: OFFERED - AT_ONCE, 201: AT_ONCE}
        assert (await ACT.send(client)).status_code == 201

    run(test, admission_target_s=60)


def test_refusal_speaks_the_language_of_its_reader() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        slow = SlowActs(rpc)
        held = [asyncio.create_task(ACT.send(client)) for _ in range(AT_ONCE)]
        await asyncio.wait_for(slow.all_begun.wait(), 60)
        refused = await ACT.send(client, headers={"Accept-Language": "en"})
        assert (refused.status_code, refused.headers["content-language"]) == (503, "en")
        slow.may_go_on.set()
        await asyncio.gather(*held)

    run(test, admission_target_s=59)


def test_without_a_target_everything_is_admitted() -> None:
    async def test(client: httpx.AsyncClient, rpc: StubRpc) -> None:
        slow = SlowActs(rpc, OFFERED)
        offered = [asyncio.create_task(ACT.send(client)) for _ in range(OFFERED)]
        await asyncio.wait_for(slow.all_begun.wait(), 60)
        slow.may_go_on.set()
        assert {answer.status_code for answer in await asyncio.gather(*offered)} == {201}

    run(test, admission_target_s=0)


def test_kinds_are_reads_and_acts_of_each_service_and_some_requests_are_never_shed() -> None:
    kinds = {f"{min(route.methods or ())} {route.path}": kind_of(route) for route in routes()}
    assert kinds["POST /v1/dossiers/{dossier_id}/accept"] == "dossiers acts"
    assert kinds["GET /v1/dossiers/{dossier_id}"] == "dossiers reads"
    assert kinds["GET /v1/agencies/{code}"] == "catalog reads"
    unlimited = {request for request, kind in kinds.items() if kind is None}
    assert unlimited >= {"GET /healthz", "GET /readyz", "GET /metrics", "GET /v1/payments/vnpay/ipn"}
    assert unlimited >= {f"{method} /v1/files/{{file_id}}/content" for method in ("GET", "PUT")}
    streams = {request for request in kinds if request.endswith("/events")}
    assert {request for request in unlimited if " /v1/dossiers" in request} == streams


def test_caller_who_goes_is_not_worked_for(
    gateway: GatewayProcess, responder: RpcResponder, citizen: dict[str, str]
) -> None:
    """The service never answers; the connection is closed while the gateway waits for it."""
    responder.offer(dossiers.get_dossier, lambda *_: None)
    address = urlsplit(gateway.url)
    head = f"GET /v1/dossiers/d-1 HTTP/1.1\r\nhost: x\r\nauthorization: {citizen['Authorization']}\r\n\r\n"
    gone = {"route": "/v1/dossiers/{dossier_id}", "status": "499"}
    with socket.create_connection((address.hostname or "", address.port or 0)) as caller:
        caller.sendall(head.encode())
        wait_until(lambda: responder.count(dossiers.get_dossier) or None, what="the service is asked")
        assert gateway.metric("admission_in_flight", kind="dossiers reads") == 1
    wait_until(
        lambda: gateway.metric("admission_in_flight", kind="dossiers reads") == 0 or None,
        seconds=5,
        what="the call is given up",
    )
    assert gateway.metric("http_requests_total", **gone) == 1
    assert gateway.metric("rpc_client_pending") == 0
