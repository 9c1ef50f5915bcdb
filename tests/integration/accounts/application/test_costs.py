"""What each use case costs: requests to MongoDB and transactions.

The table is what the service needs today. Who makes one cheaper writes the lower figure; a higher one needs a reason.
A token is checked where it is shown, by the published keys: it costs accounts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.integration.accounts.application.conftest import AccountsApplication
from tests.integration.accounts.callers import PASSWORD, SERVICE
from tests.support.costs import Cost, Costs
from tests.support.stores import fresh_store

from accounts.repository.indexes import create_indexes
from contracts import accounts as contract
from contracts.accounts import GetContact, GetContacts, LogIn, LogOut, RefreshTokens
from devstack.servers.mongo_address import MongoAddress

COSTS = {
    "log_in from a new address": Cost(requests=9, transactions=0),
    "log_in from a known address": Cost(requests=6, transactions=0),
    "refresh": Cost(requests=6, transactions=1),
    # One more, the event: by it the gateway learns that the tokens are void.
    "log_out": Cost(requests=5, transactions=1),
    "get_contact": Cost(requests=1, transactions=0),
    "get_contacts": Cost(requests=1, transactions=0),
}


@pytest.fixture
def alone(mongo: MongoAddress, accounts: AccountsApplication) -> Iterator[AccountsApplication]:
    """The use cases on a store whose requests are counted."""
    with fresh_store(mongo, "accounts", create_indexes) as store:
        yield replace(accounts, store=store)


def test_no_use_case_costs_more_than_the_table_says(alone: AccountsApplication) -> None:
    citizens = [alone.citizen() for _ in range(3)]
    ids, log_in = (
        tuple(each.account_id for each in citizens),
        LogIn(login=citizens[0].login, password=PASSWORD),
    )
    costs = Costs(alone.store.database.name)
    measure = costs.measure
    measure("log_in from a new address", lambda: alone.call(contract.log_in, log_in))
    tokens = measure("log_in from a known address", lambda: alone.call(contract.log_in, log_in))
    refresh = RefreshTokens(refresh_token=tokens.refresh_token)
    tokens = measure("refresh", lambda: alone.call(contract.refresh, refresh))
    log_out = LogOut(refresh_token=tokens.refresh_token)
    measure("log_out", lambda: alone.call(contract.log_out, log_out))
    one, all_of_them = GetContact(account_id=ids[0]), GetContacts(account_ids=ids)
    measure("get_contact", lambda: alone.call(contract.get_contact, one, SERVICE))
    measure("get_contacts", lambda: alone.call(contract.get_contacts, all_of_them, SERVICE))
    assert costs.above(COSTS) == {}, costs.seen
