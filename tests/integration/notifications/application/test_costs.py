"""What messages cost: requests to MongoDB, transactions, and calls of other services, for a batch of any size.

The table is what the service needs today. Who makes it cheaper writes the lower figure; a higher one needs a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.integration.notifications.application.conftest import NotificationsApplication
from tests.integration.notifications.application.test_problems import about_order, agency, follow
from tests.integration.notifications.people import accepted_dossier
from tests.support.costs import Cost, Costs
from tests.support.events import make_event
from tests.support.stores import fresh_store

from chassis.core.ids import new_id
from contracts import payments
from contracts.dossiers import ACCEPTED
from contracts.events import AnyEvent
from devstack.servers.mongo_address import MongoAddress
from notifications.repository.indexes import create_indexes

COSTS = {
    "1 event becomes messages": Cost(requests=4, transactions=1, calls=1),
    "20 events become messages": Cost(requests=4, transactions=1, calls=1),
    "1 letter is sent": Cost(requests=4, transactions=1, calls=0),
    "20 letters are sent": Cost(requests=4, transactions=1, calls=0),
    "20 events settle no problem": Cost(requests=1, transactions=0, calls=0),
}


@pytest.fixture
def alone(mongo: MongoAddress, application: NotificationsApplication) -> Iterator[NotificationsApplication]:
    """The use cases on a store whose requests are counted."""
    with fresh_store(mongo, "notifications", create_indexes) as store:
        yield replace(application, store=store)


def accepted(count: int) -> list[AnyEvent]:
    ids = [new_id() for _ in range(count)]
    return [make_event(ACCEPTED, id_, accepted_dossier(id_, "hoa")) for id_ in ids]


def test_nothing_costs_more_than_the_table_says(alone: NotificationsApplication) -> None:
    costs = Costs(alone.store.database.name, lambda: alone.client.calls)
    measure = costs.measure
    one, twenty = accepted(1), accepted(20)
    measure("1 event becomes messages", lambda: alone.notify(*one))
    measure("20 events become messages", lambda: alone.notify(*twenty))
    letters = [alone.rows(event)["hook"]["_id"] for event in (*one, *twenty)]
    timers = alone.timers_of(*letters)
    measure("1 letter is sent", lambda: alone.send(timers[:1]))
    measure("20 letters are sent", lambda: alone.send(timers[1:]))
    paid = [about_order(payments.BILL_PAID, agency(), new_id()) for _ in range(20)]
    measure("20 events settle no problem", lambda: follow(alone, *paid))
    assert costs.above(COSTS) == {}, costs.seen
