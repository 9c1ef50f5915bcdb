"""An upgrade replaces every part, the asked before those who ask, and leaves the old ones where new ones fail."""

from collections.abc import Callable

import pytest

import upgrade
from contracts.topology import CALLS, SERVICES

DOCKER = dict[str, str]


class FakeDocker:
    """Answers the commands that a roll gives; new containers are of this health."""

    def __init__(self, health: str) -> None:
        self.running = ["old"]
        self.health = health
        self.commands: list[str] = []

    def __call__(self, *arguments: str) -> str:
        command = " ".join(arguments)
        self.commands.append(command)
        if command.startswith("compose up"):
            self.running.append("new")
        if command.startswith("rm"):
            self.running = [one for one in self.running if one not in arguments]
        if command.startswith("compose ps"):
            return "\n".join(self.running)
        if command.startswith("inspect"):
            return f'{{"Status": "running", "Health": {{"Status": "{self.health}"}}}}'
        return ""


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
    assert fake.running == ["new"]
    assert "--scale accounts=2" in next(one for one in fake.commands if one.startswith("compose up"))


def test_the_old_stay_when_the_new_are_not(docker: Callable[[str], FakeDocker]) -> None:
    fake = docker("unhealthy")
    with pytest.raises(upgrade.UpgradeError, match="the new accounts is unhealthy"):
        upgrade.roll("accounts")
    assert fake.running == ["old"]
