"""One service for all tests: events do not disturb each other."""

from collections.abc import Iterator

import pytest
from tests.integration.notifications.harness import NotificationsHarness, run_notifications

from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress


@pytest.fixture(scope="session")
def harness(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NotificationsHarness]:
    with run_notifications(broker, mongo, tmp_path_factory.mktemp("notifications")) as running:
        yield running
