"""The graph of the suite: who calls whom, how deep, and that the services are what the contracts say."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from contracts import audit, field_encryption, migrations, topology
from contracts.base import AnyMethod
from devstack.servers.mongo import REPO

SERVICES = REPO / "services"
CHASSIS_SERVICE = SERVICES / "chassis" / "runtime" / "service.py"
MOST_HOPS = 3
"""From the gateway to the last service that one HTTP request may wait for."""

CALLING = frozenset({"call", "call_at", "call_as_self", "find_as_self", "_find"})
"""Methods that ask another service; `_find` is that of the client that remembers what the catalogue answers."""

Calls = Mapping[str, set[str]]
Offers = dict[str, dict[str, list[str]]]


def services_called(*, besides: tuple[AnyMethod, ...] = ()) -> dict[str, set[str]]:
    return {
        service: {method.service for method in topology.CALLS.get(service, ()) if method not in besides}
        for service in topology.SERVICES
    }


def hops(calls: Calls, service: str) -> int:
    """Of a request that the gateway sends to `service`."""
    return 1 + max((hops(calls, called) for called in calls[service]), default=0)


def is_acyclic(calls: Calls) -> bool:
    try:
        TopologicalSorter(calls).prepare()
    except CycleError:
        return False
    return True


def test_no_service_waits_for_itself() -> None:
    assert is_acyclic(services_called())


def test_who_is_asked_about_a_person_asks_nobody() -> None:
    """The use cases of these methods take no client and call no service."""
    answering = [
        *SERVICES.glob("*/application/personal_data.py"),
        *SERVICES.glob("*/application/expired_records.py"),
        *SERVICES.glob("*/application/restriction.py"),
        SERVICES / "records/application/archives.py",
        SERVICES / "records/application/documents/issue.py",
    ]
    assert {file.relative_to(SERVICES).parts[0] for file in answering} == {
        method.service for method in topology.PERSON_METHODS
    }
    for file in answering:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"rpc_client|RpcClient|\.clients\b|\.call(_as_self)?\(", text), file


def test_cycle_would_be_found() -> None:
    assert not is_acyclic({"a": {"b"}, "b": {"c"}, "c": {"a"}})


@pytest.mark.parametrize("service", topology.SERVICES)
def test_no_request_goes_further_than_three_hops(service: str) -> None:
    """A call that ends where it goes is one hop, wherever else the service that answers it may ask."""
    onward = services_called(besides=topology.TERMINAL_METHODS)
    ends_there = any(method in topology.TERMINAL_METHODS for method in topology.CALLS.get(service, ()))
    assert max(hops(onward, service), 2 if ends_there else 1) <= MOST_HOPS


def test_what_a_timer_calls_is_answered_without_asking_another() -> None:
    """So nothing waits for itself, whoever the timer's service is called by: `chassis.runtime.service` has the answers."""
    of_every_service = {
        method.routing_key for service in topology.SERVICES for method in audit.methods_of(service)
    }
    about_persons = {method.routing_key for method in (*topology.PERSON_METHODS, *topology.DOCUMENT_METHODS)}
    by_timers = {method.routing_key for methods in topology.TIMER_CALLS.values() for method in methods}
    called = by_timers - about_persons
    assert called < of_every_service
    answers = {
        node.name: node
        for node in ast.parse(CHASSIS_SERVICE.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    for routing_key in called:
        name = routing_key.split(".")[1]
        assert not [
            node
            for node in ast.walk(answers[name])
            if isinstance(node, ast.Attribute) and node.attr in CALLING
        ]


@pytest.mark.parametrize("service", topology.SERVICES)
def test_service_calls_what_the_topology_says(service: str) -> None:
    allowed = {method.routing_key for method in topology.CALLS.get(service, ())}
    by_timers = {method.routing_key for method in topology.TIMER_CALLS.get(service, ())}
    assert set(calls_in(SERVICES / service)) - by_timers == allowed


def test_accounts_asks_every_owner_of_a_persons_data() -> None:
    found = set(calls_in(SERVICES / "accounts"))
    assert {method.routing_key for method in topology.PERSON_METHODS} <= found


@pytest.mark.parametrize("service", topology.SERVICES)
def test_service_offers_its_contract_and_nothing_else(service: str, offers: Offers) -> None:
    methods: tuple[AnyMethod, ...] = (
        *topology.METHODS[service],
        *migrations.methods_of(service),
        *field_encryption.methods_of(service),
        *audit.methods_of(service),
    )
    assert offers[service]["methods"] == sorted(method.routing_key for method in methods)


@pytest.mark.parametrize("service", topology.SERVICES)
def test_service_hears_every_queue_that_is_filled_for_it(service: str, offers: Offers) -> None:
    queues = [heard.queue for heard in topology.SUBSCRIPTIONS if heard.consumer == service]
    assert offers[service]["queues"] == sorted(queues)


def test_every_event_that_is_heard_is_told_by_its_owner() -> None:
    published = {kind.name for kinds in topology.EVENTS.values() for kind in kinds}
    heard = {kind.name for subscription in topology.SUBSCRIPTIONS for kind in subscription.types}
    assert heard <= published


@pytest.fixture(scope="module")
def offers() -> Offers:
    """Asked of another process: nameko and eventlet stay out of this one."""
    program = Path(__file__).with_name("entrypoints.py")
    done = subprocess.run(
        [sys.executable, str(program), *topology.SERVICES],
        env={**os.environ, "PYTHONPATH": str(SERVICES)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    offered: Offers = json.loads(done.stdout)
    return offered


def calls_in(package: Path) -> Iterator[str]:
    """`module.method` of each contract method that is the first argument of one of `CALLING`."""
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in CALLING
            ):
                yield from _contract_method(node)


def _contract_method(call: ast.Call) -> Iterator[str]:
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Attribute) and isinstance(first.value, ast.Name):
        yield f"{first.value.id}.{first.attr}"
