"""The programs of RabbitMQ: found, or installed from Debian's packages."""

from __future__ import annotations

import shutil
from pathlib import Path

from devstack.install import apt
from devstack.install.missing import MissingPartError

# The wrappers that Debian puts on PATH change user and use the system's node; these do neither.
_DEBIAN = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


def find() -> Path | None:
    """The rabbitmq-server script that runs as the caller, or None."""
    if _DEBIAN.exists():
        return _DEBIAN
    on_path = shutil.which("rabbitmq-server")
    return Path(on_path).resolve() if on_path else None


def ensure() -> Path:
    if find() is None:
        apt.install("broker", "rabbitmq-server")
    return require()


def require() -> Path:
    """Raises MissingPartError when there is none."""
    server = find()
    if server is None:
        raise MissingPartError("broker", "there is no rabbitmq-server")
    return server
