"""A broker of its own: these commands make users, whose names are the real ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from contracts.topology import SERVICES
from devstack.servers.broker import PrivateBroker
from devstack.servers.broker_address import BrokerAddress

VHOST = "motcua"


@pytest.fixture(scope="package")
def own_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerAddress]:
    broker = PrivateBroker(tmp_path_factory.mktemp("broker"))
    broker.start()
    yield broker.address
    broker.kill()


@dataclass
class Operator:
    """Somebody at the command line, with the environment of an installation."""

    broker: BrokerAddress
    env: dict[str, str | None]

    def types(self, line: str, **env: str | None) -> Result:
        return CliRunner().invoke(main, line.split(), env=self.env | env)

    def uri(self, user: str) -> str:
        return self.broker.amqp_uri(user, f"password-of-{user}", VHOST)


@pytest.fixture(scope="package")
def secrets_dir(own_broker: BrokerAddress, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    for user in (*SERVICES, "gateway", "cli"):
        uri = own_broker.amqp_uri(user, f"password-of-{user}", VHOST)
        (folder / f"amqp_uri_{user}").write_text(uri + "\n")
    return folder


@pytest.fixture
def operator(own_broker: BrokerAddress, secrets_dir: Path) -> Iterator[Operator]:
    """On a virtual host that does not exist yet."""
    _drop_vhost(own_broker)
    yield _operator(own_broker, secrets_dir)
    _drop_vhost(own_broker)


@pytest.fixture(scope="module")
def applied(own_broker: BrokerAddress, secrets_dir: Path) -> Iterator[Operator]:
    """With the topology on the broker; a test that takes a part away puts it back."""
    _drop_vhost(own_broker)
    operator = _operator(own_broker, secrets_dir)
    assert operator.types("topology apply").exit_code == 0
    yield operator
    _drop_vhost(own_broker)


def _operator(broker: BrokerAddress, secrets_dir: Path) -> Operator:
    return Operator(
        broker,
        {
            "MOTCUA_AMQP_URI": broker.amqp_uri("cli", "password-of-cli", VHOST),
            "MOTCUA_AMQP_ADMIN_URI": broker.admin_uri,
            "MOTCUA_MANAGEMENT_URL": broker.management_url,
            "MOTCUA_SECRETS_DIR": str(secrets_dir),
        },
    )


def _drop_vhost(broker: BrokerAddress) -> None:
    if VHOST in {vhost["name"] for vhost in broker.management.call("GET", "/api/vhosts")}:
        broker.management.delete_vhost(VHOST)
