"""Writes the golden samples of this release: python -m tests.samples.recorder [FOLDER [TEST ...]]."""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path

import pytest
from tests.samples.recorder.release import RELEASES

from devstack.servers.mongo import REPO

WALK = (
    "e2e/dossiers", "e2e/payments", "e2e/records", "e2e/sync", "e2e/catalog",
    "integration/dossiers/application/test_deadlines.py", "integration/accounts/application",
    "integration/notifications", "integration/payments", "integration/sync",
)  # fmt: skip


def main() -> int:
    arguments = sys.argv[1:] or [str(RELEASES / _version())]
    if Path(arguments[0]).exists():
        print(f"{arguments[0]} is there: the samples of a release are kept as they are", file=sys.stderr)
        return 1
    os.environ["MOTCUA_SAMPLES"] = arguments[0]
    walk = arguments[1:] or [str(REPO / "tests" / part) for part in WALK]
    return pytest.main(["-p", "tests.samples.recorder.plugin", "-n", "0", "-q", *walk])


def _version() -> str:
    project = tomllib.loads(Path(REPO, "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


if __name__ == "__main__":
    raise SystemExit(main())
