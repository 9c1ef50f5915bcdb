"""Two tills for all tests: dossiers do not disturb each other."""

from collections.abc import Iterator

import pytest
from tests.integration.payments.harness import PaymentsHarness, run_payments

from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress


@pytest.fixture(scope="session")
def till(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PaymentsHarness]:
    with run_payments(broker, mongo, tmp_path_factory.mktemp("till")) as opened:
        yield opened


@pytest.fixture(scope="session")
def hasty_till(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PaymentsHarness]:
    """Orders live for three seconds; VNPAY is asked after 0.2, 0.6, 1.4 and 3.2 s."""
    with run_payments(broker, mongo, tmp_path_factory.mktemp("hasty"), order_lifetime_s=3) as opened:
        yield opened
