"""Scans are looked at in the process of the test."""

import pytest


@pytest.fixture(autouse=True)
def in_process(scans_in_process: None) -> None:
    pass
