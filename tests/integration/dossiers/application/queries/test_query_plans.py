"""Every list, search, count and feed over many dossiers: on an index, in its order, and little is read that is not shown.

The use cases run as the service runs them; what they ask MongoDB is explained. 4,000 dossiers always, 100,000 when deep.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pymongo.database import Database
from tests.support.dossiers import population
from tests.support.dossiers.office import LocalOffice
from tests.support.query_plans import CommandRecorder, QueryPlan, explain, recorded
from tests.support.stores import fresh_store

from chassis.core.clock import utcnow
from contracts.base import Actor, ActorKind, OfficerRole
from contracts.dossiers import Lateness
from contracts.time import VIETNAM
from devstack.servers.mongo_address import MongoAddress
from dossiers.repository import create_indexes

pytestmark = pytest.mark.timeout(900)  # filling the large archive is in the time of the first test
NOW = utcnow()
LIMIT = 20
PAGE = LIMIT + 1
SIDE_BY_SIDE = 3 * 10
"""Walks of a list of all states and ways in which dossiers came; each is a key ahead."""
EVENTS_A_DOSSIER = 2
WORK = (OfficerRole.PROCESSING, OfficerRole.RECEPTION)
CALLERS = {
    "officer": Actor(
        kind=ActorKind.OFFICER,
        account_id=population.officer_of(population.LARGE, 3),
        agency_code=population.LARGE,
        roles=WORK,
    ),
    "officer of a small agency": Actor(
        kind=ActorKind.OFFICER, account_id="o", agency_code=population.SMALL, roles=WORK
    ),
    "administrator": Actor(kind=ActorKind.ADMINISTRATOR, account_id="a"),
    "citizen": Actor(kind=ActorKind.CITIZEN, account_id=population.FOLLOWED_OFTEN[0]),
    "system": Actor(kind=ActorKind.SYSTEM, account_id="s", agency_code=population.LARGE),
}
OFFICE = ("officer", "officer of a small agency", "administrator")
FIRST = (NOW - timedelta(days=300)).astimezone(VIETNAM).date()
LAST = FIRST + timedelta(days=7)
ANY_ORDER = ("newest", "submitted", "due", "received", "ended")
BY_ID = ("newest", "submitted")
UNIT, PROCEDURE = population.UNITS[1], population.PROCEDURES[7]

IN_ORDER: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "all": ({}, ANY_ORDER),
    "in one state": ({"status": "processing"}, ANY_ORDER),
    "in a state of most": ({"status": "returned"}, ANY_ORDER),
    "in a rare state": ({"status": "withdrawn"}, ANY_ORDER),
    "open": ({"open": True}, ANY_ORDER),
    "closed": ({"open": False}, ANY_ORDER),
    "came in a rare way": ({"channel": "postal"}, ANY_ORDER),
    "in one state, came in a rare way": ({"status": "processing", "channel": "postal"}, ANY_ORDER),
    "of a procedure": ({"procedure_code": PROCEDURE}, BY_ID),
    "of a procedure and state": ({"procedure_code": PROCEDURE, "status": "returned"}, BY_ID),
    "open of a procedure": ({"procedure_code": PROCEDURE, "open": True}, BY_ID),
    "in a queue": ({"unassigned": True}, ANY_ORDER),
    "without due date": ({"lateness": Lateness.NO_DUE_DATE}, BY_ID),
    "submitted in days": ({"submitted_from": FIRST, "submitted_to": LAST}, BY_ID),
    "received in days": ({"received_from": FIRST, "received_to": LAST}, ("received",)),
    "due in days": ({"due_from": FIRST, "due_to": LAST}, ("due",)),
    "ended in days": ({"ended_from": FIRST, "ended_to": LAST}, ("ended",)),
    "ended in days in a state": ({"ended_from": FIRST, "ended_to": LAST, "status": "returned"}, ("ended",)),
    "in my hands": ({"mine": True}, ("due",)),
    "in an officer's hands": ({"officer_id": population.officer_of(population.LARGE, 5)}, ("due",)),
    "a given name": ({"q": "yến"}, BY_ID),
    "a common name": ({"q": "nguyễn"}, BY_ID),
    "nobody's name": ({"q": "xyzzy"}, BY_ID),
    "at a step": ({"step_code": "tham_tra"}, BY_ID),
    "last digits of a code": ({"q": "1001"}, BY_ID),
    "a number of identity": ({"q": "001034250206"}, BY_ID),
}
"""Filters of officers and administrators, and the orders in which an index has what they leave."""

NARROWED: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "of a procedure": ({"procedure_code": PROCEDURE}, ("due", "received", "ended")),
    "of a unit": ({"unit": UNIT}, ANY_ORDER),
    "in a unit's queue": ({"unit": UNIT, "unassigned": True}, ANY_ORDER),
    "in my hands": ({"mine": True}, ("newest", "received")),
    **{f"{late.value}": ({"lateness": late.value}, ANY_ORDER) for late in Lateness},
    "submitted in days": ({"submitted_from": FIRST, "submitted_to": LAST}, ("due", "received", "ended")),
    "received in days": ({"received_from": FIRST, "received_to": LAST}, ("newest", "due")),
    "ended in days": ({"ended_from": FIRST, "ended_to": LAST}, ("newest", "due", "received")),
    "a whole name": ({"q": "nguyễn thị yến"}, ANY_ORDER),
    "names that are rarely together": ({"q": "nguyễn trần"}, ANY_ORDER),
    "a number of submission": ({"q": "7KQM-2XRA-9TBJ"}, ANY_ORDER),
    "a code": ({"q": f"{population.LARGE}-250605-1001"}, ANY_ORDER),
    "day and last digits of a code": ({"q": "250605-1001"}, ANY_ORDER),
    "the start of codes": ({"q": f"{population.LARGE}-2506"}, ANY_ORDER),
}
"""Filters that no index has in the order: some of what one index selects is read and left out, or sorted."""
ONE_READ, PART_READ = 2_000, 0.12
"""Documents that such a list reads at most, or the part of all where a name is the most common one."""


@dataclass(frozen=True)
class Archive:
    """An office over many dossiers whose database notes what it is asked."""

    office: LocalOffice
    recorder: CommandRecorder
    count: int

    def plans(self, name: str, actor: Actor, **fields: Any) -> list[QueryPlan]:
        """What MongoDB does for one call."""
        self.recorder.commands.clear()
        self.office.call(name, actor, **fields)
        commands = list(self.recorder.commands)
        return [explain(self.office.database, command) for command in commands]

    def second_page(self, actor: Actor, **fields: Any) -> list[QueryPlan]:
        cursor = self.office.call("list_dossiers", actor, limit=LIMIT, **fields).next_cursor
        return self.plans("list_dossiers", actor, limit=LIMIT, cursor=cursor, **fields) if cursor else []


@pytest.fixture(
    scope="module",
    params=[(4_000, 0.5), pytest.param((100_000, population.LARGE_SHARE), marks=pytest.mark.deep)],
    ids=["4,000", "100,000"],
)
def archive(request: pytest.FixtureRequest, mongo: MongoAddress) -> Iterator[Archive]:
    count, share = request.param
    with ExitStack() as opened:
        store = opened.enter_context(fresh_store(mongo, "dossiers", create_indexes, master_keys=None))
        population.fill(store.database, count, NOW, large_share=share)
        fill_log(store.database)
        watched, recorder = opened.enter_context(recorded(mongo.admin_uri, store.database.name))
        store.database = watched
        yield Archive(LocalOffice.on(store), recorder, count)


def fill_log(database: Database[dict[str, Any]]) -> None:
    """Published events of every dossier, in any order."""
    shown = {"agency_codes": 1, "follower_ids": 1}
    dossiers = list(database.dossiers.find({}, shown)) * EVENTS_A_DOSSIER
    random.Random(1).shuffle(dossiers)
    database.events.insert_many(
        _event(number, dossier["_id"], {name: dossier[name] for name in shown})
        for number, dossier in enumerate(dossiers, start=1)
    )


def _event(seq: int, dossier_id: str, seen_by: dict[str, Any]) -> dict[str, Any]:
    payload = {"dossier_id": dossier_id, "status": "processing", **seen_by}
    return {
        "_id": f"e{seq:08d}",
        "aggregate_id": f"{dossier_id}-{seq}",
        "aggregate_version": 1,
        "type": "dossiers.processing_started",
        "schema_version": 1,
        "occurred_at": NOW,
        "published_at": NOW,
        "actor": {"kind": "service"},
        "payload": payload,
        "private": {},
        "prev_hash": "",
        "hash": "",
        "seq": seq,
    }


@pytest.mark.parametrize("caller", OFFICE)
@pytest.mark.parametrize("name", IN_ORDER)
def test_a_list_in_the_order_of_its_index_reads_what_it_shows(
    archive: Archive, caller: str, name: str
) -> None:
    filters, orders = IN_ORDER[name]
    for order in orders:
        for plan in lists_of(
            archive.plans("list_dossiers", CALLERS[caller], limit=LIMIT, sort=order, **filters)
        ):
            assert not {"COLLSCAN", "SORT"} & plan.stages, (order, plan)
            assert plan.documents <= 3 * plan.returned + PAGE, (order, plan)
            assert plan.keys <= 3 * plan.returned + PAGE + SIDE_BY_SIDE, (order, plan)


@pytest.mark.parametrize("caller", OFFICE)
@pytest.mark.parametrize("order", ANY_ORDER)
def test_a_second_page_reads_no_more_than_the_first(archive: Archive, caller: str, order: str) -> None:
    for filters in ({}, {"open": True}, {"status": "returned"}):
        for plan in lists_of(archive.second_page(CALLERS[caller], sort=order, **filters)):
            assert not {"COLLSCAN", "SORT"} & plan.stages, (filters, plan)
            assert plan.documents <= 3 * plan.returned + PAGE, (filters, plan)


@pytest.mark.parametrize("caller", OFFICE)
@pytest.mark.parametrize("name", NARROWED)
def test_a_list_in_another_order_reads_a_small_part_of_all(archive: Archive, caller: str, name: str) -> None:
    filters, orders = NARROWED[name]
    for order in orders:
        for plan in lists_of(
            archive.plans("list_dossiers", CALLERS[caller], limit=LIMIT, sort=order, **filters)
        ):
            assert "COLLSCAN" not in plan.stages, (order, plan)
            assert plan.documents <= max(ONE_READ, PART_READ * archive.count), (order, plan)


@pytest.mark.parametrize("name", [*IN_ORDER, *NARROWED])
def test_a_citizen_reads_no_more_than_his_own(archive: Archive, name: str) -> None:
    """They are few: what a filter leaves out is read, and an order is made of them."""
    citizen = CALLERS["citizen"]
    own = archive.office.database.dossiers.count_documents({"follower_ids": citizen.account_id})
    filters, _ = (IN_ORDER | NARROWED)[name]
    for order in ("newest", "due"):
        for plan in lists_of(archive.plans("list_dossiers", citizen, limit=LIMIT, sort=order, **filters)):
            assert "COLLSCAN" not in plan.stages, (order, plan)
            assert plan.documents <= own + PAGE, (order, plan)


@pytest.mark.parametrize("name", [*IN_ORDER, *NARROWED])
def test_a_list_of_a_partner_is_on_an_index(archive: Archive, name: str) -> None:
    """It sees the agencies below its own too: no index has them in one order."""
    filters, _ = (IN_ORDER | NARROWED)[name]
    for order in ("newest", "due"):
        for plan in lists_of(
            archive.plans("list_dossiers", CALLERS["system"], limit=LIMIT, sort=order, **filters)
        ):
            assert "COLLSCAN" not in plan.stages, (order, plan)


@pytest.mark.parametrize("caller", OFFICE[:2])
def test_counting_reads_no_document_of_those_that_lie_somewhere(archive: Archive, caller: str) -> None:
    in_hands = archive.office.database.dossiers.count_documents(
        {"assignment.officer_id": CALLERS[caller].account_id}
    )
    for plan in archive.plans("count_desk", CALLERS[caller]):
        assert "COLLSCAN" not in plan.stages, plan
        assert plan.documents <= in_hands, plan


@pytest.mark.parametrize("caller", OFFICE[:2])
def test_the_register_reads_the_rows_that_it_shows(archive: Archive, caller: str) -> None:
    days: dict[str, Any] = {"from_day": FIRST - timedelta(days=300), "to_day": LAST, "limit": LIMIT}
    cursor = archive.office.call("list_register", CALLERS[caller], **days).next_cursor
    for place in (None, cursor):
        for plan in archive.plans("list_register", CALLERS[caller], cursor=place, **days):
            assert not {"COLLSCAN", "SORT"} & plan.stages, plan
            assert plan.documents <= 2 * PAGE, plan


@pytest.mark.parametrize("caller", CALLERS)
def test_the_feed_reads_what_it_shows(archive: Archive, caller: str) -> None:
    """Of a partner that sees other agencies too it looks at a window of the log."""
    first = archive.office.call("read_feed", CALLERS[caller], limit=LIMIT)
    for place in (None, first.next_cursor):
        for plan in archive.plans("read_feed", CALLERS[caller], limit=LIMIT, cursor=place):
            assert not {"COLLSCAN", "SORT"} & plan.stages, plan
            if caller != "system":
                assert plan.documents <= 3 * plan.returned + PAGE, plan


def test_a_look_up_reads_one_dossier(archive: Archive) -> None:
    known = archive.office.database.dossiers.find_one({"code": {"$type": "string"}})
    assert known is not None
    for code in (known["code"], known["submission_number"]):
        for plan in archive.plans("look_up", CALLERS["citizen"], code=code):
            assert plan.documents == plan.keys == plan.returned == 1, plan


def lists_of(plans: list[QueryPlan]) -> list[QueryPlan]:
    """Those of the dossiers themselves."""
    return [plan for plan in plans if plan.command.get("find") == "dossiers"]
