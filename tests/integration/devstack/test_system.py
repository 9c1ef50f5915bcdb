"""The system starts in order, keeps services apart, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import OperationFailure

from contracts.topology import SERVICES
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo import REPO
from devstack.system import CommandError, System

_LISTEN = """
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
class Ready(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
port = next(os.environ[n] for n in ("MOTCUA_CONTENT_PORT", "MOTCUA_HTTP_PORT", "MOTCUA_ADMIN_PORT") if n in os.environ)
HTTPServer(("127.0.0.1", int(port)), Ready).serve_forever()
"""
_OPERATE = """
import os, sys
if sys.argv[1:] == ["fail"]:
    sys.exit("no such thing")
print(sys.argv[1:], sorted(name for name in os.environ if name.startswith("MOTCUA_")))
"""
_MODULES = (
    *SERVICES,
    "gateway",
    "simulators/mail",
    "simulators/signing",
    "simulators/sms",
    "simulators/vneid",
    "simulators/vnpay",
    "simulators/wallets",
)

pytestmark = pytest.mark.deep


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose services only say that they are ready."""
    repo = tmp_path_factory.mktemp("checkout")
    for module in _MODULES:
        (repo / "services" / module).mkdir(parents=True)
        (repo / "services" / module / "__main__.py").write_text(_LISTEN)
    (repo / "services/records/content_server.py").write_text(_LISTEN)
    (repo / "services/cli").mkdir()
    (repo / "services/cli/__main__.py").write_text(_OPERATE)
    return repo


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return []


@pytest.fixture(scope="module")
def system(checkout: Path, tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> Iterator[System]:
    with System.started(tmp_path_factory.mktemp("root"), checkout, lines.append) as system:
        yield system


def test_start_reports_each_part(system: System, lines: list[str]) -> None:
    names = {line.split(" ready ")[0] for line in lines if " ready " in line}
    assert names == {
        "broker",
        "database",
        "mail",
        "signing",
        "sms",
        "vneid",
        "vnpay",
        "wallets",
        *SERVICES,
        "content",
        "gateway",
    }


def test_operator_gets_the_administrators_files(system: System) -> None:
    assert "MOTCUA_AMQP_ADMIN_URI_FILE" in system.operate("topology", "show")


def test_failed_command_shows_what_it_printed(system: System) -> None:
    with pytest.raises(CommandError, match=r"(?s)motcua fail failed.*no such thing"):
        system.operate("fail")


def test_service_reads_and_writes_its_own_database(system: System) -> None:
    client: MongoClient[dict[str, Any]]
    with MongoClient(system.secret("mongo_uri_dossiers")) as client:
        database: Database[dict[str, Any]] = client.get_default_database()
        assert database.name == "motcua_dossiers"
        assert database["papers"].count_documents({}) == 0


def test_service_cannot_read_another_database(system: System) -> None:
    client: MongoClient[dict[str, Any]]
    uri = system.secret("mongo_uri_dossiers")
    with MongoClient(uri) as client, pytest.raises(OperationFailure, match="not authorized"):
        client["motcua_accounts"]["accounts"].find_one({})


def test_processes_get_nothing_of_the_callers_environment(system: System) -> None:
    pid = system.process("accounts").pid
    names = {item.split("=")[0] for item in Path(f"/proc/{pid}/environ").read_text().split("\0") if item}
    strange = {name for name in names if not name.startswith(("MOTCUA_", "PYTHON"))}
    assert strange <= {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "EVENTLET_NO_GREENDNS"}


def contents(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in folder.iterdir()}


def test_stop_and_start_keep_every_address(checkout: Path, tmp_path: Path) -> None:
    system = System(tmp_path, checkout)
    try:
        system.start()
    finally:
        system.stop()
    before, gateway = contents(tmp_path / "secrets"), system.gateway_url
    with System.started(tmp_path, checkout) as again:
        assert contents(tmp_path / "secrets") == before
        assert again.gateway_url == gateway


def test_second_run_in_the_same_folder_says_so_in_one_line(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": f"{REPO / 'deploy'}:{REPO / 'services'}"}
    hold = (
        "import sys; from pathlib import Path; from devstack.run import exclusive\n"
        "with exclusive(Path(sys.argv[1])): print('held', flush=True); input()"
    )
    first = [sys.executable, "-c", hold, str(tmp_path)]
    second = [sys.executable, "-m", "devstack", "--root", str(tmp_path), "run"]
    with subprocess.Popen(first, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        done = subprocess.run(second, capture_output=True, text=True, env=env, check=False)
        holder.communicate("\n")
    assert done.returncode == 1
    assert done.stderr == f"the stack in {tmp_path} is running already (process {holder.pid})\n"


def test_clean_keeps_programs_and_removes_the_rest(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "secrets").mkdir()
    env = {**os.environ, "PYTHONPATH": f"{REPO / 'deploy'}:{REPO / 'services'}"}
    command = [sys.executable, "-m", "devstack", "--root", str(tmp_path), "clean"]
    subprocess.run(command, env=env, check=True)
    assert {path.name for path in tmp_path.iterdir()} == {"bin", "run.lock"}


def test_given_broker_is_used_and_none_is_started(
    broker: BrokerAddress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_AMQP_URI", broker.admin_uri)
    monkeypatch.setenv("MOTCUA_MANAGEMENT_URL", broker.management_url)
    system = System(tmp_path)
    assert system.broker is None
    assert system.broker_address.management.is_reachable()
