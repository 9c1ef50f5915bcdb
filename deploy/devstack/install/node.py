"""Node.js with npm, and the packages of a folder: what lints the API document and makes a TypeScript client from it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from devstack.install import apt
from devstack.install.missing import MissingPartError

OLDEST = 18
_VERSION = re.compile(r"^v(?P<major>\d+)\.")


def ensure(folder: Path) -> None:
    """Node.js, and in `folder` the packages of its package-lock.json. Repeating it is cheap. Raises MissingPartError."""
    if not _is_there():
        apt.install("node", "nodejs", "npm")
    if not _is_there():
        raise MissingPartError("node", f"there is no Node.js {OLDEST} or newer")
    if not _is_current(folder):
        _install(folder)


def _is_there() -> bool:
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    answer = subprocess.run(("node", "--version"), capture_output=True, text=True, check=False).stdout
    found = _VERSION.match(answer)
    return found is not None and int(found["major"]) >= OLDEST


def _is_current(folder: Path) -> bool:
    """npm notes under node_modules what it installed, and when."""
    installed, lock = folder / "node_modules" / ".package-lock.json", folder / "package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


def _install(folder: Path) -> None:
    command = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise MissingPartError("node", f"npm could not install the packages of {folder.name}: {last}")
