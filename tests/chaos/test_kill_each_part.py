"""Every part is killed once while people work, and started again. Nothing acknowledged is lost or done twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.chaos.fault_injection import PARTS, FaultInjector
from tests.chaos.inspection import SystemInspector
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.dossier_checks import (
    assert_codes_differ,
    assert_history_whole,
    assert_listed_once,
    assert_one_email_per_message,
    assert_one_message_per_event,
    assert_paid_once,
    assert_returned,
    is_notified,
)
from tests.support.portal.dossier_load import DossierLoad, DossierWorker
from tests.support.portal.retrying_client import RetryingClient

from chassis.storage import event_log
from contracts.topology import SERVICES
from devstack.seed import ADMINISTRATOR, seed_system
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import people

CITIZENS = 3
PATIENCE = 60.0
TIERS = {"MOTCUA_RETRY_TIERS": "1s,2s,4s,8s,15s"}
UNLIMITED = {"MOTCUA_RATE_CLIENT": "0", "MOTCUA_RATE_ACCOUNT": "0", "MOTCUA_RATE_SIGN_IN": "0"}
SETTINGS = dict.fromkeys(SERVICES, TIERS)

pytestmark = [pytest.mark.deep, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    settings = {**SETTINGS, "cli": TIERS, "gateway": UNLIMITED}
    with System.started(tmp_path_factory.mktemp("chaos"), settings=settings) as started:
        seed_system(started)
        yield started


@pytest.fixture(scope="module")
def workers(system: System) -> list[DossierWorker]:
    """As they are when every part has been killed once and the work in hand was brought to its end."""
    portal = RetryingClient(system.gateway_url)
    administrator = portal.log_in(ADMINISTRATOR, system.secret("admin_password"))
    desk = people.officer(administrator, "Trần Thị Bình", ["reception"])
    office = people.officer(administrator, "Lê Văn Cường", ["processing", "leader"])
    load = DossierLoad(
        [
            DossierWorker(
                DossierCase(people.citizen(desk, mail_url=system.mail_url), desk, office, PATIENCE),
                return_page_may_fail=True,
            )
            for _ in range(CITIZENS)
        ]
    )
    injector, exits = FaultInjector(system), list[str]()
    with injector.supervised(exits):
        load.start()
        for part in PARTS:
            load.wait_for_progress(2, PATIENCE)
            injector.kill_and_wait(part)
        load.wait_for_progress(2, PATIENCE)
        load.finish()
    _wait_until_idle(SystemInspector(system), load)
    return load.workers


def _wait_until_idle(inspector: SystemInspector, load: DossierLoad) -> None:
    wait_until(lambda: not any(inspector.unpublished().values()), PATIENCE, "every event is published")
    wait_until(lambda: inspector.pending_emails() == 0, PATIENCE, "every e-mail is sent")
    wait_until(lambda: not inspector.waiting_events(), PATIENCE, "every event is handled")
    wait_until(lambda: all(map(is_notified, load.workers)), PATIENCE, "every message is there")


def test_there_was_work_all_the_time(workers: list[DossierWorker]) -> None:
    assert all(worker.submitted for worker in workers)


def test_every_acknowledged_dossier_is_there_once(workers: list[DossierWorker]) -> None:
    for worker in workers:
        assert_listed_once(worker)


def test_every_dossier_reached_its_end(workers: list[DossierWorker]) -> None:
    for worker in workers:
        assert_returned(worker)


def test_no_two_dossiers_have_the_same_code(workers: list[DossierWorker]) -> None:
    assert_codes_differ(workers)


def test_every_history_is_whole(workers: list[DossierWorker]) -> None:
    for worker in workers:
        assert_history_whole(worker)


def test_every_chain_of_hashes_holds(system: System, workers: list[DossierWorker]) -> None:
    with SystemInspector(system).database("dossiers") as database:
        for worker in workers:
            for dossier_id in worker.submitted:
                event_log.verify(database, dossier_id)


def test_every_bill_is_paid_once(workers: list[DossierWorker]) -> None:
    for worker in workers:
        assert_paid_once(worker)


def test_the_ledger_is_balanced_and_lacks_nothing(system: System, workers: list[DossierWorker]) -> None:
    found = system.operate("payments", "rebuild", "--check").strip()
    bills, entries = (int(part.split()[0]) for part in found.split(", ")[:2])
    assert found == f"{bills} bills, {entries} entries, sum 0"
    assert bills >= CITIZENS
    assert entries >= 2 * CITIZENS, "opened and paid"


def test_each_event_made_one_message(workers: list[DossierWorker]) -> None:
    for worker in workers:
        assert_one_message_per_event(worker)


def test_each_message_went_out_as_one_email(system: System, workers: list[DossierWorker]) -> None:
    for worker in workers:
        assert_one_email_per_message(worker, system.mail_url)


def test_nothing_was_given_up(system: System, workers: list[DossierWorker]) -> None:
    assert system.operate("dead", "list").strip() == "no dead letters"


def test_every_log_is_in_one_order_without_gap(system: System, workers: list[DossierWorker]) -> None:
    """`seq` is the place of an event in its service's total order."""
    with SystemInspector(system).database("dossiers") as database:
        places = sorted(row["seq"] for row in database["events"].find({}, {"seq": 1}))
    assert places == list(range(1, len(places) + 1))
