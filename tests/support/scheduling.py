"""Distribution of the tests over xdist's workers: tests that share something costly run in one worker."""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

_OWN_SYSTEM = "tests/e2e/system/"
"""They start a system of their own."""


def scope_of(nodeid: str) -> str:
    """What runs in one worker, one test after another: a file, or all end-to-end tests, which share one whole system.

    The long runs over the API document, which only `make test-deep` has, are spread, each with a system of its own.
    """
    file = nodeid.split("::", 1)[0]
    if file.endswith("test_schema.py"):
        return nodeid
    if not file.startswith("tests/e2e/") or file.startswith(_OWN_SYSTEM):
        return file
    return "the whole system"


class SystemScheduling(LoadScopeScheduling):  # type: ignore[misc]
    """One scope for each file, and one for the whole system."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


class Distribution:
    """The plugin that gives xdist this scheduling."""

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Producer) -> SystemScheduling:
        return SystemScheduling(config, log)
