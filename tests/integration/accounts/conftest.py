"""The real accounts service over a real broker and a real database, one for each module."""

from collections.abc import Iterator

import pytest
from tests.integration.accounts.harness import AccountsHarness, run_accounts

from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress


@pytest.fixture(scope="module")
def accounts(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AccountsHarness]:
    with run_accounts(broker, mongo, tmp_path_factory.mktemp("accounts")) as running:
        yield running
