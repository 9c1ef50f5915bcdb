"""The database goes and comes back while the service runs."""

from pathlib import Path

import pytest
from tests.integration.accounts.callers import actor_of, registration
from tests.integration.accounts.harness import AccountsHarness, run_accounts

from contracts import accounts as contract
from contracts.accounts import GetAccount
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo import PrivateMongo
from devstack.waiting import wait_until


@pytest.mark.deep
def test_without_its_database_the_service_says_so_and_goes_on_afterwards(
    broker: BrokerAddress, tmp_path: Path
) -> None:
    mongo = PrivateMongo(tmp_path / "mongo")
    mongo.start()
    try:
        with run_accounts(broker, mongo.address, tmp_path) as accounts:
            _without_database(accounts, mongo)
    finally:
        mongo.kill()


def _without_database(accounts: AccountsHarness, mongo: PrivateMongo) -> None:
    account, request = accounts.citizen(), registration()
    look = GetAccount(account_id=account.account_id)
    mongo.kill()
    assert accounts.error_code(contract.get_account, look, actor_of(account)) == "unavailable"
    assert accounts.error_code(contract.register_citizen, request) in ("unavailable", "deadline_exceeded")
    wait_until(lambda: not accounts.process.is_ready(), 15, "it looks every ten seconds")
    mongo.start()
    accounts.process.wait_ready()
    assert accounts.call(contract.get_account, look, actor_of(account)) == account
    assert accounts.call(contract.register_citizen, request).login == request.personal_number
