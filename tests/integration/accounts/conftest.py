"""The real accounts service over a real broker and a real database, one for each module."""

import secrets
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.integration.accounts.running import Accounts, service_process

from chassis import declare, topology
from chassis.caller import Caller
from chassis.store import Store
from local.broker_address import BrokerAddress
from local.mongo_address import MongoAddress
from local.ports import assign


@pytest.fixture(scope="module")
def accounts(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Accounts]:
    name = f"test_{secrets.token_hex(6)}"
    vhost, database, place = broker.new_vhost(name), mongo.new_database(name), tmp_path_factory.mktemp(name)
    declare.declare(vhost.uri, topology.describe())
    key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (place / "key.pem").write_bytes(key)
    process = service_process(
        place / "accounts.log",
        assign(["admin"], {})["admin"],
        amqp_uri=vhost.uri,
        mongo_uri=database.uri,
        mongo_database=database.name,
        signing_key_file=str(place / "key.pem"),
    )
    store = Store(database.uri, database.name, "tests")
    process.start()
    with Caller(vhost.uri, "tests") as caller:
        yield Accounts(process, caller, store)
    process.stop()
    store.close()
    broker.drop_vhost(name)
    mongo.drop_database(name)
