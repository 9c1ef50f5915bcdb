"""Mã hồ sơ: the numbers of an agency's day are 1, 2, 3 ... whatever is refused, repeated or done at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.database_requests import requests_to
from tests.support.dossiers.office import DESK, LocalOffice
from tests.support.stores import fresh_store

from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.pending_writes import PendingWrites
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.dossiers import Dossier, DossierAction
from contracts.errors import ServiceError
from devstack.servers.mongo_address import MongoAddress
from dossiers.application.dependencies import Dependencies
from dossiers.clients import Clients
from dossiers.clients.catalog import CatalogueMemory
from dossiers.clients.officer_names import OfficerNames
from dossiers.repository import CodeRepository, LawCache, create_indexes

ACCEPT = DossierAction.ACCEPT


@pytest.fixture
def store(mongo: MongoAddress) -> Iterator[Store]:
    """An empty one, so that the day begins with 1."""
    with fresh_store(mongo, "dossiers", create_indexes) as opened:
        yield opened


@contextmanager
def replica_of(office: LocalOffice, mongo: MongoAddress) -> Iterator[LocalOffice]:
    """Another process on the same database, as far as the database can tell."""
    keys = office.deps.store.master_keys
    other = Store(mongo.admin_uri, office.database.name, "dossiers", master_keys=keys)
    try:
        clients = Clients.over(office.neighbours.client("dossiers"), CatalogueMemory(), OfficerNames())
        deps = Dependencies.of(other, clients, LawCache())
        yield LocalOffice(office.neighbours, other.database, office.citizen, deps=deps)
    finally:
        other.close()


def numbers(store: Store) -> list[int]:
    coded = store.database.dossiers.find({"code": {"$type": "string"}}, {"code": 1})
    return sorted(int(row["code"].rsplit("-", 1)[1]) for row in coded)


def accept(office: LocalOffice, dossier: Dossier, **fields: Any) -> Dossier | None:
    try:
        return office.act(ACCEPT, dossier, DESK, **fields)
    except ServiceError:
        return None


def test_receptions_at_once_refusals_and_repetitions_leave_no_gap(store: Store) -> None:
    office = LocalOffice.on(store)
    filed = [office.submit() for _ in range(24)]
    fields = [{"command_id": new_id(), "fee_amount": 5 if place % 3 == 0 else None} for place in range(24)]
    twice = [*zip(filed, fields, strict=True)] * 2
    with requests_to(store.database.name) as made, ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(lambda each: accept(office, each[0], **each[1]), twice))
    assert numbers(store) == list(range(1, 17))
    assert accepted[:24] == accepted[24:]
    assert "abortTransaction" not in made.by_kind


def test_two_replicas_leave_no_gap(store: Store, mongo: MongoAddress) -> None:
    office = LocalOffice.on(store)
    filed = [office.submit() for _ in range(24)]
    with replica_of(office, mongo) as other, ThreadPoolExecutor(8) as pool:
        offices = [office, other] * 12
        accepted = list(pool.map(accept, offices, filed))
    assert None not in accepted
    assert numbers(store) == list(range(1, 25))


def test_what_the_release_before_has_counted_goes_on(store: Store) -> None:
    office = LocalOffice.on(store)
    first = office.act(ACCEPT, office.submit(), DESK)
    series = str(first.code).rsplit("-", 1)[0]
    store.database.codes.find_one_and_update({"_id": series}, {"$inc": {"last": 1}})
    assert office.act(ACCEPT, office.submit(), DESK).code == f"{series}-0003"


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.lists(st.booleans(), max_size=5), st.booleans()), max_size=6))
def test_numbers_of_what_was_committed_have_no_gap(
    store: Store, transactions: list[tuple[list[bool], bool]]
) -> None:
    """Works that fail or not, within transactions that are committed or not."""
    series, given_numbers = new_id(), list[int]()

    def attempt(works: list[bool], aborted: bool, uow: UnitOfWork) -> list[int]:
        taken = list[int]()
        for succeeds in works:
            own = uow.within(uow.context, PendingWrites(uow.writes))
            number = own.repository(CodeRepository).next_number(series)
            if succeeds:
                uow.writes.add(own.writes)
                taken.append(number)
        if aborted:
            raise LookupError
        return taken

    for works, aborted in transactions:
        try:
            given_numbers += store.transaction(Context.new(), partial(attempt, works, aborted))
        except LookupError:
            continue
    assert given_numbers == list(range(1, len(given_numbers) + 1))
