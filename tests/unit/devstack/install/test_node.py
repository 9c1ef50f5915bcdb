"""Node.js and the packages that lint the API document: found, installed once, and refused in one line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from devstack.install import apt, node
from devstack.install.missing import MissingPartError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    packages = tmp_path / "packages"
    packages.mkdir()
    (packages / "package-lock.json").write_text("{}")
    return packages


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH of its own, with the shell's own commands alone."""
    commands = tmp_path / "bin"
    commands.mkdir()
    monkeypatch.setenv("PATH", f"{commands}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return commands


def command(path: Path, name: str, script: str) -> None:
    (path / name).write_text(f"#!/bin/sh\n{script}\n")
    (path / name).chmod(0o755)


def test_packages_are_installed_once(folder: Path, path: Path) -> None:
    command(path, "node", "echo v20.1.0")
    command(path, "npm", "mkdir -p node_modules; touch node_modules/.package-lock.json; echo run >> runs")
    node.ensure(folder)
    node.ensure(folder)
    assert (folder / "runs").read_text() == "run\n"


def test_a_changed_lock_is_installed_again(folder: Path, path: Path) -> None:
    command(path, "node", "echo v18.19.0")
    command(path, "npm", "mkdir -p node_modules; touch node_modules/.package-lock.json; echo run >> runs")
    node.ensure(folder)
    note = folder / "node_modules" / ".package-lock.json"
    os.utime(note, (0, 0))
    node.ensure(folder)
    assert (folder / "runs").read_text() == "run\nrun\n"


def test_an_old_node_is_not_enough(folder: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command(path, "node", "echo v12.22.0")
    command(path, "npm", "exit 0")
    installed: list[tuple[str, ...]] = []
    monkeypatch.setattr(apt, "install", lambda *packages: installed.append(packages))
    with pytest.raises(MissingPartError, match=r"Node\.js 18"):
        node.ensure(folder)
    assert installed == [("node", "nodejs", "npm")]


def test_what_npm_says_last_is_the_reason(folder: Path, path: Path) -> None:
    command(path, "node", "echo v20.1.0")
    command(path, "npm", "echo first >&2; echo 'npm error lock and package differ' >&2; exit 1")
    with pytest.raises(MissingPartError, match="lock and package differ"):
        node.ensure(folder)
