"""Our dossiers reach the national portal whole, in order and once it is there again."""

from collections.abc import Iterator

import pytest
from tests.integration.sync.conftest import ADMINISTRATOR, Province, province_running

from chassis.core.context import Context
from chassis.core.ids import new_id
from contracts import sync
from contracts.base import Actor, ActorKind
from contracts.dossiers import DossierStatus
from contracts.errors import ServiceError
from contracts.sync import ListPushes, PushAgain, PushState
from devstack.servers.broker_address import BrokerAddress
from devstack.servers.mongo_address import MongoAddress
from devstack.waiting import wait_until

LOOK_UP, DOSSIER, PROGRESS = "TraCuuHoSo", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"


def course(province: Province, code: str) -> list[str]:
    return [line["NoiDungXuLy"] for line in province.received(code)["course"]]


def test_a_dossier_is_looked_up_told_and_followed(province: Province, dossier_id: str, code: str) -> None:
    province.change(dossier_id, code, 12)
    push = province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 12)
    assert province.calls(code) == [(LOOK_UP, False), (DOSSIER, False), (PROGRESS, True), (PROGRESS, True)]
    assert course(province, code) == [f"Việc thứ {number}" for number in range(1, 13)]
    assert province.received(code)["told"]["ChuHoSo"] == "Nguyễn Văn An"
    assert (push.attempts, push.last_answer) == (0, "Thành công")


def test_a_change_is_an_update_and_its_course_goes_on_where_it_was_left(
    province: Province, dossier_id: str, code: str
) -> None:
    province.change(dossier_id, code, 2)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 2)
    province.change(dossier_id, code, 4, status=DossierStatus.PROCESSING, status_number=4)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 4)
    kept = province.received(code)
    assert (kept["inserts"], kept["updates"], kept["told"]["TrangThaiHoSo"]) == (1, 1, "4")
    assert course(province, code) == [f"Việc thứ {number}" for number in (1, 2, 3, 4)]


def test_a_dossier_without_code_is_not_told(province: Province, dossier_id: str, code: str) -> None:
    province.publish_change(dossier_id, None, 1)
    other = new_id()
    province.change(other, code, 1)
    province.wait_for(other, PushState.ACKNOWLEDGED)
    assert province.pushed(dossier_id) is None


def test_events_out_of_order_and_twice_end_at_the_newest(
    province: Province, dossier_id: str, code: str
) -> None:
    province.change(dossier_id, code, 5)
    for version in (3, 5, 4, 5):
        province.publish_change(dossier_id, code, version)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 5)
    assert course(province, code) == [f"Việc thứ {number}" for number in range(1, 6)]


def test_a_seal_is_told_although_it_is_no_version_of_the_dossier(
    province: Province, dossier_id: str, code: str
) -> None:
    province.change(dossier_id, code, 6)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 6)
    province.seal(dossier_id, code)
    wait_until(lambda: province.received(code)["updates"] == 1, 30, "the dossier is told again")
    assert len(course(province, code)) == 6


def test_what_is_there_already_is_sent_again_as_a_change(
    province: Province, dossier_id: str, code: str
) -> None:
    province.queue_faults("slow", "taken_and_silent")
    province.change(dossier_id, code, 1)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)
    kept = province.received(code)
    assert (kept["inserts"], kept["updates"]) == (1, 1)


def test_exists_is_answered_by_an_update_and_missing_by_an_insert(
    province: Province, dossier_id: str, code: str
) -> None:
    province.queue_faults("slow", "exists")
    province.change(dossier_id, code, 1)
    push = province.wait_for(dossier_id, PushState.REFUSED)
    assert push.last_answer == "Hồ sơ không tồn tại"
    assert province.calls(code)[-1] == (DOSSIER, True)


def test_a_session_that_is_over_is_opened_anew_once(province: Province, dossier_id: str, code: str) -> None:
    province.change(dossier_id, code, 1)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)
    before = province.book()["log_ins"]
    province.queue_faults("expired")
    province.change(dossier_id, code, 2)
    push = province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 2)
    assert province.book()["log_ins"] == before + 1
    assert push.attempts == 0


@pytest.mark.parametrize("wrong", ["bad_gateway", "silent", "busy", "gibberish"])
def test_what_fails_is_tried_again(province: Province, dossier_id: str, code: str, wrong: str) -> None:
    province.queue_faults(wrong)
    province.change(dossier_id, code, 1)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)
    assert province.received(code)["inserts"] == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [("wrong_content", "Nội dung không hợp lệ: TrichYeuHoSo"), ("not_yours", "Hồ sơ không thuộc đơn vị")],
)
def test_what_the_portal_finds_wrong_waits_for_a_person(
    province: Province, dossier_id: str, code: str, wrong: str, words: str
) -> None:
    province.queue_faults("slow", wrong)
    province.change(dossier_id, code, 1)
    push = province.wait_for(dossier_id, PushState.REFUSED)
    assert push.last_answer == words
    again = PushAgain(command_id=new_id(), dossier_id=dossier_id)
    province.caller.call(sync.push_again, again, Context.new(ADMINISTRATOR), 10)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)


def test_a_course_that_broke_off_is_not_told_twice(province: Province, dossier_id: str, code: str) -> None:
    province.queue_faults("slow", "slow", "slow", "bad_gateway")
    province.change(dossier_id, code, 15)
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 15)
    assert course(province, code) == [f"Việc thứ {number}" for number in range(1, 16)]


def test_what_changes_while_the_portal_is_away_comes_when_it_is_back(
    province: Province, dossier_id: str, code: str
) -> None:
    province.portal.kill()
    try:
        for version in (1, 2, 3):
            province.change(dossier_id, code, version)
        province.wait_for(dossier_id, PushState.WAITING)
    finally:
        province.portal.start()
        wait_until(province.portal.is_live, 60, "the portal answers again")
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 3)
    assert course(province, code) == [f"Việc thứ {number}" for number in (1, 2, 3)]


def test_a_killed_service_goes_on_where_it_was(province: Province, dossier_id: str, code: str) -> None:
    """Killed between two tries: in the middle of one, its lease must end first."""
    province.queue_faults(*["busy"] * 50, clear=True)
    province.change(dossier_id, code, 1)
    wait_until(lambda: province.attempts(dossier_id) >= 5, 60, "a pause of some seconds has begun")
    province.process.kill()
    province.queue_faults(clear=True)
    province.process.start()
    wait_until(province.process.is_ready, 60, "the service is ready again")
    province.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)


@pytest.mark.parametrize("kind", [ActorKind.OFFICER, ActorKind.SYSTEM, ActorKind.CITIZEN])
def test_only_administrators_see_and_repeat_pushes(province: Province, kind: ActorKind) -> None:
    context = Context.new(Actor(kind=kind, account_id="x", agency_code="H26"))
    with pytest.raises(ServiceError, match="forbidden"):
        province.caller.call(sync.list_pushes, ListPushes(), context, 10)
    with pytest.raises(ServiceError, match="forbidden"):
        again = PushAgain(command_id=new_id(), dossier_id="d")
        province.caller.call(sync.push_again, again, context, 10)


@pytest.fixture(scope="module")
def impatient(
    broker: BrokerAddress, mongo: MongoAddress, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Province]:
    """A day that is over in a second."""
    place = tmp_path_factory.mktemp("impatient")
    with province_running(broker, mongo, place, portal_patience_h=1 / 3600) as running:
        yield running


def test_after_a_day_of_trying_it_is_given_up_until_somebody_asks_again(impatient: Province) -> None:
    dossier_id, code = new_id(), impatient.new_code()
    impatient.queue_faults(*["busy"] * 50)
    impatient.change(dossier_id, code, 1)
    push = impatient.wait_for(dossier_id, PushState.GIVEN_UP)
    assert (push.last_answer, push.next_try_at) == ("Hệ thống bận", None)
    assert push.attempts > 1
    assert impatient.queue_faults() > 0, "the portal was asked to the end"
    impatient.queue_faults(clear=True)
    again = PushAgain(command_id=new_id(), dossier_id=dossier_id)
    impatient.caller.call(sync.push_again, again, Context.new(ADMINISTRATOR), 10)
    impatient.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)


def test_no_person_is_named_in_the_log(impatient: Province) -> None:
    dossier_id, code = new_id(), impatient.new_code()
    impatient.queue_faults(clear=True)
    impatient.change(dossier_id, code, 1)
    impatient.wait_for(dossier_id, PushState.ACKNOWLEDGED, 1)
    assert not [told for told in ("Nguyễn Văn An", "027090000001") if told in impatient.process.log_text]
