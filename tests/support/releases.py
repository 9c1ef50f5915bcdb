"""The release before this tree, with which the tests of upgrades begin."""

from __future__ import annotations

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

REPO = Path(__file__).parents[2]
RELEASE_BEFORE = "216a34a"
"""Its commit. A release sets this to itself when the next one begins."""


def check_out(commit: str, folder: Path) -> Path:
    """The files of the commit under the folder. Needs the history of the repository, not a shallow clone."""
    archive = subprocess.run(
        ["git", "archive", "--format=tar", commit], cwd=REPO, capture_output=True, check=False
    )
    assert archive.returncode == 0, f"no commit {commit} here: {archive.stderr.decode()}"
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as files:
        files.extractall(folder, filter="data")
    return folder
