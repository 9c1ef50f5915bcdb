"""nginx, which the tests of the gateway put in front of it as an installation does."""

from __future__ import annotations

import shutil
from pathlib import Path

from devstack.install import apt
from devstack.install.missing import MissingPartError

_DEBIAN = Path("/usr/sbin/nginx")
"""Not on every user's PATH."""


def find() -> Path | None:
    found = shutil.which("nginx")
    return Path(found) if found else _DEBIAN if _DEBIAN.exists() else None


def ensure() -> Path:
    """Raises MissingPartError."""
    if find() is None:
        apt.install("proxy", "nginx")
    return require()


def require() -> Path:
    """Raises MissingPartError when there is none."""
    found = find()
    if found is None:
        raise MissingPartError("proxy", "there is no nginx")
    return found
