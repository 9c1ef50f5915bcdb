"""SoftHSM: a PKCS#11 token in software, which the tests of sealing sign with."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from devstack.install import apt
from devstack.install.missing import MissingPartError

_FOLDERS = ("/usr/lib/softhsm", "/usr/lib64/softhsm", "/usr/local/lib/softhsm", "/opt/homebrew/lib/softhsm")


@dataclass(frozen=True)
class SoftHsm:
    """Its library, and the program that makes tokens."""

    module: Path
    program: Path


def find() -> SoftHsm | None:
    program = shutil.which("softhsm2-util")
    modules = (Path(folder) / "libsofthsm2.so" for folder in _FOLDERS)
    module = next((found for found in modules if found.exists()), None)
    return SoftHsm(module, Path(program)) if program and module else None


def ensure() -> SoftHsm:
    """Raises MissingPartError."""
    if find() is None:
        apt.install("token", "softhsm2")
    return require()


def require() -> SoftHsm:
    """Raises MissingPartError when there is none."""
    found = find()
    if found is None:
        raise MissingPartError("token", "there is no SoftHSM")
    return found
