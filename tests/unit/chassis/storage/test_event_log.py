from datetime import UTC, datetime
from typing import Any

import pytest

from chassis.storage.event_log import GENESIS, entry_hash

ENTRY = {
    "_id": "019a7e3c-0f5d-7cc3-98c4-dc0c0c07398f",
    "type": "shop.sold",
    "schema_version": 1,
    "aggregate_id": "s-1",
    "aggregate_version": 1,
    "occurred_at": datetime(2026, 7, 1, 8, 0, 0, 123000, tzinfo=UTC),
    "actor": {"kind": "citizen", "account_id": "a-1"},
    "correlation_id": "c-1",
    "traceparent": None,
    "locale": "vi",
    "payload": {"item": "bút", "quantity": 2},
    "causation_id": None,
    "tracestate": None,
    "private": {},
    "prev_hash": GENESIS,
}


def test_hash_of_an_entry_stays_what_it_was_in_the_first_release() -> None:
    """Kept for ever: what was stored under it must stay verifiable."""
    assert entry_hash(ENTRY) == "25a65f497af95db64663438c4562fbb6d5279f711bd0d64e1ab414ccec893ff5"


@pytest.mark.parametrize("field", sorted(ENTRY))
def test_every_field_counts(field: str) -> None:
    changed: dict[str, Any] = {**ENTRY, field: "another"}
    assert entry_hash(changed) != entry_hash(ENTRY)


def test_fields_of_the_outbox_do_not_count() -> None:
    published = {**ENTRY, "seq": 7, "published_at": ENTRY["occurred_at"], "unpublished": True}
    assert entry_hash(published) == entry_hash(ENTRY)
