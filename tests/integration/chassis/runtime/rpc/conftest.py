"""Starts the small services, on the chassis or on plain nameko, on a fresh virtual host."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.integration.chassis.runtime.rpc import calls
from tests.integration.chassis.runtime.rpc.calls import Answer, Ask
from tests.support.broker_view import depth
from tests.support.processes import ServiceProcess

from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from contracts.errors import ServiceError
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo_address import MongoAddress, MongoDatabase
from devstack.waiting import wait_until

HERE = "tests.integration.chassis.runtime.rpc"


@dataclass
class Suite:
    """Start services here; all end with the test."""

    uri: str
    mongo: MongoDatabase
    folder: Path
    running: ExitStack
    caller: BlockingRpcClient
    count: int = field(default=0)

    def start_chassis(self, service: str, **settings: object) -> ServiceProcess:
        process = self._start("chassis_services", service, **settings)
        wait_until(process.is_ready, 20, f"{service} is ready")
        return process

    def start_nameko(self, service: str) -> ServiceProcess:
        ready = self.folder / f"{service}.ready.{self.count}"
        process = self._start("nameko_services", service, ready_file=ready)
        wait_until(ready.exists, 20, f"stock {service} is ready")
        return process

    def depth(self, service: str) -> int:
        return depth(self.uri, f"rpc-{service}")

    def gate(self) -> Path:
        """A file that does not exist yet: making it lets `wait` go on."""
        self.count += 1
        return self.folder / f"gate.{self.count}"

    def _start(self, module: str, service: str, **settings: object) -> ServiceProcess:
        self.count += 1
        log = self.folder / f"{module}.{service}.{self.count}.log"
        process = ServiceProcess(
            f"{HERE}.{module}", log, service=service, amqp_uri=self.uri, mongo_uri=self.mongo.uri,
            mongo_database=self.mongo.name, **settings,
        )  # fmt: skip
        return self.running.enter_context(process)


@pytest.fixture
def suite(vhost: Vhost, database: MongoDatabase, tmp_path: Path) -> Iterator[Suite]:
    with ExitStack() as running:
        caller = running.enter_context(BlockingRpcClient(vhost.uri, "test"))
        yield Suite(vhost.uri, database, tmp_path, running, caller)


@dataclass
class Shared:
    """One target that many tests may talk to: none of them may stop it."""

    suite: Suite
    target: ServiceProcess


@pytest.fixture(scope="module")
def shared(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shared]:
    name = f"shared_{secrets.token_hex(4)}"
    vhost, database = broker.new_vhost(name), mongo.new_database(name)
    with ExitStack() as running:
        caller = running.enter_context(BlockingRpcClient(vhost.uri, "test"))
        suite = Suite(vhost.uri, database, tmp_path_factory.mktemp(name), running, caller)
        yield Shared(suite, suite.start_chassis("target"))
    broker.drop_vhost(name)
    mongo.drop_database(name)


def runs(gate: Path) -> int:
    """How often `wait` was started for this gate."""
    noted = Path(f"{gate}.runs")
    return len(noted.read_text().splitlines()) if noted.exists() else 0


class Waiting(threading.Thread):
    """A caller that waits at the gate."""

    def __init__(self, uri: str, gate: Path) -> None:
        super().__init__(daemon=True)
        self.uri, self.gate = uri, gate
        self.answer: Answer | None = None
        self.start()
        wait_until(lambda: runs(gate) == 1, 10, "the call is being served")

    def run(self) -> None:
        # A broken connection or a passed deadline leaves it without an answer.
        with suppress(ServiceError, OSError), BlockingRpcClient(self.uri, "waiting") as caller:
            self.answer = caller.call(calls.wait, Ask(path=str(self.gate)), timeout_s=20)
