"""Distribution of the tests over xdist's workers: tests that share something costly run in one worker."""

from __future__ import annotations

import zlib

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_OWN_SYSTEM = "tests/e2e/system/"
"""They start a system of their own."""


def scope_of(nodeid: str, systems: int) -> str:
    """What runs in one worker, one test after another: a file, or the end-to-end tests of one shared system.

    The long runs over the API document are spread, each by itself.
    """
    file = nodeid.split("::", 1)[0]
    if file.endswith("test_schema.py"):
        return nodeid
    if not file.startswith("tests/e2e/") or file.startswith(_OWN_SYSTEM):
        return file
    return f"system {zlib.crc32(file.encode()) % systems}"


class SystemScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """One scope for each file and for each whole system; one worker is left to the files that come first."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid, max(1, self.config.getoption("numprocesses") - 1))


class Distribution:
    """The plugin that gives xdist this scheduling."""

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Producer) -> SystemScheduling:
        return SystemScheduling(config, log)
