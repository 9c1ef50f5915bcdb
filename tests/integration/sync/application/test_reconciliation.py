"""A declared day against what is stored."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.sync.items import AGENCY, ARRIVED, CODE, DOSSIER

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.store import Store
from contracts.base import Actor, ActorKind
from contracts.errors import ServiceError
from contracts.sync import BatchKind, ListReconciliations, ReconcileDay, Reconciliation
from sync.application import reconciliation
from sync.application.receiver import BatchReceiver
from sync.domain.items.batch import BatchHeader
from sync.domain.reconciliation import digest

SYSTEM = Context.new(Actor(kind=ActorKind.SYSTEM, account_id="1", agency_code=AGENCY))
OTHER = Context.new(Actor(kind=ActorKind.SYSTEM, account_id="2", agency_code="H06"))
UNIT = "000.00.16.H05"
DAY = date(2020, 7, 31)
OURS = f"{CODE}|2|20200731090000"


@pytest.fixture
def received(receiver: BatchReceiver, store: Store) -> Store:
    receiver.receive(BatchHeader(AGENCY, BatchKind.DOSSIERS, UNIT, True, ARRIVED), (DOSSIER,))
    return store


def declare(store: Store, *lines: str, command_id: str | None = None) -> Reconciliation:
    request = ReconcileDay(
        command_id=command_id or new_id(),
        unit_code=UNIT,
        day=DAY,
        count=len(lines),
        digest=digest(lines),
        codes=lines,
    )
    return reconciliation.declare_day(store, request, SYSTEM)


def test_the_same_lines_agree(received: Store) -> None:
    result = declare(received, OURS)
    assert (result.agrees, result.count_ours, result.differences) == (True, 1, ())


def test_other_lines_are_listed(received: Store) -> None:
    result = declare(received, OURS.replace("|2|", "|4|"))
    assert [(one.kind, one.ours) for one in result.differences] == [("differs", OURS)]


def test_lines_that_do_not_have_the_digest_are_refused(received: Store) -> None:
    request = ReconcileDay(
        command_id=new_id(), unit_code=UNIT, day=DAY, count=1, digest="0" * 64, codes=(OURS,)
    )
    with pytest.raises(ServiceError, match="invalid_request"):
        reconciliation.declare_day(received, request, SYSTEM)
    with pytest.raises(ServiceError, match="forbidden"):
        reconciliation.declare_day(received, request, OTHER)


def test_declared_again_with_one_command_it_is_stored_once(received: Store) -> None:
    command_id = new_id()
    assert declare(received, OURS, command_id=command_id) == declare(received, OURS, command_id=command_id)
    assert received.database.reconciliations.count_documents({}) == 1


def test_reconciliations_are_listed_newest_first_in_pages(received: Store) -> None:
    declared = [declare(received, OURS), declare(received), declare(received, OURS)]
    first = reconciliation.list_reconciliations(received, ListReconciliations(limit=2), SYSTEM)
    assert [one.differences for one in first.items] == [declared[2].differences, declared[1].differences]
    rest = ListReconciliations(limit=2, cursor=first.next_cursor)
    assert reconciliation.list_reconciliations(received, rest, SYSTEM).items == (declared[0],)
    disagreeing = ListReconciliations(disagreeing=True, day=DAY)
    assert [
        one.agrees for one in reconciliation.list_reconciliations(received, disagreeing, SYSTEM).items
    ] == [False]
    assert reconciliation.list_reconciliations(received, ListReconciliations(), OTHER).items == ()
