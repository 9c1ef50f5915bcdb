"""The virtual environment is made once, repaired when broken, and never touched when it is somebody else's."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from devstack.install import environment
from devstack.install.missing import MissingPartError

pytestmark = pytest.mark.deep

_NOTHING = "# nothing to install\n"


@pytest.fixture(scope="module")
def shared_repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("checkout")


@pytest.fixture
def repo(shared_repo: Path) -> Path:
    """A checkout with an empty lock and a whole environment, whatever the test before did to it."""
    (shared_repo / "requirements.lock").write_text(_NOTHING)
    environment.ensure(shared_repo)
    return shared_repo


def test_environment_is_made_once(repo: Path) -> None:
    mark = repo / ".venv" / "mark"
    mark.touch()
    environment.ensure(repo)
    assert mark.exists()


def test_broken_environment_is_repaired(repo: Path) -> None:
    python = repo / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python")
    environment.ensure(repo)
    assert subprocess.run([python, "-m", "pip", "--version"], check=False).returncode == 0


def test_changed_lock_is_noticed(repo: Path) -> None:
    stamp = repo / ".venv" / "lock.sha256"
    before = stamp.read_text()
    (repo / "requirements.lock").write_text(f"{_NOTHING}# still nothing\n")
    environment.ensure(repo)
    assert stamp.read_text() != before


def test_linked_environment_is_used_as_it_is(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text("# another lock\n")
    (tmp_path / ".venv").symlink_to(repo / ".venv")
    before = (repo / ".venv" / "lock.sha256").read_text()
    environment.ensure(tmp_path)
    assert (repo / ".venv" / "lock.sha256").read_text() == before


def test_lock_that_cannot_be_installed_is_told_in_one_line(repo: Path) -> None:
    (repo / "requirements.lock").write_text(f"pip @ file:///nowhere.whl --hash=sha256:{'0' * 64}\n")
    with pytest.raises(MissingPartError, match=r"^[^\n]*docker compose[^\n]*$"):
        environment.ensure(repo)
    assert not (repo / ".venv" / "lock.sha256").exists()
