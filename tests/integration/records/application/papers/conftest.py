"""A citizen with papers."""

from __future__ import annotations

import pytest
from tests.integration.records.use_cases import Records

from contracts.base import Actor


@pytest.fixture
def citizen(records: Records) -> Actor:
    """With a number that nobody else has."""
    return records.new_citizen()
