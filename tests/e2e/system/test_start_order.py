"""Services before the servers they need, servers gone before their services: nothing is lost and nothing hangs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.e2e.system.leftover_processes import processes_of

from devstack.processes.http_probe import responds_ok
from devstack.seed import seed_system
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import walk

pytestmark = pytest.mark.deep
_SECONDS = 60.0


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[System]:
    """Prepared and gone again: users, topology and addresses are known, nothing runs."""
    system = System(tmp_path)
    try:
        system.start_servers()
        system.prepare()
        system.kill()
        yield system
    finally:
        system.kill()


@pytest.mark.timeout(240)
def test_start_and_stop_in_any_order(servers: System, capsys: pytest.CaptureFixture[str]) -> None:
    servers.spawn_processes()
    wait_until(lambda: _all_live(servers), _SECONDS, "every process lives without its servers")
    assert servers.processes.exited() == []
    servers.start_servers()
    servers.processes.wait_ready(lambda _: None)
    seed_system(servers)
    assert walk(servers) == 0, capsys.readouterr().out
    _stop_servers(servers)
    assert servers.processes.stop() == []
    assert processes_of(servers.root) == []


def _stop_servers(system: System) -> None:
    assert system.broker is not None
    assert system.mongo is not None
    system.broker.stop()
    system.mongo.stop()


def _all_live(system: System) -> bool:
    return all(responds_ok(process.ready_url.replace("/readyz", "/healthz")) for process in system.processes)
