"""An upgrade replaces every part, the asked before those who ask, and leaves the old ones where new ones fail."""

from collections.abc import Callable

import pytest

import upgrade
from contracts.topology import CALLS, SERVICES

DOCKER = dict[str, str]


class FakeDocker:
    """Answers the commands that a roll gives; new containers are of this health."""

    def __init__(self, health: str) -> None:
        self.running = {part: [f"old-{part}"] for part in upgrade.ORDER}
        self.health = health
        self.commands: list[str] = []
        self.proxy = upgrade.PROXY_CONFIGURATION.read_text(encoding="utf-8")

    def __call__(self, *arguments: str, typed: str = "") -> str:
        command = " ".join(arguments)
        self.commands.append(command)
        self._act(command, arguments, typed)
        if command.startswith("compose ps"):
            return "\n".join(self._containers(arguments[-1], "--all" in arguments))
        if "Healthcheck" in command:
            return '["CMD", "bash", "-c", "true"]'
        if command.startswith("inspect"):
            return f'{{"Status": "running", "Health": {{"Status": "{self.health}"}}}}'
        return self.proxy if command == f"compose exec -T proxy cat {upgrade.PROXY_COPY}" else ""

    def _act(self, command: str, arguments: tuple[str, ...], typed: str) -> None:
        part = arguments[-1]
        if command.startswith("compose up") and part in self.running:
            self.running[part].append(f"new-{part}")
        if command.startswith("rm"):
            self.running = {
                name: [one for one in ids if one not in arguments] for name, ids in self.running.items()
            }
        if command.startswith("compose exec -T proxy sh -c cat >"):
            self.proxy = typed

    def _containers(self, part: str, ended_too: bool) -> list[str]:
        if part == "proxy":
            return ["proxy-1"]
        return [
            one for one in self.running[part] if ended_too or self.health != "exited" or one.startswith("old")
        ]

    def place(self, start: str, end: str = "") -> int:
        """Where the one command that begins and ends so comes among all."""
        (found,) = (at for at, one in enumerate(self.commands) if one.startswith(start) and one.endswith(end))
        return found


@pytest.fixture
def docker(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], FakeDocker]:
    def play(health: str) -> FakeDocker:
        fake = FakeDocker(health)
        monkeypatch.setattr(upgrade, "docker", fake)
        monkeypatch.setattr(upgrade, "_SETTLE_S", 0)
        return fake

    return play


def test_every_part_is_rolled() -> None:
    assert set(upgrade.ORDER) == {*SERVICES, "records-content", "gateway"}


@pytest.mark.parametrize("caller", CALLS)
def test_whoever_is_asked_comes_before_whoever_asks(caller: str) -> None:
    for method in CALLS[caller]:
        assert upgrade.ORDER.index(method.service) < upgrade.ORDER.index(caller)
    assert upgrade.ORDER[-1] == "gateway"


def test_the_old_go_when_the_new_are_healthy(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("healthy")
    upgrade.roll("accounts")
    assert fake.running["accounts"] == ["new-accounts"]
    assert "--scale accounts=2" in next(one for one in fake.commands if one.startswith("compose up"))


def test_the_old_stay_when_the_new_are_not(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("unhealthy")
    with pytest.raises(upgrade.UpgradeError, match="the new accounts is unhealthy"):
        upgrade.roll("accounts")
    assert fake.running["accounts"] == ["old-accounts"]


def test_new_ones_that_ended_at_once_do_not_pass_for_healthy(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("exited")
    with pytest.raises(upgrade.UpgradeError, match="the new accounts is exited"):
        upgrade.roll("accounts")
    assert fake.running["accounts"] == ["old-accounts"]


def test_docker_is_not_waited_for_when_the_check_passes(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("starting")
    upgrade.roll("accounts")
    assert fake.running["accounts"] == ["new-accounts"]
    assert "exec new-accounts bash -c true" in fake.commands


def test_users_and_queues_come_before_the_first_part(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("healthy")
    upgrade.upgrade()
    first = fake.place("compose up", upgrade.ORDER[0])
    for job in ("topology", "mongo-init"):
        assert fake.place("compose run --rm --no-deps", job) < first
    assert fake.running == {part: [f"new-{part}"] for part in upgrade.ORDER}


def test_a_new_service_is_started_in_its_turn_before_the_gateway(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("healthy")
    fake.running["sync"] = []
    upgrade.upgrade()
    assert fake.running["sync"] == ["new-sync"]
    started = fake.place("compose up", "--force-recreate sync")
    checked = fake.place("inspect", "new-sync")
    assert started < checked < fake.place("compose up", "gateway")


def test_a_new_service_that_is_not_healthy_stops_the_upgrade(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("unhealthy")
    fake.running["catalog"] = []
    with pytest.raises(upgrade.UpgradeError, match="the new catalog is unhealthy"):
        upgrade.upgrade()
    assert fake.running["catalog"] == []
    assert fake.running["gateway"] == ["old-gateway"]


def test_the_proxy_gets_another_configuration_after_the_gateways(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("healthy")
    fake.proxy = "events {}"
    upgrade.upgrade()
    assert fake.proxy == upgrade.PROXY_CONFIGURATION.read_text(encoding="utf-8")
    given = fake.place("compose exec -T proxy sh")
    assert fake.place("compose up", "gateway") < given
    assert "nginx -q -t" in fake.commands[given]
    assert fake.commands[given].endswith(f"nginx -q -s reload -c {upgrade.PROXY_COPY}")


def test_a_proxy_that_has_it_is_left_alone(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("healthy")
    upgrade.upgrade()
    assert not [one for one in fake.commands if "reload" in one]
