"""From the release before to this one under load: no failed request, no doubled effect, and what was stored goes on."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from threading import Event, Thread
from typing import Any

import httpx
import pytest
from tests.compose.containers import ADMINISTRATOR, PARTS, THIS_TREE, Containers, Release
from tests.support.portal.dossier_case import DossierCase
from tests.support.portal.dossier_checks import (
    assert_codes_differ,
    assert_history_whole,
    assert_listed_once,
    assert_no_more_emails_than_messages,
    assert_one_message_per_event,
    assert_paid_once,
    assert_returned,
    is_notified,
)
from tests.support.portal.dossier_load import DossierLoad, DossierWorker
from tests.support.portal.ministry_system import MinistrySystem, dossier
from tests.support.releases import check_out, release_before

from devstack.waiting import wait_until
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, RefusedError, User

pytestmark = [pytest.mark.compose, pytest.mark.timeout(2400)]
PATIENCE_S = 60.0
READS = (
    "/v1/procedures?q=thuong+tru",
    "/v1/procedures/1.004222",
    "/v1/agencies?limit=20",
    "/v1/dossiers",
    "/v1/messages",
    "/v1/bills",
    "/v1/me",
)
BATCH = 20
SAMPLE = 150
"""Dossiers of the ministry to look at, over all of the time: one account may ask 600 times a minute."""


class ObservedClient(GatewayClient):
    """Writes down every request that was not answered, or answered by "later" or by an error of ours."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.failures: list[str] = []
        self.answered = 0

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            answer = super().send(method, path, **options)
        except httpx.TransportError as error:
            self.failures.append(f"{method} {path}: {type(error).__name__} {error}")
            raise
        self.answered += 1
        if answer.status_code >= 500 or answer.status_code == 429:
            self.failures.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer


@dataclass
class Newcomer(User):
    """A citizen who shows the card at the desk when that is asked for: the release before asks for nothing."""

    desk: User | None = None

    @classmethod
    def of(cls, portal: GatewayClient, desk: User) -> Newcomer:
        person = people.stranger(portal)
        fields = {each.name: getattr(person, each.name) for each in fields_of(User)}
        return cls(**fields, desk=desk)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return super().request(method, path, **options)
        except RefusedError as error:
            if error.code != "identity_not_proved":
                raise
        wait_until(self._is_proved, PATIENCE_S, "the number is proved")
        return super().request(method, path, **options)

    def _is_proved(self) -> bool:
        """False while a gateway of the release before answers, which does not know how."""
        assert self.desk is not None
        try:
            people.prove(self, self.desk)
        except RefusedError:
            return False
        return True


@dataclass
class Background:
    """Reads and batches of a ministry, one after the other, while parts are replaced."""

    reader: User
    ministry: MinistrySystem
    batches: int = 0
    broken: list[BaseException] = field(default_factory=list)
    _stop: Event = field(default_factory=Event)
    _threads: list[Thread] = field(default_factory=list)

    def start(self) -> None:
        self._threads = [Thread(target=self._repeat, args=(work,)) for work in (self._read, self._send)]
        for thread in self._threads:
            thread.start()

    def finish(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        assert not self.broken, self.broken

    def codes(self) -> list[str]:
        """Of every dossier whose batch was acknowledged."""
        return [self.ministry.code(number) for number in range(1, self.batches * BATCH + 1)]

    def _repeat(self, work: Any) -> None:
        try:
            for number in itertools.count():
                if self._stop.wait(0.1):
                    return
                work(number)
        except BaseException as error:  # noqa: BLE001  shown by finish
            self.broken.append(error)

    def _read(self, number: int) -> None:
        self.reader.get(READS[number % len(READS)])

    def _send(self, number: int) -> None:
        first = number * BATCH + 1
        items = [dossier(self.ministry.code(one)) for one in range(first, first + BATCH)]
        answer = self.ministry.send("DongBoHoSoMC", *items)
        assert answer["error_code"] == 0, answer
        self.batches += 1


@dataclass
class Upgraded:
    """The installation after its upgrade, and what happened on the way."""

    containers: Containers
    client: ObservedClient
    load: DossierLoad
    background: Background
    stored: DossierWorker
    """Whose dossiers were brought to four different statuses by the release before."""


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgraded]:
    folder = tmp_path_factory.mktemp("rolling")
    commit = release_before()
    before = Release(f"test-{commit}", check_out(commit, folder / "before"))
    containers = Containers(folder, before)
    try:
        containers.build()
        containers.switch(THIS_TREE)
        containers.build()
        containers.switch(before)
        containers.up()
        yield _upgrade(containers)
    finally:
        containers.remove()


def _upgrade(containers: Containers) -> Upgraded:
    client = ObservedClient(containers.gateway_url)
    administrator = client.log_in(ADMINISTRATOR, containers.admin_password)
    desk = people.officer(administrator, "Trần Thị Bình", ["reception"])
    office = people.officer(administrator, "Lê Văn Cường", ["processing", "leader"])

    def worker() -> DossierWorker:
        return DossierWorker(DossierCase(Newcomer.of(client, desk), desk, office, PATIENCE_S), pause_s=3)

    stored, load = worker(), DossierLoad([worker(), worker()])
    case = stored.case
    reached = (case.submitted(), case.accepted(), case.paid(), case.processing())
    stored.submitted = [str(one["dossier_id"]) for one in reached]
    background = Background(case.citizen, MinistrySystem.registered(administrator))
    load.start()
    background.start()
    try:
        load.wait_for_progress(2, PATIENCE_S)
        containers.switch(THIS_TREE)
        containers.upgrade()
        load.wait_for_progress(4, PATIENCE_S)
    finally:
        background.finish()
        load.finish()
    for one in reached:
        stored.finish(case.citizen.dossier(str(one["dossier_id"])))
    for each in (stored, *load.workers):
        wait_until(lambda: is_notified(each), PATIENCE_S, "every message is there")  # noqa: B023  asked at once
    return Upgraded(containers, client, load, background, stored)


def test_no_request_failed(upgraded: Upgraded) -> None:
    assert upgraded.client.failures == []
    assert upgraded.client.answered > 500


def test_every_part_runs_once_and_is_of_this_release(upgraded: Upgraded) -> None:
    images = upgraded.containers.images()
    tags = {part: {image.rpartition(":")[2] for image in images[part]} for part in PARTS}
    assert tags == {part: {THIS_TREE.tag} for part in PARTS}
    states = upgraded.containers.states()
    assert {part: states[part] for part in PARTS} == dict.fromkeys(PARTS, "healthy")


def test_work_that_went_on_meanwhile_has_one_effect(upgraded: Upgraded) -> None:
    assert_codes_differ(upgraded.load.workers)
    for worker in upgraded.load.workers:
        assert_listed_once(worker)
        assert_returned(worker)
        assert_history_whole(worker)
        assert_paid_once(worker)


def test_dossiers_stored_by_the_release_before_went_on_to_their_end(upgraded: Upgraded) -> None:
    assert_listed_once(upgraded.stored)
    assert_returned(upgraded.stored)
    assert_history_whole(upgraded.stored)
    assert_paid_once(upgraded.stored)


def test_nobody_was_told_twice_or_not_at_all(upgraded: Upgraded) -> None:
    for worker in (upgraded.stored, *upgraded.load.workers):
        assert_one_message_per_event(worker)
        assert_no_more_emails_than_messages(worker, upgraded.containers.mail_url)


def test_every_item_of_the_ministry_counts_once(upgraded: Upgraded) -> None:
    background = upgraded.background
    assert background.batches > 20
    codes = background.codes()
    looked_at = codes[:: max(1, len(codes) // SAMPLE)]
    versions = {background.ministry.synced(code)["version"] for code in looked_at}
    assert versions == {1}
    assert background.ministry.anomalies() == {}


def test_nothing_was_given_up(upgraded: Upgraded) -> None:
    assert upgraded.containers.operate("dead", "list").strip() == "no dead letters"
    upgraded.containers.operate("topology", "orphans")
