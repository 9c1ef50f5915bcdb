"""poppler, whose `pdfsig` reads the signatures of a PDF in the tests: a verifier that is not ours."""

from __future__ import annotations

import shutil
from pathlib import Path

from devstack.install import apt
from devstack.install.missing import MissingPartError


def ensure() -> Path:
    """Raises MissingPartError."""
    if shutil.which("pdfsig") is None:
        apt.install("verifier", "poppler-utils")
    return require()


def require() -> Path:
    """The program `pdfsig`. Raises MissingPartError when there is none."""
    found = shutil.which("pdfsig")
    if found is None:
        raise MissingPartError("verifier", "there is no pdfsig")
    return Path(found)
