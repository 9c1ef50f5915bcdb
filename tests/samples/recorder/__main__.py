"""Writes the golden samples of this release: python -m tests.samples.recorder [FOLDER [TEST ...]].

Adds to them, as long as the release is not out, those that these tests show and that it lacks: ... --missing TEST ...
"""

from __future__ import annotations

import os
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.samples.recorder.missing import add_missing
from tests.samples.recorder.release import RELEASES, ReleaseSamples

from contracts.topology import SERVICES
from devstack.servers.mongo import REPO

TESTS = REPO / "tests"
BESIDE = (
    "integration/dossiers/application/test_deadlines.py", "integration/accounts/application",
    "integration/dossiers/application/test_outages.py", "integration/dossiers/application/test_regime_trials.py",
    "integration/dossiers/application/test_disclosure.py", "integration/dossiers/application/test_passing_on.py",
    "integration/dossiers/application/test_ownership.py", "integration/records/application",
    "integration/audit/test_anchoring.py", "integration/catalog/application/test_questions.py",
    "integration/catalog/application/test_regime_drafts.py", "integration/catalog/application/test_national_import.py",
    "integration/catalog/application/search", "integration/notifications", "integration/payments", "integration/sync",
)  # fmt: skip
"""Tests that bring about what no end-to-end test of a service does."""


def main() -> int:
    arguments = sys.argv[1:] or [str(RELEASES / _version())]
    if arguments[0] == "--missing":
        return _add_missing(arguments[1:])
    if Path(arguments[0]).exists():
        print(f"{arguments[0]} is there: the samples of a release are kept as they are", file=sys.stderr)
        return 1
    return _record(arguments[0], arguments[1:] or [str(path) for path in default_walk()])


def _record(folder: str, tests: list[str]) -> int:
    os.environ["MOTCUA_SAMPLES"] = folder
    return pytest.main(["-p", "tests.samples.recorder.plugin", "-n", "0", "-q", *tests])


def _add_missing(tests: list[str]) -> int:
    with TemporaryDirectory() as folder:
        failed = _record(folder, tests)
        if not failed:
            release = ReleaseSamples(RELEASES / _version())
            print(*add_missing(release, ReleaseSamples(Path(folder))), sep="\n")
        return failed


def default_walk() -> list[Path]:
    """The end-to-end tests of every service that has a folder of them, and those beside."""
    folders = sorted(path for path in (TESTS / "e2e").iterdir() if path.name in SERVICES)
    return [*folders, *(TESTS / part for part in BESIDE)]


def _version() -> str:
    project = tomllib.loads(Path(REPO, "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


if __name__ == "__main__":
    raise SystemExit(main())
