"""What cannot be had is told in one line with the alternatives; what is given is not installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from devstack import bootstrap
from devstack.install import apt, environment, mongod, rabbitmq
from devstack.install.missing import MissingPartError


def nothing_on_path(_: str) -> None:
    return


def only_apt_on_path(name: str) -> str | None:
    return "/usr/bin/apt-get" if name == "apt-get" else None


def test_system_without_apt_is_told_the_alternatives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", nothing_on_path)
    with pytest.raises(
        MissingPartError, match=r"^rabbitmq-server [^\n]*MOTCUA_AMQP_URI[^\n]*docker compose$"
    ):
        apt.install("broker", "rabbitmq-server")


def test_user_without_root_is_told_the_alternatives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", only_apt_on_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(MissingPartError, match=r"^libcurl4 [^\n]*root or sudo[^\n]*MOTCUA_MONGO_URI[^\n]*$"):
        apt.install("database", "libcurl4")


def test_missing_mongod_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", nothing_on_path)
    with pytest.raises(MissingPartError, match=r"^there is no mongod; [^\n]*$"):
        mongod.require(tmp_path)


def test_given_servers_are_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object) -> NoReturn:
        pytest.fail("a server that is given must not be installed")

    def give_python(_: Path) -> Path:
        return Path("python")

    monkeypatch.setattr(environment, "ensure", give_python)
    monkeypatch.setattr(rabbitmq, "ensure", refuse)
    monkeypatch.setattr(mongod, "ensure", refuse)
    monkeypatch.setenv("MOTCUA_AMQP_URI", "amqp://mq.example/")
    monkeypatch.setenv("MOTCUA_MONGO_URI", "mongodb://db.example/")
    bootstrap.bootstrap(tmp_path)
