"""The accounts service as a process, and callers of every kind."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.support.processes import ServiceProcess

from chassis.amqp import declare, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts import accounts as contract
from contracts.accounts import Account, CreateAdministrator, CreateOfficer, LogIn, RegisterCitizen, TokenPair
from contracts.base import ANONYMOUS, Actor, ActorKind, Method, Model, OfficerRole
from contracts.errors import ServiceError
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress

PASSWORD = "con-meo-tren-mai-nha"
OPERATOR = Actor(kind=ActorKind.OPERATOR, name="cli")
SERVICE = Actor(kind=ActorKind.SERVICE, name="dossiers")
Req = TypeVar("Req", bound=Model)
Res = TypeVar("Res", bound=Model)


@contextmanager
def run_accounts(broker: BrokerAddress, mongo: MongoAddress, place: Path) -> "Iterator[AccountsHarness]":
    """The service, ready, in a fresh corner of these servers."""
    name = f"test_{secrets.token_hex(6)}"
    vhost, database = broker.new_vhost(name), mongo.new_database(name)
    declare.declare_topology(vhost.uri, topology.build_topology())
    (place / "key.pem").write_bytes(
        Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    process = ServiceProcess(
        "accounts",
        place / "accounts.log",
        amqp_uri=vhost.uri,
        mongo_uri=database.uri,
        mongo_database=database.name,
        signing_key_file=str(place / "key.pem"),
    )
    store = Store(database.uri, database.name, "tests")
    process.start()
    with BlockingRpcClient(vhost.uri, "tests") as caller:
        yield AccountsHarness(process, caller, store)
    process.stop()
    store.close()
    broker.drop_vhost(name)
    mongo.drop_database(name)


def actor_of(account: Account) -> Actor:
    """What the gateway makes of the account's access token."""
    return Actor(
        kind=ActorKind(account.kind),
        account_id=account.account_id,
        agency_code=account.agency_code or "",
        roles=account.roles,
    )


@dataclass(frozen=True)
class AccountsHarness:
    """The running service, its database, and ways to ask it."""

    process: ServiceProcess
    caller: BlockingRpcClient
    store: Store

    def call(self, method: Method[Req, Res], request: Req, actor: Actor = ANONYMOUS) -> Res:
        return self.caller.call(method, request, Context.new(actor), 10.0)

    def error_code(self, method: Method[Req, Res], request: Req, actor: Actor = ANONYMOUS) -> str:
        """The code with which it is refused."""
        try:
            answer = self.call(method, request, actor)
        except ServiceError as error:
            return error.code
        raise AssertionError(f"{method.routing_key} was not refused: {answer!r}")

    def citizen(self) -> Account:
        return self.call(contract.register_citizen, registration())

    def administrator(self) -> Account:
        request = CreateAdministrator(
            command_id=new_id(),
            login=f"admin-{secrets.token_hex(4)}",
            full_name="Quản trị",
            password=PASSWORD,
        )
        return self.call(contract.create_administrator, request, OPERATOR)

    def officer(self, agency_code: str = "H05.34.44") -> Account:
        return self.call(
            contract.create_officer, officer_request(agency_code), actor_of(self.administrator())
        )

    def tokens(self, account: Account) -> TokenPair:
        return self.call(contract.log_in, LogIn(login=account.login, password=PASSWORD))

    def events(self, aggregate_id: str) -> list[str]:
        found = self.store.database.events.find({"aggregate_id": aggregate_id}).sort("aggregate_version")
        return [event["type"] for event in found]


def registration() -> RegisterCitizen:
    return RegisterCitizen(
        command_id=new_id(),
        personal_number="".join(secrets.choice("0123456789") for _ in range(12)),
        full_name="Nguyễn Văn An",
        password=PASSWORD,
        email="an@example.vn",
        phone="0912345678",
    )


def officer_request(agency_code: str = "H05.34.44") -> CreateOfficer:
    return CreateOfficer(
        command_id=new_id(),
        login=f"Lan.Tran-{secrets.token_hex(4)}",
        full_name="Trần Thị Lan",
        password=PASSWORD,
        agency_code=agency_code,
        roles=(OfficerRole.RECEPTION,),
    )
