"""A broker of its own: these commands make users, whose names are the real ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main
from contracts.topology import SERVICES
from local.broker import Broker
from local.broker_address import BrokerAddress

VHOST = "motcua"


@pytest.fixture(scope="module")
def own_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerAddress]:
    broker = Broker(tmp_path_factory.mktemp("broker"))
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
        return self.broker.amqp_uri(user, f"word-of-{user}", VHOST)


@pytest.fixture
def operator(own_broker: BrokerAddress, tmp_path: Path) -> Iterator[Operator]:
    """On a virtual host that does not exist yet."""
    operator = Operator(
        own_broker,
        {
            "MOTCUA_AMQP_URI": own_broker.amqp_uri("cli", "word-of-cli", VHOST),
            "MOTCUA_AMQP_ADMIN_URI": own_broker.admin_uri,
            "MOTCUA_MANAGEMENT_URL": own_broker.management_url,
            "MOTCUA_SECRETS_DIR": str(tmp_path),
        },
    )
    for user in (*SERVICES, "gateway", "cli"):
        (tmp_path / f"amqp_uri_{user}").write_text(operator.uri(user) + "\n")
    yield operator
    if VHOST in {vhost["name"] for vhost in own_broker.management.call("GET", "/api/vhosts")}:
        own_broker.management.delete_vhost(VHOST)
