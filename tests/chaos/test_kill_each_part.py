"""Every part is killed once while people work, and started again. Nothing acknowledged is lost or done twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from tests.chaos.fault_injection import PARTS, FaultInjector
from tests.chaos.inspection import SystemInspector
from tests.support.dossier_case import DossierCase
from tests.support.dossier_load import DossierLoad, DossierWorker
from tests.support.retrying_client import RetryingClient

from chassis.storage import event_log
from contracts.topology import SERVICES
from devstack.seed import ADMINISTRATOR, seed_system
from devstack.system import System
from devstack.waiting import wait_until
from devstack.walk import mailbox, people
from devstack.walk.gateway_client import Json
from devstack.walk.steps import NOTIFICATIONS

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
        [DossierWorker(DossierCase(people.citizen(portal), desk, office, PATIENCE)) for _ in range(CITIZENS)]
    )
    killer, deaths = FaultInjector(system), list[str]()
    with killer.supervised(deaths):
        load.start()
        for victim in PARTS:
            load.wait_for_progress(2, PATIENCE)
            killer.kill_and_wait(victim)
        load.wait_for_progress(2, PATIENCE)
        load.finish()
    _wait_until_idle(SystemInspector(system), load)
    return load.workers


def _wait_until_idle(depths: SystemInspector, load: DossierLoad) -> None:
    wait_until(lambda: not any(depths.unpublished().values()), PATIENCE, "every event is published")
    wait_until(lambda: depths.pending_emails() == 0, PATIENCE, "every e-mail is sent")
    wait_until(lambda: not depths.waiting_events(), PATIENCE, "every event is handled")
    wait_until(lambda: all(map(_all_notified, load.workers)), PATIENCE, "every message is there")


def _all_notified(errand: DossierWorker) -> bool:
    return len(_inbox(errand)) >= len(errand.submitted) * len(NOTIFICATIONS)


def _inbox(errand: DossierWorker) -> list[Json]:
    return list(errand.case.citizen.pages("/v1/messages", limit=100))


def test_there_was_work_all_the_time(errands: list[DossierWorker]) -> None:
    assert all(errand.submitted for errand in errands)


def test_every_acknowledged_dossier_is_there_once(errands: list[DossierWorker]) -> None:
    for errand in errands:
        listed = Counter(item["dossier_id"] for item in errand.case.citizen.pages("/v1/dossiers"))
        assert listed == Counter(errand.submitted)


def test_every_dossier_reached_its_end(errands: list[DossierWorker]) -> None:
    ends = {errand.case.citizen.dossier(filed)["status"] for errand in errands for filed in errand.submitted}
    assert ends == {"returned"}


def test_no_two_dossiers_have_the_same_code(errands: list[DossierWorker]) -> None:
    codes = [errand.case.citizen.dossier(filed)["code"] for errand in errands for filed in errand.submitted]
    assert len(codes) == len(set(codes))


def test_every_history_is_whole(errands: list[DossierWorker]) -> None:
    """No gap, and each thing happened once."""
    expected = Counter(
        {
            "dossiers.submitted": 1,
            "dossiers.accepted": 1,
            "dossiers.fee_due": 1,
            "dossiers.fee_paid": 1,
            "dossiers.processing_started": 1,
            "dossiers.step_completed": 2,
            "dossiers.result_issued": 1,
            "dossiers.result_returned": 1,
        }
    )
    for errand in errands:
        for filed in errand.submitted:
            entries = list(errand.case.citizen.pages(f"/v1/dossiers/{filed}/history"))
            assert sorted(entry["version"] for entry in entries) == list(range(1, len(entries) + 1))
            events = Counter(entry["event"] for entry in entries)
            del events["dossiers.fee_billed"]  # told only when the bill was known before it was paid
            assert events == expected


def test_every_chain_of_hashes_holds(system: System, errands: list[DossierWorker]) -> None:
    with SystemInspector(system).database("dossiers") as database:
        for errand in errands:
            for filed in errand.submitted:
                event_log.verify(database, filed)


def test_every_bill_is_paid_once(errands: list[DossierWorker]) -> None:
    for errand in errands:
        for filed in errand.submitted:
            bills = list(errand.case.citizen.pages("/v1/bills", dossier_id=filed))
            assert [(bill["state"], bill["amount"]) for bill in bills] == [("paid", 10_000)]


def test_each_event_made_one_message(errands: list[DossierWorker]) -> None:
    for errand in errands:
        told = Counter((message["dossier_id"], message["template"]) for message in _inbox(errand))
        assert told == Counter((filed, template) for filed in errand.submitted for template in NOTIFICATIONS)


def test_each_message_went_out_as_one_letter(system: System, errands: list[DossierWorker]) -> None:
    """A letter whose hand-over was cut off may come again, and then says so by its Message-ID."""
    for errand in errands:
        letters = mailbox.messages_to(system.mail_url, errand.case.citizen.account["email"])
        assert len({letter["MessageID"] for letter in letters}) == len(errand.submitted) * len(NOTIFICATIONS)


def test_nothing_was_given_up(system: System, errands: list[DossierWorker]) -> None:
    assert system.operate("dead", "list").strip() == "no dead letters"


def test_every_log_is_in_one_order_without_gap(system: System, errands: list[DossierWorker]) -> None:
    """`seq` is the place of an event in its service's total order."""
    with SystemInspector(system).database("dossiers") as database:
        places = sorted(row["seq"] for row in database["events"].find({}, {"seq": 1}))
    assert places == list(range(1, len(places) + 1))
