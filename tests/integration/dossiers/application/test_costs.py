"""What each act costs: requests to MongoDB, transactions, and calls of other services.

The table is what the service needs today. Who makes an act cheaper writes the lower figure; a higher one needs a reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.support.costs import Cost, Costs
from tests.support.dossiers.office import OFFICER, LocalOffice
from tests.support.stores import fresh_store

from contracts import catalog
from contracts.dossiers import Dossier, DossierAction, ResultOutcome, ReturnMethod
from devstack.servers.mongo_address import MongoAddress
from dossiers.repository import create_indexes

A = DossierAction
ONCE_A_SECOND = catalog.get_revision.routing_key


COSTS = {
    "submit": Cost(requests=5, transactions=1, calls=2),
    "accept": Cost(requests=9, transactions=1, calls=0),
    "start_processing": Cost(requests=6, transactions=1, calls=0),
    "complete_step": Cost(requests=6, transactions=1, calls=0),
    "issue_result": Cost(requests=7, transactions=1, calls=1),
    "return_result": Cost(requests=5, transactions=1, calls=0),
    "get_dossier": Cost(requests=2, transactions=0, calls=0),
    "list_dossiers": Cost(requests=2, transactions=0, calls=0),
}


@pytest.fixture
def alone(mongo: MongoAddress) -> Iterator[LocalOffice]:
    """An office on a store whose requests are counted, with what it remembers in its memory."""
    with fresh_store(mongo, "dossiers", create_indexes) as store:
        office = LocalOffice.on(store)
        whole_life(office, lambda _, act: act())
        yield office


Measure = Callable[[str, Callable[[], Any]], Any]


def whole_life(office: LocalOffice, measure: Measure) -> None:
    """Each act once, on one dossier; `measure` is given its name and takes it."""
    submission, file_id = office.submission(), office.store_file(OFFICER)

    def act(action: A, of: Dossier, **fields: Any) -> Dossier:
        done: Dossier = measure(action.value, lambda: office.act(action, of, **fields))
        return done

    dossier = measure("submit", lambda: office.call("submit", office.citizen, **submission))
    dossier = act(A.ACCEPT, dossier)
    dossier = act(A.START_PROCESSING, dossier)
    dossier = office.act(A.COMPLETE_STEP, dossier, step_code="tham_tra")
    dossier = act(A.COMPLETE_STEP, dossier, step_code="ky")
    dossier = act(A.ISSUE_RESULT, dossier, outcome=ResultOutcome.APPROVED, file_id=file_id, number="7")
    dossier = act(A.RETURN_RESULT, dossier, recipient="An", method=ReturnMethod.COUNTER)
    measure("get_dossier", lambda: office.read(dossier))
    measure("list_dossiers", lambda: office.call("list_dossiers", OFFICER, limit=100))


def test_no_act_costs_more_than_the_table_says(alone: LocalOffice) -> None:
    costs = Costs(
        alone.database.name, lambda: [call for call in alone.neighbours.calls if call != ONCE_A_SECOND]
    )
    whole_life(alone, costs.measure)
    assert costs.found == COSTS, costs.seen
