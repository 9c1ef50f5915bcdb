"""Two services for all tests: bills do not disturb each other."""

from collections.abc import Iterator

import pytest
from tests.integration.payments.harness import PaymentsHarness, run_payments

from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress


@pytest.fixture(scope="session")
def harness(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PaymentsHarness]:
    with run_payments(broker, mongo, tmp_path_factory.mktemp("payments")) as running:
        yield running


@pytest.fixture(scope="session")
def short_lived(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PaymentsHarness]:
    """VNPAY's orders live for three seconds; it is queried after 0.2, 0.6, 1.4 and 3.2 s."""
    with run_payments(broker, mongo, tmp_path_factory.mktemp("short"), vnpay_lifetime_s=3) as running:
        yield running
