"""The sync service pushes by itself: on events, again after faults, and after it was killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.integration.sync.province import ADMINISTRATOR, Province, province_running

from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import sync
from contracts.sync import PushAgain, PushState
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress
from devstack.waiting import wait_until


@pytest.fixture(scope="module")
def province(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Province]:
    with province_running(broker, mongo, tmp_path_factory.mktemp("province")) as running:
        yield running


@pytest.fixture
def dossier_id() -> str:
    return new_id()


@pytest.fixture
def code(province: Province) -> str:
    return province.new_code()


def test_events_out_of_order_and_twice_end_at_the_newest(
    province: Province, dossier_id: str, code: str
) -> None:
    province.change(dossier_id, code, 5)
    for version in (3, 5, 4, 5):
        province.publish_change(dossier_id, code, version)
    push = province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 5)
    assert (push.attempts, push.last_answer) == (0, "Thành công")
    assert province.portal.progress(code) == [f"Việc thứ {number}" for number in range(1, 6)]


def test_what_is_refused_waits_for_an_administrator(province: Province, dossier_id: str, code: str) -> None:
    province.portal.queue_faults("slow", "wrong_content")
    province.change(dossier_id, code, 1)
    province.wait_for(dossier_id, PushState.REFUSED)
    again = PushAgain(command_id=new_id(), dossier_id=dossier_id)
    province.caller.call(sync.push_again, again, Context.new(ADMINISTRATOR), 10)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)


def test_what_changes_while_the_portal_is_away_comes_when_it_is_back(
    province: Province, dossier_id: str, code: str
) -> None:
    province.portal.process.kill()
    try:
        for version in (1, 2, 3):
            province.change(dossier_id, code, version)
        province.wait_for(dossier_id, PushState.WAITING)
    finally:
        province.portal.process.spawn()
        province.portal.process.wait_live(60)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 3)
    assert province.portal.progress(code) == [f"Việc thứ {number}" for number in (1, 2, 3)]


@pytest.mark.deep
def test_a_killed_service_goes_on_where_it_was(province: Province, dossier_id: str, code: str) -> None:
    """Killed between two attempts: in the middle of one, its lease must end first."""
    province.portal.queue_faults(*["busy"] * 50, clear=True)
    province.change(dossier_id, code, 1)
    wait_until(lambda: province.attempts(dossier_id) >= 5, 60, "a pause of some seconds has begun")
    province.process.kill()
    province.portal.queue_faults(clear=True)
    province.process.spawn()
    province.process.wait_ready(60)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)


def test_no_person_is_named_in_the_log(province: Province, dossier_id: str, code: str) -> None:
    province.change(dossier_id, code, 1)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)
    assert not [name for name in ("Nguyễn Văn An", "027090000001") if name in province.process.log_text]
