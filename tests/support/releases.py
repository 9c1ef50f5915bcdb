"""The release before this tree, with which the tests of upgrades begin."""

from __future__ import annotations

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

REPO = Path(__file__).parents[2]
RELEASE_BEFORE = "f6fab4a"
"""Its commit. A release sets this to itself when the next one begins.

Until 0.1.0 is out it is the commit that has its stored data and its way to stop: the containers of the release before are
those that stop in an upgrade, and the proxy runs on with their configuration.
"""


def release_before() -> str:
    """The commit to begin upgrades from: RELEASE_BEFORE, or HEAD in a shallow clone, which does not hold it.

    A roll from a tree to itself proves the way and not the other release: clone with the history.
    """
    if _git("rev-parse", "--is-shallow-repository").strip() == b"true":
        print("a shallow clone: the upgrade begins from this tree itself")
        return _git("rev-parse", "--short", "HEAD").decode().strip()
    return RELEASE_BEFORE


def check_out(commit: str, folder: Path) -> Path:
    """The files of the commit under the folder."""
    with tarfile.open(fileobj=BytesIO(_git("archive", "--format=tar", commit))) as files:
        files.extractall(folder, filter="data")
    return folder


def _git(*arguments: str) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=REPO, capture_output=True, check=False)
    assert done.returncode == 0, f"git {arguments[0]}: {done.stderr.decode()}"
    return done.stdout
