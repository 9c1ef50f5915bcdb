"""The virtual environment: made from the lock, kept in step with it, repaired when broken."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from devstack.install import apt
from devstack.install.missing import MissingPartError
from devstack.install.progress import Progress

_PACKAGE = re.compile(r"^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?==", re.MULTILINE)
_STEP = re.compile(r"^(?:Collecting|Ignoring|Requirement already satisfied:) ?(?P<name>[\w.-]+)")


def ensure(repo: Path) -> Path:
    """The environment's python. Takes well under a second when nothing changed.

    A `.venv` that is a link belongs to somebody else: it is used as it is.
    """
    folder, lock = repo / ".venv", repo / "requirements.lock"
    python, stamp = folder / "bin" / "python", folder / "lock.sha256"
    if folder.is_symlink() and _runs(python):
        return python
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest and _runs(python):
        return python
    stamp.unlink(missing_ok=True)
    if not _has_pip(python):
        _create(folder)
    _install(python, lock)
    stamp.write_text(digest)
    return python


def _runs(python: Path) -> bool:
    return python.exists() and _succeeds(python, "-c", "pass")


def _has_pip(python: Path) -> bool:
    return python.exists() and _succeeds(python, "-m", "pip", "--version")


def _succeeds(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _create(folder: Path) -> None:
    command = (sys.executable, "-m", "venv", "--clear", str(folder))
    if _succeeds(*command):
        return
    apt.install("python", f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if not _succeeds(*command):
        raise MissingPartError("python", f"{sys.executable} cannot make a virtual environment")


def _install(python: Path, lock: Path) -> None:
    """Raises MissingPartError with pip's own last error."""
    total = len(_PACKAGE.findall(lock.read_text()))
    command: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--no-deps",
        "--progress-bar=off",
        "-r",
        lock,
    ]
    seen, error = 0, ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        with Progress("installing the Python packages") as progress:
            for line in process.stdout:
                if step := _STEP.match(line):
                    seen += 1
                    progress.update(f"{min(seen, total)}/{total} {step['name']}")
                elif line.startswith("Installing collected packages"):
                    progress.update(f"{total}/{total} unpacking")
                elif line.startswith("ERROR:"):
                    error = error or line[6:].strip()
    if process.returncode:
        raise MissingPartError("python", f"pip could not install the packages of {lock.name}: {error}")
