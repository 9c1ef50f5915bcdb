"""The use cases in the test's own process, on a real database."""

from collections.abc import Iterator

import pytest
from tests.support.dossiers.office import WORK, LocalOffice
from tests.support.dossiers.past import Past
from tests.support.stores import fresh_store

from chassis.storage.store import Store
from contracts.base import Actor, OfficerRole
from devstack.servers.mongo_address import MongoAddress
from dossiers.repository import create_indexes


@pytest.fixture(scope="session")
def dossier_store(mongo: MongoAddress) -> Iterator[Store]:
    """One database for the tests of a worker; each test has its own citizen."""
    with fresh_store(mongo, "dossiers", create_indexes) as store:
        yield store


@pytest.fixture
def office(dossier_store: Store) -> LocalOffice:
    return LocalOffice.on(dossier_store)


@pytest.fixture
def past(office: LocalOffice) -> Past:
    return Past(office)


@pytest.fixture
def me(office: LocalOffice) -> Actor:
    return office.hire(*WORK, unit="HT")


@pytest.fixture
def other(office: LocalOffice) -> Actor:
    return office.hire(*WORK, unit="HT")


@pytest.fixture
def head(office: LocalOffice) -> Actor:
    return office.hire(OfficerRole.MANAGER)
