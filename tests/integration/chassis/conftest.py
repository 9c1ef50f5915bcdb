"""A store on a fresh database, and contexts for it."""

from collections.abc import Iterator

import pytest

from chassis.context import Context
from chassis.store import Store
from contracts.base import Actor, ActorKind
from local.mongo_address import Database

CITIZEN = Actor(kind=ActorKind.CITIZEN, account_id="a-1")


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    """As the service "shop" has it."""
    opened = Store(database.uri, database.name, "shop")
    opened.create_indexes()
    yield opened
    opened.close()


@pytest.fixture
def context() -> Context:
    """A citizen who waits ten seconds."""
    return Context.new(CITIZEN, timeout_s=10)
