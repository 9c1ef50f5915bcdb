"""A citizen with papers."""

from __future__ import annotations

import pytest
from tests.integration.records.use_cases import Records

from contracts.base import Actor


@pytest.fixture(autouse=True)
def in_process(scans_in_process: None) -> None:
    """Scans are looked at in the process of the test."""


@pytest.fixture
def citizen(records: Records) -> Actor:
    """With a number that nobody else has."""
    return records.new_citizen()
