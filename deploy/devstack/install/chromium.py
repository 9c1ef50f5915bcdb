"""Chromium, in which the tests draw the forms of procedures."""

from __future__ import annotations

import shutil
from pathlib import Path

from devstack.install import apt
from devstack.install.missing import MissingPartError

_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find() -> Path | None:
    """The browser's program on PATH, or None."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    return Path(found) if found else None


def ensure() -> Path:
    """Raises MissingPartError."""
    if find() is None:
        apt.install("browser", "chromium")
    return require()


def require() -> Path:
    """Raises MissingPartError when there is none."""
    browser = find()
    if browser is None:
        raise MissingPartError("browser", "there is no Chromium")
    return browser
