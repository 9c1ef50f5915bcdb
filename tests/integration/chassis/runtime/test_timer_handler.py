"""Timers run once, by one replica, and again when a run failed or its process died."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.integration.chassis.conftest import SERVICES, TIERS
from tests.support.processes import ServiceProcess

from chassis.amqp import declare, retry_tiers, topology
from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo_address import MongoAddress, MongoDatabase
from devstack.waiting import wait_until

AT_ONCE = timedelta()


@dataclass
class Clock:
    """The alarm service: how to start it, what it did."""

    store: Store
    vhost: Vhost
    database: MongoDatabase
    logs: Path

    @contextmanager
    def running(self, replicas: int = 1, **settings: Any) -> Iterator[list[ServiceProcess]]:
        with ExitStack() as stack:
            processes = [stack.enter_context(self._process(number, **settings)) for number in range(replicas)]
            for process in processes:
                wait_until(process.is_ready, 20, "the alarm is ready")
            yield processes

    def set(self, key: str, after: timedelta = AT_ONCE, **payload: Any) -> None:
        due_at = utcnow() + after
        self.store.transaction(Context.new(), lambda uow: uow.schedule("ring", key, due_at, payload))

    def set_together(self, **payloads: dict[str, Any]) -> None:
        """Timers of the kind that is run in batches, due from the same moment."""
        now = utcnow()

        def work(uow: UnitOfWork) -> None:
            for key, payload in payloads.items():
                uow.schedule("ring together", key, now, payload)

        self.store.transaction(Context.new(), work)

    def rings(self, key: str | None = None) -> int:
        return self.store.database.rings.count_documents({"key": key} if key else {})

    def row(self, key: str) -> dict[str, Any] | None:
        return self.store.database.timers.find_one({"key": key})

    def left(self) -> int:
        """Timers that are still to come."""
        return self.store.database.timers.count_documents({})

    def _process(self, number: int, **settings: Any) -> ServiceProcess:
        return ServiceProcess(
            f"{SERVICES}.alarm",
            self.logs / f"alarm{number}.log",
            service="alarm",
            amqp_uri=self.vhost.uri,
            mongo_uri=self.database.uri,
            mongo_database=self.database.name,
            **settings,
        )


@pytest.fixture
def clock(store: Store, vhost: Vhost, database: MongoDatabase, tmp_path: Path) -> Clock:
    """One for a test that starts and ends the service itself."""
    declare.declare_topology(
        vhost.uri, topology.build_topology(("alarm",), (), retry_tiers.parse_tiers(TIERS))
    )
    return Clock(store, vhost, database, tmp_path)


@pytest.fixture(scope="module")
def ticking(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clock]:
    """One whose service runs; each test sets timers of its own."""
    name = f"test_{secrets.token_hex(6)}"
    vhost, database = broker.new_vhost(name), mongo.new_database(name)
    declare.declare_topology(
        vhost.uri, topology.build_topology(("alarm",), (), retry_tiers.parse_tiers(TIERS))
    )
    store = Store(database.uri, database.name, "alarm")
    store.create_indexes()
    clock = Clock(store, vhost, database, tmp_path_factory.mktemp("alarm"))
    with clock.running():
        yield clock
    store.close()
    broker.drop_vhost(name)
    mongo.drop_database(name)


def test_hundred_timers_ring_once_each_with_two_replicas(clock: Clock) -> None:
    with clock.running(replicas=2):
        for number in range(100):
            clock.set(f"t-{number}")
        wait_until(lambda: clock.left() == 0, 20, "all have rung")
    keys = clock.store.database.rings.distinct("key")
    assert (len(keys), clock.rings()) == (100, 100)


def test_timer_does_not_ring_before_its_time(ticking: Clock) -> None:
    due_at = utcnow() + timedelta(seconds=1)
    ticking.set("later", timedelta(seconds=1))
    wait_until(lambda: ticking.rings("later") == 1, 10, "it has rung")
    ring = ticking.store.database.rings.find_one({"key": "later"})
    assert ring is not None
    assert ring["at"] >= due_at


def test_cancelled_timer_does_not_ring(ticking: Clock) -> None:
    ticking.set("unwanted", timedelta(seconds=1))
    ticking.set("marker", timedelta(seconds=1.2))
    ticking.store.transaction(Context.new(), lambda uow: uow.cancel("ring", "unwanted"))
    wait_until(lambda: ticking.rings("marker") == 1, 10, "a later one has rung")
    assert ticking.rings("unwanted") == 0


def test_timer_set_in_a_transaction_that_failed_does_not_exist(clock: Clock) -> None:
    def fail(uow: UnitOfWork) -> None:
        uow.schedule("ring", "never", utcnow(), {})
        raise LookupError

    with pytest.raises(LookupError):
        clock.store.transaction(Context.new(), fail)
    assert clock.left() == 0


@pytest.mark.parametrize("end", ["unstorable", "timed_out", "exit"])
def test_a_run_whose_outcome_cannot_be_told_holds_up_no_other(ticking: Clock, end: str) -> None:
    ticking.set(end, AT_ONCE, **{end: True})
    wait_until(lambda: ticking.rings(end) >= 1, 10, "it has run")
    ticking.set(f"after {end}")
    wait_until(lambda: ticking.rings(f"after {end}") == 1, 10, "another one rings")
    row = ticking.row(end)
    assert row is not None, "it is kept, and runs again"
    ticking.store.database.timers.delete_one({"key": end})


def test_failed_run_is_put_off(ticking: Clock) -> None:
    ticking.set("broken bell", broken=True)
    wait_until(lambda: put_off(ticking, "broken bell"), 10, "it failed and waits")
    row = ticking.row("broken bell")
    assert row is not None
    assert (row["attempts"], row["due_at"] > utcnow() + timedelta(seconds=2)) == (1, True)


def put_off(clock: Clock, key: str) -> bool:
    row = clock.row(key)
    return row is not None and row["token"] is None and row["attempts"] == 1


def test_handler_may_ask_for_another_run(ticking: Clock) -> None:
    ticking.set("snoozed bell", snooze=True)
    wait_until(lambda: ticking.rings("snoozed bell") == 2, 10, "it rang again")
    wait_until(lambda: ticking.row("snoozed bell") is None, 5, "it is gone")


def test_a_process_runs_what_it_has_set_itself_without_a_look(clock: Clock) -> None:
    clock.set("bell", snooze=True)
    clock.set("later", timedelta(seconds=2))
    with clock.running(look_every_s=60):
        wait_until(lambda: clock.rings("bell") == 2, 10, "it has rung again at its time")
        wait_until(lambda: clock.rings("later") == 1, 10, "so has what was not due at the start")


def test_timer_set_anew_by_its_own_handler_stays(clock: Clock) -> None:
    with clock.running() as (process,):
        clock.set("bell", repeat=True)
        wait_until(lambda: process.metric("timers_handled_total", outcome="ok") == 1, 10, "it has rung")
    assert (clock.left(), clock.rings("bell")) == (1, 1)


@pytest.mark.deep
def test_timer_of_a_killed_process_is_run_by_another(clock: Clock) -> None:
    with clock.running() as (first,):
        clock.set("bell", slow=True)
        wait_until(lambda: clock.rings("bell") == 1, 10, "it is being run")
        first.kill()
    clock.store.database.switches.insert_one({"_id": "go"})
    with clock.running():
        wait_until(lambda: clock.rings("bell") == 2, 15, "it was run again")
        wait_until(lambda: clock.left() == 0, 5, "it is gone")


def test_running_timer_is_finished_before_the_process_stops(clock: Clock) -> None:
    with clock.running() as (process,):
        clock.set("bell", slow=True)
        wait_until(lambda: clock.rings("bell") == 1, 10, "it is being run")
        process.terminate()
        wait_until(lambda: not process.is_ready(), 5, "it is draining")
        clock.store.database.switches.insert_one({"_id": "go"})
        assert process.exit_within(10) == 0
    assert (clock.left(), clock.rings("bell")) == (0, 1)


def test_timers_of_a_batch_ring_once_each_with_two_replicas(clock: Clock) -> None:
    clock.set_together(**{f"t-{number}": {} for number in range(100)})
    with clock.running(replicas=2):
        wait_until(lambda: clock.left() == 0, 20, "all have rung")
    batches = [len(row["keys"]) for row in clock.store.database.batches.find()]
    keys = clock.store.database.rings.distinct("key")
    assert (len(keys), clock.rings(), sum(batches), max(batches)) == (100, 100, 100, 20)


def test_each_timer_of_a_batch_has_its_own_outcome(ticking: Clock) -> None:
    ticking.set_together(a={}, b={"snooze": True}, c={"broken": True}, d={})
    wait_until(lambda: ticking.rings("a") == ticking.rings("d") == 1, 10, "two have rung")
    wait_until(lambda: put_off(ticking, "c"), 10, "the failed one waits")
    snoozed, failed = ticking.row("b"), ticking.row("c")
    assert snoozed is not None
    assert failed is not None
    assert (snoozed["attempts"], failed["attempts"]) == (0, 1)
    assert snoozed["due_at"] > failed["due_at"]
    assert (ticking.row("a"), ticking.row("d")) == (None, None)


def test_one_timer_that_fails_its_batch_spoils_no_other(ticking: Clock) -> None:
    ticking.set_together(e={}, f={"poison": True}, g={})
    wait_until(lambda: ticking.rings("e") == ticking.rings("g") == 1, 10, "the others have rung")
    wait_until(lambda: put_off(ticking, "f"), 10, "the failed one waits")
    assert ticking.rings("f") == 0
