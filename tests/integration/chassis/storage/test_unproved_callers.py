"""The hour in which the word of the release before is taken: once, and for a database that it has used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo.database import Database

from chassis.storage import unproved_callers
from chassis.storage.store import Store
from chassis.storage.unproved_callers import ROLL, unproved_until

AT = datetime(2026, 7, 1, 8, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The last is the time now."""
    times = [AT]
    monkeypatch.setattr(unproved_callers, "utcnow", lambda: times[-1])
    return times


@pytest.fixture
def database(store: Store) -> Database[dict[str, Any]]:
    return store.database


def test_a_new_installation_takes_no_claim_on_its_word(
    database: Database[dict[str, Any]], clock: list[datetime]
) -> None:
    assert unproved_until(database, new=True) == AT
    clock.append(AT + timedelta(days=1))
    assert unproved_until(database, new=False) == AT, "a restart begins no hour"


def test_an_upgrade_has_an_hour_which_nothing_prolongs(
    database: Database[dict[str, Any]], clock: list[datetime]
) -> None:
    assert unproved_until(database, new=False) == AT + ROLL
    clock.append(AT + timedelta(minutes=20))
    assert unproved_until(database, new=False) == AT + ROLL
    clock.append(AT + timedelta(days=20))
    assert unproved_until(database, new=False) == AT + ROLL


def test_a_database_is_new_until_anything_is_written(database: Database[dict[str, Any]]) -> None:
    for name in database.list_collection_names():
        database.drop_collection(name)
    assert unproved_callers.is_new(database)
    database["any"].insert_one({})
    assert not unproved_callers.is_new(database)
