"""A replica's index and the database that tells it what has changed."""

from collections.abc import Iterator, Sequence

import pytest
from tests.unit.catalog.contents import content

from catalog.finder import Finder
from catalog.repository import searchable
from catalog.repository.searchable import COUNTER, REVISION, Searchable
from chassis.context import Context
from chassis.store import Store
from chassis.unit import Unit
from contracts.catalog import ProcedureContent
from local.mongo_address import Database


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    store = Store(database.uri, database.name, "catalog")
    searchable.create_indexes(store.database)
    yield store
    store.close()


def change(store: Store, shown: Sequence[ProcedureContent] = (), hidden: Sequence[str] = ()) -> None:
    kept = Searchable(store.database)
    store.transaction(Context.new(), lambda unit: kept.change(shown, hidden, unit.session))


def codes(finder: Finder, store: Store) -> list[str]:
    index = finder.current(Searchable(store.database))
    return [entry.summary.code for entry in index.listed(0, 100)]


def test_only_what_was_written_since_is_read(store: Store) -> None:
    finder, kept = Finder(), Searchable(store.database)
    change(store, [content(code="1.900001"), content(code="1.900002")])
    assert codes(finder, store) == ["1.900001", "1.900002"]
    change(store, [content(code="1.900003")], ["1.900001"])
    assert {row.code for row in kept.written_after(finder.revision)} == {"1.900001", "1.900003"}
    assert codes(finder, store) == ["1.900002", "1.900003"]


def test_each_change_moves_the_revision_by_one_and_nothing_by_nothing(store: Store) -> None:
    kept = Searchable(store.database)
    assert kept.revision() == 0
    change(store, [content()], ["1.900009"])
    change(store)
    assert kept.revision() == 1


def test_a_transaction_that_failed_moves_nothing(store: Store) -> None:
    kept = Searchable(store.database)

    def work(unit: Unit) -> None:
        kept.change([content()], (), unit.session)
        raise LookupError("after the change")

    with pytest.raises(LookupError):
        store.transaction(Context.new(), work)
    assert (kept.revision(), list(kept.written_after(-1))) == (0, [])


def test_a_restored_database_is_read_anew(store: Store) -> None:
    finder = Finder()
    change(store, [content(code="1.900001")])
    change(store, [content(code="1.900002")])
    assert codes(finder, store) == ["1.900001", "1.900002"]
    store.database[searchable.ROWS].delete_one({"_id": "1.900002"})
    store.database[REVISION].update_one(COUNTER, {"$set": {"revision": 1}})
    assert codes(finder, store) == ["1.900001"]


def test_suggestions_are_forgotten_when_something_changed(store: Store) -> None:
    finder, kept = Finder(), Searchable(store.database)
    change(store, [content(code="1.900001", name="Cấp thẻ mẫu")])
    assert [s.code for s in finder.suggest(kept, "thẻ", 5)] == ["1.900001"]
    change(store, [content(code="1.900002", name="Cấp lại thẻ mẫu")])
    assert [s.code for s in finder.suggest(kept, "thẻ", 5)] == ["1.900001", "1.900002"]
