"""Our dossiers reach the national portal whole, in order and once, whatever it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from tests.integration.sync.simulated_portal import SimulatedPortal, portal_running
from tests.support.events import make_event
from tests.support.rpc_stub import StubRpcClient
from tests.support.stores import OpenStore
from tests.support.sync.pushes import AGENCY, dossier, history, record

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage import timers
from chassis.storage.inbox import ReceivedEvent
from chassis.storage.store import Store
from chassis.storage.timers import Timer, TimerClaim
from contracts import dossiers, records
from contracts.base import Actor, ActorKind
from contracts.dossiers import DossierEvent, DossierRecord, DossierStatus, GetRecord, ResultSealedEvent
from contracts.errors import ServiceError
from contracts.events import AnyEvent
from contracts.records import LendFiles, LentFile, LentFiles
from contracts.sync import ListPushes, PushAgain, PushState
from sync.application.pushes import admin, worker
from sync.application.pushes.push_queue import PUSH, PushQueue
from sync.clients.portal import PortalClient
from sync.domain.pushes.push import PushRow
from sync.repository import create_indexes
from sync.repository.pushes import PushRepository
from sync.settings import SyncSettings

LOOK_UP, DOSSIER, PROGRESS = "TraCuuHoSo", "DongBoHoSoMC", "CapNhatTienDoHoSoMC"
ADMINISTRATOR = Context.new(Actor(kind=ActorKind.ADMINISTRATOR, account_id="admin"))
SYSTEM = Context.new(Actor(kind=ActorKind.SERVICE, name="sync"))


@dataclass
class Pusher:
    """The use cases of the pushes with one dossier of ours; the dossiers service answers with its `record`."""

    store: Store
    settings: SyncSettings
    portal: SimulatedPortal
    client: StubRpcClient
    portal_client: PortalClient
    dossier_id: str = field(default_factory=new_id)
    code: str = ""
    record: DossierRecord | None = None

    def __post_init__(self) -> None:
        self.code = f"{AGENCY}-20260420-{self.dossier_id[-7:]}"
        self.client.answers(dossiers.get_record, self._answer)
        self.client.answers(records.lend_files, self._lend)

    def _lend(self, request: LendFiles) -> LentFiles:
        until = utcnow() + timedelta(days=request.days)
        return LentFiles(
            files=tuple(
                LentFile(file_id=each, url=f"https://motcua.example/{each}", expires_at=until)
                for each in request.file_ids
            )
        )

    def _answer(self, request: GetRecord) -> DossierRecord:
        assert self.record is not None
        assert request.dossier_id == self.dossier_id
        return self.record

    @property
    def queue(self) -> PushQueue:
        return PushQueue(self.store, self.settings)

    def change(self, version: int, **changes: Any) -> None:
        """The dossier comes to this version, and its event is handled."""
        changed = dossier(dossier_id=self.dossier_id, code=self.code, version=version, **changes)
        self.record = record(changed, history=history(version))
        self.handle(self.event(version))

    def event(self, version: int, code: str | None = None) -> AnyEvent:
        event = make_event(dossiers.ACCEPTED, self.dossier_id, self._payload(code or self.code))
        return event.model_copy(update={"aggregate_version": version})

    def seal_event(self) -> AnyEvent:
        """Its version counts the seals, not the versions of the dossier."""
        payload = ResultSealedEvent(
            **self._payload(self.code).model_dump(),
            paper_id="p1",
            verification_code="ABCD-EFGH-IJKL-MNOP",
        )
        return make_event(dossiers.RESULT_SEALED, f"issued-{self.dossier_id}", payload)

    def _payload(self, code: str | None) -> DossierEvent:
        return DossierEvent(
            dossier_id=self.dossier_id,
            code=code,
            status=DossierStatus.ACCEPTED,
            procedure_code="1.001193",
            procedure_name="Thủ tục đăng ký khai sinh",
            agency_code=AGENCY,
        )

    def handle(self, *events: AnyEvent) -> None:
        """Events that have come together."""
        self.queue.follow([ReceivedEvent(event, SYSTEM) for event in events])

    def attempt(self) -> PushRow:
        """One run of the timer, settled as the loop of the service does. Another is left when the row says so."""
        timer = self._claim()
        worker.push(self.queue, self.portal_client, self.client, self.dossier_id, SYSTEM)
        timers.settle(self.store.database, [timer], [])
        row, left = self.row(), self._timer()
        assert (left is not None) is (row.state is PushState.WAITING)
        assert left is None or left["due_at"] == (row.next_try_at or row.changed_at)
        return row

    def _claim(self) -> Timer:
        """Without waiting for its time."""
        claim = TimerClaim(new_id())
        self.store.database.timers.update_one(self._of_dossier(), {"$set": {"token": claim.token}})
        return Timer(PUSH, self.dossier_id, utcnow(), {}, 1, claim)

    def _timer(self) -> dict[str, Any] | None:
        return self.store.database.timers.find_one(self._of_dossier())

    def _of_dossier(self) -> dict[str, Any]:
        return {"kind": PUSH, "key": self.dossier_id}

    def row(self) -> PushRow:
        return self.store.repository(PushRepository).get(self.dossier_id)

    def scheduled(self) -> int:
        return self.store.database.timers.count_documents(self._of_dossier())

    def push_again(self) -> None:
        request = PushAgain(command_id=new_id(), dossier_id=self.dossier_id)
        admin.push_again(self.store, request, ADMINISTRATOR)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedPortal]:
    with portal_running(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture
def pusher(open_store: OpenStore, portal: SimulatedPortal) -> Iterator[Pusher]:
    portal.queue_faults(clear=True)
    settings = SyncSettings.model_validate(
        {
            "service": "sync",
            "amqp_uri": "amqp://sync:never-connects@localhost",
            "mongo_uri": "mongodb://sync:never-connects@localhost",
            "mongo_database": "sync",
            **portal.settings,
            "national_portal_timeout_s": 0.5,
            "national_portal_retry_s": 0.001,
        }
    )
    store, client = open_store("sync", create_indexes), StubRpcClient("sync")
    with PortalClient(settings) as portal_client:
        yield Pusher(store, settings, portal, client, portal_client)


def test_a_dossier_is_looked_up_sent_and_followed(pusher: Pusher) -> None:
    pusher.change(12)
    assert pusher.scheduled() == 1
    row = pusher.attempt()
    expected = [(LOOK_UP, False), (DOSSIER, False), (PROGRESS, True), (PROGRESS, True)]
    assert pusher.portal.calls(pusher.code) == expected
    assert pusher.portal.progress(pusher.code) == [f"Việc thứ {number}" for number in range(1, 13)]
    assert pusher.portal.received(pusher.code)["item"]["ChuHoSo"] == "Nguyễn Văn An"
    assert (row.state, row.pushed_version, row.attempts) == (PushState.ACKNOWLEDGED, 12, 0)
    assert row.last_answer == "Thành công"


def test_its_event_does_not_repeat_what_the_portal_said(pusher: Pusher) -> None:
    pusher.change(1)
    pusher.attempt()
    (entry,) = pusher.store.database.events.find({"type": "sync.dossier_pushed"})
    assert entry["payload"]["pushed_version"] == 1
    assert entry["payload"]["last_answer"] is None


def test_a_change_is_an_update_and_its_progress_goes_on_where_it_was_left(pusher: Pusher) -> None:
    pusher.change(2)
    pusher.attempt()
    pusher.change(4, status=DossierStatus.PROCESSING, status_number=4)
    pusher.attempt()
    received = pusher.portal.received(pusher.code)
    assert (received["inserts"], received["updates"], received["item"]["TrangThaiHoSo"]) == (1, 1, "4")
    assert pusher.portal.progress(pusher.code) == [f"Việc thứ {number}" for number in (1, 2, 3, 4)]


def test_events_that_come_together_are_one_push(pusher: Pusher) -> None:
    pusher.change(1)
    pusher.handle(pusher.event(4), pusher.event(2), pusher.seal_event(), pusher.event(3))
    row = pusher.row()
    assert (row.wanted_version, row.touched, row.state) == (4, True, PushState.WAITING)
    assert pusher.scheduled() == 1


def test_a_dossier_without_code_is_left_out(pusher: Pusher) -> None:
    pusher.code = ""
    event = pusher.event(1)
    pusher.handle(event.model_copy(update={"payload": event.payload.model_copy(update={"code": None})}))
    assert pusher.store.repository(PushRepository).find(pusher.dossier_id) is None


def test_events_out_of_order_and_twice_are_one_push_of_the_newest(pusher: Pusher) -> None:
    pusher.change(5)
    for version in (3, 5, 4, 5):
        pusher.handle(pusher.event(version))
    assert pusher.attempt().state is PushState.ACKNOWLEDGED
    assert pusher.portal.progress(pusher.code) == [f"Việc thứ {number}" for number in range(1, 6)]


def test_a_seal_is_sent_although_it_is_no_version_of_the_dossier(pusher: Pusher) -> None:
    pusher.change(6)
    pusher.attempt()
    pusher.handle(pusher.seal_event())
    assert pusher.attempt().state is PushState.ACKNOWLEDGED
    assert pusher.portal.received(pusher.code)["updates"] == 1
    assert len(pusher.portal.progress(pusher.code)) == 6


def test_a_seal_of_a_dossier_that_was_never_pushed_is_nothing(pusher: Pusher) -> None:
    pusher.handle(pusher.seal_event())
    assert pusher.scheduled() == 0


def test_what_the_portal_has_already_is_sent_again_as_a_change(pusher: Pusher) -> None:
    pusher.portal.queue_faults("slow", "taken_and_silent")
    pusher.change(1)
    assert pusher.attempt().state is PushState.WAITING
    assert pusher.attempt().state is PushState.ACKNOWLEDGED
    received = pusher.portal.received(pusher.code)
    assert (received["inserts"], received["updates"]) == (1, 1)


def test_exists_is_answered_by_an_update_and_missing_by_an_insert(pusher: Pusher) -> None:
    pusher.portal.queue_faults("slow", "exists")
    pusher.change(1)
    row = pusher.attempt()
    assert (row.state, row.last_answer) == (PushState.REFUSED, "Hồ sơ không tồn tại")
    assert pusher.portal.calls(pusher.code)[-1] == (DOSSIER, True)


def test_a_session_that_is_over_is_opened_anew_once(pusher: Pusher) -> None:
    pusher.change(1)
    pusher.attempt()
    before = pusher.portal.log_ins()
    pusher.portal.queue_faults("expired")
    pusher.change(2)
    row = pusher.attempt()
    assert (row.state, row.attempts) == (PushState.ACKNOWLEDGED, 0)
    assert pusher.portal.log_ins() == before + 1


def assert_informed(pusher: Pusher, state: str) -> None:
    """That nobody tries any more has an event, which does not repeat what the portal said."""
    about_it = {"type": "sync.push_failed", "payload.dossier_id": pusher.dossier_id}
    (entry,) = pusher.store.database.events.find(about_it)
    assert (entry["payload"]["state"], entry["payload"]["last_answer"]) == (state, None)


@pytest.mark.parametrize("fault", ["bad_gateway", "silent", "busy", "gibberish", "new_code"])
def test_what_fails_is_tried_again(pusher: Pusher, fault: str) -> None:
    pusher.portal.queue_faults(fault)
    pusher.change(1)
    row = pusher.attempt()
    assert (row.state, row.attempts) == (PushState.WAITING, 1)
    assert pusher.attempt().state is PushState.ACKNOWLEDGED
    assert pusher.portal.received(pusher.code)["inserts"] == 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [("wrong_content", "Nội dung không hợp lệ: TrichYeuHoSo"), ("not_yours", "Hồ sơ không thuộc đơn vị")],
)
def test_what_the_portal_finds_wrong_waits_for_an_administrator(
    pusher: Pusher, fault: str, message: str
) -> None:
    pusher.portal.queue_faults("slow", fault)
    pusher.change(1)
    row = pusher.attempt()
    assert (row.state, row.last_answer) == (PushState.REFUSED, message)
    assert_informed(pusher, "refused")
    assert pusher.attempt() == row, "nothing is left to do"
    pusher.push_again()
    assert pusher.attempt().state is PushState.ACKNOWLEDGED


def test_progress_that_broke_off_is_not_sent_twice(pusher: Pusher) -> None:
    pusher.portal.queue_faults("slow", "slow", "slow", "bad_gateway")
    pusher.change(15)
    row = pusher.attempt()
    assert (row.state, row.at_portal, row.delivered_version) == (PushState.WAITING, True, 10)
    assert pusher.attempt().state is PushState.ACKNOWLEDGED
    assert pusher.portal.progress(pusher.code) == [f"Việc thứ {number}" for number in range(1, 16)]


@pytest.mark.parametrize("fault", ["", "wrong_content"])
def test_what_changes_while_it_is_sent_is_sent_after_it(pusher: Pusher, fault: str) -> None:
    pusher.change(1)
    if fault:
        pusher.portal.queue_faults("slow", fault)

    def change_meanwhile(_: GetRecord) -> DossierRecord:
        current = pusher.record
        assert current is not None
        pusher.client.answers(dossiers.get_record, pusher._answer)
        pusher.change(2)
        return current

    pusher.client.answers(dossiers.get_record, change_meanwhile)
    assert pusher.attempt().state is PushState.WAITING
    row = pusher.attempt()
    assert (row.state, row.pushed_version) == (PushState.ACKNOWLEDGED, 2)


def test_it_is_given_up_after_its_patience_until_an_administrator_pushes_again(pusher: Pusher) -> None:
    impatient = {"national_portal_patience_h": 1e-9}
    pusher.settings = pusher.settings.model_copy(update=impatient)
    pusher.portal.queue_faults("busy", "busy")
    pusher.change(1)
    assert pusher.attempt().state is PushState.WAITING
    row = pusher.attempt()
    assert (row.state, row.last_answer, row.next_try_at) == (PushState.GIVEN_UP, "Hệ thống bận", None)
    assert_informed(pusher, "given_up")
    pusher.push_again()
    assert pusher.attempt().state is PushState.ACKNOWLEDGED


def test_pauses_double_from_the_setting_up_to_half_an_hour(pusher: Pusher) -> None:
    """Each is shortened at random, by half at most."""
    pusher.settings = pusher.settings.model_copy(update={"national_portal_retry_s": 600})
    pusher.portal.queue_faults(*["busy"] * 4)
    pusher.change(1)
    for longest in (600, 1200, 1800, 1800):
        row = pusher.attempt()
        assert row.next_try_at is not None
        assert longest / 2 <= (row.next_try_at - row.changed_at).total_seconds() <= longest


def test_pushes_are_listed_in_pages_by_state(pusher: Pusher) -> None:
    pusher.change(1)
    pusher.attempt()
    acknowledged = ListPushes(limit=1, state=PushState.ACKNOWLEDGED)
    page = admin.list_pushes(pusher.store, acknowledged, ADMINISTRATOR)
    assert [(push.dossier_id, push.code) for push in page.items] == [(pusher.dossier_id, pusher.code)]
    assert page.next_cursor is None
    waiting = ListPushes(state=PushState.WAITING)
    assert admin.list_pushes(pusher.store, waiting, ADMINISTRATOR).items == ()


@pytest.mark.parametrize("kind", [ActorKind.OFFICER, ActorKind.SYSTEM, ActorKind.CITIZEN])
def test_only_administrators_see_and_repeat_pushes(pusher: Pusher, kind: ActorKind) -> None:
    context = Context.new(Actor(kind=kind, account_id="x", agency_code="H26"))
    with pytest.raises(ServiceError, match="forbidden"):
        admin.list_pushes(pusher.store, ListPushes(), context)
    with pytest.raises(ServiceError, match="forbidden"):
        admin.push_again(pusher.store, PushAgain(command_id=new_id(), dossier_id="d"), context)
