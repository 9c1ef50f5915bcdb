"""The whole system on this machine: servers, users, topology, processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Self

from devstack import process_table, secrets
from devstack.processes.process import Process, ProcessGroup, Report
from devstack.servers import ports, private_files
from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo import REPO, PrivateMongo
from devstack.servers.mongo_address import MongoAddress

_COMMAND_SECONDS = 300.0
Settings = Mapping[str, Mapping[str, str]]
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")


class CommandError(Exception):
    """Raised when an operator's command failed. Shows what it printed."""


def _ignore(_: str) -> None:
    return


class System:
    """Everything under one root folder. Data, addresses and passwords outlive a stop."""

    def __init__(
        self,
        root: Path,
        repo: Path = REPO,
        gateway_port: int | None = None,
        report: Report = _ignore,
        settings: Settings = MappingProxyType({}),
    ) -> None:
        """`gateway_port` is a wish: another port is taken when it is in use.

        `settings` are further variables for the environment of a process, by its name, and of `cli`.
        """
        self.root = root
        self.repo = repo
        self.log = root / "log"
        self.report = report
        self._settings = settings
        self._preferred_gateway_port = gateway_port
        self._external_broker = BrokerAddress.from_environment()
        self._external_mongo = MongoAddress.from_environment()
        self.broker = None if self._external_broker else PrivateBroker(root)
        self.mongo = None if self._external_mongo else PrivateMongo(root)
        self._layout: process_table.StackLayout | None = None
        self._processes: ProcessGroup | None = None

    @classmethod
    @contextmanager
    def started(
        cls,
        root: Path,
        repo: Path = REPO,
        report: Report = _ignore,
        settings: Settings = MappingProxyType({}),
    ) -> Iterator[Self]:
        """The full stack on free ports, for a test: at its end everything is killed, not asked to stop."""
        system = cls(root, repo, report=report, settings=settings)
        try:
            system.start()
            yield system
        finally:
            system.kill()

    @property
    def broker_address(self) -> BrokerAddress:
        address = self._external_broker or (self.broker and self.broker.address)
        assert address
        return address

    @property
    def mongo_address(self) -> MongoAddress:
        address = self._external_mongo or (self.mongo and self.mongo.address)
        assert address
        return address

    @property
    def layout(self) -> process_table.StackLayout:
        assert self._layout is not None, "the servers are not prepared"
        return self._layout

    @property
    def processes(self) -> ProcessGroup:
        assert self._processes is not None, "the processes are not started"
        return self._processes

    def process(self, name: str) -> Process:
        return self.processes.process(name)

    @property
    def gateway_url(self) -> str:
        return self.layout.url("gateway")

    @property
    def vnpay_url(self) -> str:
        return self.layout.url("vnpay")

    @property
    def wallets_url(self) -> str:
        return self.layout.url("wallets")

    @property
    def sms_url(self) -> str:
        return self.layout.url("sms")

    @property
    def vneid_url(self) -> str:
        return self.layout.url("vneid")

    @property
    def mail_url(self) -> str:
        return self.layout.url("mail")

    @property
    def secrets(self) -> Path:
        return self.root / "secrets"

    def secret(self, name: str) -> str:
        return (self.secrets / name).read_text(encoding="utf-8").strip()

    def start(self) -> None:
        """Raises StartError, MissingPartError or CommandError; `stop` is the caller's duty then, too."""
        self.start_servers()
        self.prepare()
        self.start_processes()

    def start_servers(self) -> None:
        """Broker and database, side by side."""
        began = time.monotonic()
        servers = {"broker": self.broker, "database": self.mongo}
        own = {name: server for name, server in servers.items() if server is not None}
        for server in own.values():
            server.launch()
        for name, server in own.items():
            server.wait_ready()
            self.report(f"{name} ready {time.monotonic() - began:.1f} s")

    def prepare(self) -> None:
        """Secrets, database users, broker users and topology. May be repeated."""
        private_files.make_folder(self.root)
        secrets.write_secrets(self.secrets, self.broker_address, self.mongo_address)
        secrets.put_mongo_users(self.secrets, self.mongo_address)
        self._layout = process_table.StackLayout(self.secrets, self._choose_ports())
        self.operate("topology", "apply")
        self.report("users and topology applied")

    def start_processes(self) -> None:
        self.spawn_processes()
        self.processes.wait_ready(self.report)

    def spawn_processes(self) -> None:
        """All of them, whether the servers run or not, without waiting."""
        self._processes = ProcessGroup(
            self._process(entry) for entry in process_table.process_specs(self.layout)
        )
        self._processes.spawn()

    def stop(self) -> None:
        """Leaves no process behind, whatever state the start reached."""
        late = self._processes.stop() if self._processes else []
        if late:
            self.report(f"killed, because they did not stop in time: {', '.join(late)}")
        for server in (self.broker, self.mongo):
            if server is not None:
                server.terminate()
        for server in (self.broker, self.mongo):
            if server is not None:
                server.stop()

    def kill(self) -> None:
        """SIGKILL to everything."""
        for process in self._processes or ():
            process.kill()
        for server in (self.broker, self.mongo):
            if server is not None:
                server.kill()

    def operate(self, *arguments: str) -> str:
        """Runs the operator's command line and returns what it printed. Raises CommandError."""
        command = [sys.executable, "-m", "cli", *arguments]
        done = subprocess.run(
            command,
            env=self._environment(
                {**process_table.operator_environment(self.layout), **self._settings.get("cli", {})}
            ),
            cwd=self.repo,
            capture_output=True,
            text=True,
            check=False,
            timeout=_COMMAND_SECONDS,
        )
        if done.returncode:
            raise CommandError(f"motcua {' '.join(arguments)} failed\n{done.stdout}{done.stderr}".rstrip())
        return done.stdout

    def _process(self, entry: process_table.ProcessSpec) -> Process:
        command = [sys.executable, "-m", entry.module]
        env = self._environment({**entry.env, **self._settings.get(entry.name, {})})
        log = self.log / f"{entry.name}.log"
        return Process(entry.name, command, env, self.repo, log, entry.ready_url)

    def _choose_ports(self) -> dict[str, int]:
        file = self.root / "ports.json"
        known = private_files.read_json(file)
        if self._preferred_gateway_port is not None and ports.claim(self._preferred_gateway_port):
            known["gateway"] = self._preferred_gateway_port
        chosen = ports.assign(process_table.PORTS, known)
        private_files.write_json(file, chosen)
        return chosen

    def _environment(self, own: Mapping[str, str]) -> dict[str, str]:
        """Nothing of the caller's environment but what programs need to run at all."""
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return {**inherited, "PYTHONPATH": str(self.repo / "services"), "PYTHONUNBUFFERED": "1", **own}
