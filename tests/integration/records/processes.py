"""The records service and its content server as processes over one database."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

import httpx
from tests.support.events import EventPublisher
from tests.support.stores import MASTER_KEYS

from chassis.amqp import declare, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.encryption import beginning
from chassis.storage.store import Store
from contracts import records as contract
from contracts.base import Actor, ActorKind, Method, Model
from contracts.errors import ServiceError
from contracts.events import AnyEvent
from contracts.records import FileTicket, OpenUpload
from devstack.certificates import Authority
from devstack.processes.process import Process
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoDatabase
from devstack.servers.ports import assign
from devstack.waiting import wait_until
from records.domain.files import File, announced_file
from records.domain.tickets import Operation, TicketSigner
from records.repository import FileRepository, create_indexes
from records.repository.encrypted import ENCRYPTED

ENCRYPTION = {
    "MOTCUA_FIELD_ENCRYPTION": "true",
    "MOTCUA_FIELD_ENCRYPTION_KEY": f"a {base64.b64encode(MASTER_KEYS.keys['a']).decode()}",
}
"""Settings of a process that encrypts with the keys that stores of tests have."""
REPO = Path(__file__).parents[3]
TICKET_KEY = secrets.token_hex(32)
Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)
Counts = dict[str, int]
OWNER = Actor(kind=ActorKind.CITIZEN, account_id="owner-1")


PUBLIC_URL = "https://dichvucong.example.vn"
Environment = dict[str, str]


@cache
def authority() -> Authority:
    """The certificate authority that the service trusts."""
    return Authority.new()


def sealing_with_pem() -> Environment:
    """Settings of a seal key in the environment."""
    seal = authority().seal()
    return {
        "MOTCUA_PUBLIC_URL": PUBLIC_URL,
        "MOTCUA_SEAL_KEY": seal.key_pem,
        "MOTCUA_SEAL_CERTIFICATE": seal.certificate_pem + authority().certificate_pem,
        "MOTCUA_TRUST_ROOTS": authority().certificate_pem,
    }


def process(
    name: str, module: str, log: Path, ready: str, beside: Environment | None = None, **settings: str
) -> Process:
    """`python -m module` with the packages that the tests see."""
    env = {
        **(beside or {}),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        **{f"MOTCUA_{key.upper()}": value for key, value in settings.items()},
    }
    return Process(name, [sys.executable, "-m", module], env, REPO, log, ready)


@dataclass(frozen=True)
class RecordsProcess:
    """The records service, called over RPC."""

    process: Process
    caller: BlockingRpcClient
    store: Store
    vhost_uri: str

    def call(self, method: Method[Req, Res], request: Req, actor: Actor) -> Res:
        return self.caller.call(method, request, Context.new(actor), 10.0)

    def refusal(self, method: Method[Req, Res], request: Req, actor: Actor) -> str:
        """The code with which it is refused."""
        try:
            answer = self.call(method, request, actor)
        except ServiceError as error:
            return error.code
        raise AssertionError(f"{method.routing_key} was not refused: {answer!r}")

    def upload_of(self, actor: Actor, size: int) -> FileTicket:
        request = OpenUpload(command_id=new_id(), name="Tờ khai.pdf", size=size)
        return self.call(contract.open_upload, request, actor)

    def publish(self, event: AnyEvent) -> None:
        """An event of the dossiers service."""
        publisher = EventPublisher(self.vhost_uri)
        publisher.publish_again(event)
        publisher.close()

    def event_types_of(self, file_id: str) -> list[str]:
        found = self.store.database.events.find({"aggregate_id": file_id}).sort("aggregate_version")
        return [event["type"] for event in found]


@dataclass(frozen=True)
class ContentServer:
    """The content server, its database, and tickets for it."""

    process: Process
    url: str
    store: Store
    signer: TicketSigner = TicketSigner(TICKET_KEY)  # noqa: RUF009  frozen and without state

    def announce(self, data: bytes, *, name: str = "Tờ khai.pdf", size: int | None = None) -> File:
        """A file as `open_upload` leaves it, with the hash of the data announced."""
        request = OpenUpload(
            command_id="c", name=name, size=size or len(data), sha256=hashlib.sha256(data).hexdigest()
        )
        file = announced_file(request, OWNER, new_id(), utcnow())
        self.store.repository(FileRepository).add(file)
        return file

    def ticket(
        self, file_id: str, operation: Operation = Operation.UPLOAD, at: datetime | None = None
    ) -> str:
        return self.signer.issue(file_id, operation, 100, at or utcnow())[0]

    def address(self, file_id: str, ticket: str) -> str:
        return f"{self.url}/content/{file_id}?ticket={ticket}"

    def put(self, file_id: str, data: bytes, *, ticket: str | None = None) -> httpx.Response:
        return httpx.put(self.address(file_id, ticket or self.ticket(file_id)), content=data, timeout=10)

    def get(self, file_id: str, *, ticket: str | None = None) -> httpx.Response:
        ticket = ticket or self.ticket(file_id, Operation.DOWNLOAD)
        return httpx.get(self.address(file_id, ticket), timeout=10)

    def file(self, file_id: str) -> File:
        return self.store.repository(FileRepository).get(file_id)

    def counts(self) -> dict[str, int]:
        """How much of each there is: blobs, their chunks, events."""
        names = ("blobs.files", "blobs.chunks", "events")
        return {name: self.store.database[name].count_documents({}) for name in names}


@contextmanager
def content_server_running(
    database: MongoDatabase,
    place: Path,
    idle_s: float = 30.0,
    limit_s: float = 60.0,
    trust_roots: str = "",
) -> Iterator[ContentServer]:
    """Ready, over this database."""
    port = assign(["content"], {})["content"]
    url = f"http://127.0.0.1:{port}"
    running = process(
        "content",
        "records.content_server",
        place / "content.log",
        f"{url}/readyz",
        ENCRYPTION,
        mongo_uri=database.uri,
        mongo_database=database.name,
        ticket_key=TICKET_KEY,
        trust_roots=trust_roots or authority().certificate_pem,
        content_host="127.0.0.1",
        content_port=str(port),
        upload_idle_s=str(idle_s),
        upload_limit_s=str(limit_s),
    )
    store = Store(database.uri, database.name, "tests", master_keys=MASTER_KEYS, encrypted=ENCRYPTED)
    store.encrypt_from(beginning.begin(store.database, store.re_encryption.fields, new=True))
    store.create_indexes()
    create_indexes(store.database)
    running.start()
    yield ContentServer(running, url, store)
    running.stop()
    store.close()


@contextmanager
def records_running(
    broker: BrokerAddress, database: MongoDatabase, log: Path, store: Store, sealing: Environment
) -> Iterator[RecordsProcess]:
    """Ready, in a vhost of its own, over this database."""
    vhost, port = broker.new_vhost(database.name), assign(["admin"], {})["admin"]
    declare.declare_topology(vhost.uri, topology.build_topology())
    running = process(
        "records",
        "records",
        log,
        f"http://127.0.0.1:{port}/readyz",
        sealing | ENCRYPTION,
        service="records",
        amqp_uri=vhost.uri,
        mongo_uri=database.uri,
        mongo_database=database.name,
        ticket_key=TICKET_KEY,
        look_every_s="0.2",  # a timer that a test writes itself is found soon
        admin_host="127.0.0.1",
        admin_port=str(port),
    )
    running.start()
    with BlockingRpcClient(vhost.uri, "tests") as caller:
        yield RecordsProcess(running, caller, store, vhost.uri)
    running.stop()
    broker.drop_vhost(vhost.name)


def assert_refused(response: httpx.Response, status: int, code: str) -> None:
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"


def wait_for_counts(server: ContentServer, counts: Counts) -> None:
    wait_until(lambda: server.counts() == counts, what=f"{counts}, not {server.counts()}")
