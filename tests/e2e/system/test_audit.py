"""The event logs of the running system, anchored and verified at the operator's command line, by the rights of each part."""

from __future__ import annotations

import pytest
from pymongo import MongoClient

from devstack.system import CommandError, System

CATALOGUE = ("audit", "verify", "--changed", "--allow-unstamped", "--service", "catalog")
"""Its log is quiet: what is written while it is anchored would count as put in."""


@pytest.mark.deep
def test_logs_are_anchored_by_records_and_a_chain_that_is_gone_is_the_one_fault(system: System) -> None:
    assert "anchor 1: " in system.operate("audit", "anchor", "--settle", "0")
    with MongoClient[dict[str, object]](system.mongo_address.admin_uri) as client:
        events = client["motcua_catalog"].events
        only = events.find_one({"type": "catalog.procedure_published"})
        assert only is not None
        events.delete_many({"aggregate_id": only["aggregate_id"], "aggregate_version": {"$gte": 1}})
        with pytest.raises(CommandError) as failed:
            system.operate(*CATALOGUE)
        events.insert_one(only)
    printed = str(failed.value)
    place = f"catalog: chain {only['aggregate_id']}, entry 1"
    assert f"{place}: the whole chain is missing (anchor 1)" in printed
    assert "1 anchors, the last of " in printed
    assert ": 2 faults" in printed, printed
