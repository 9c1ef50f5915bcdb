"""The accounts service as a process."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.integration.accounts.callers import AccountsCaller, AnswerT, RequestT
from tests.support.processes import ServiceProcess

from chassis.amqp import declare, topology
from chassis.amqp.blocking_rpc_client import BlockingRpcClient
from chassis.core.context import Context
from chassis.storage.store import Store
from contracts.base import ANONYMOUS, Actor, Method
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress


@dataclass(frozen=True)
class AccountsHarness(AccountsCaller):
    """The running service and its database."""

    process: ServiceProcess
    rpc: BlockingRpcClient
    store: Store

    def call(self, method: Method[RequestT, AnswerT], request: RequestT, actor: Actor = ANONYMOUS) -> AnswerT:
        return self.rpc.call(method, request, Context.new(actor), 10.0)


@contextmanager
def run_accounts(
    broker: BrokerAddress,
    mongo: MongoAddress,
    place: Path,
    *,
    of_release_before: bool = False,
    **settings: object,
) -> "Iterator[AccountsHarness]":
    """The service, ready, in a fresh corner of these servers; or on a database that the release before has used."""
    name = f"test_{secrets.token_hex(6)}"
    vhost, database = broker.new_vhost(name), mongo.new_database(name)
    store = Store(database.uri, database.name, "tests")
    if of_release_before:
        store.database["events"].insert_one({"_id": "of-the-release-before"})
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
        second_factor_key=secrets.token_urlsafe(32),
        **settings,
    )
    process.start()
    with BlockingRpcClient(vhost.uri, "tests") as rpc:
        yield AccountsHarness(process, rpc, store)
    process.stop()
    store.close()
    broker.drop_vhost(name)
    mongo.drop_database(name)
