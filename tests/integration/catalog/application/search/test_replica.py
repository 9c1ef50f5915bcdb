"""A replica's index and the database that tells it what has changed."""

from collections.abc import Iterator, Sequence

import pytest
from tests.support.catalog_versions import content

from catalog.application.search.replica import SearchReplica
from catalog.repository import search_entries
from catalog.repository.search_entries import COUNTER, REVISION, SearchEntryRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.catalog import ProcedureContent
from devstack.servers.mongo_address import MongoDatabase


@pytest.fixture
def store(database: MongoDatabase) -> Iterator[Store]:
    store = Store(database.uri, database.name, "catalog")
    search_entries.create_indexes(store.database)
    yield store
    store.close()


def change(store: Store, shown: Sequence[ProcedureContent] = (), hidden: Sequence[str] = ()) -> None:
    kept = SearchEntryRepository(store.database)
    store.transaction(Context.new(), lambda uow: kept.change(shown, hidden, uow.session))


def codes(finder: SearchReplica, store: Store) -> list[str]:
    index = finder.current_index(SearchEntryRepository(store.database))
    return [entry.summary.code for entry in index.listed(0, 100)]


def test_only_what_was_written_since_is_read(store: Store) -> None:
    finder, kept = SearchReplica(), SearchEntryRepository(store.database)
    change(store, [content(code="1.900001"), content(code="1.900002")])
    assert codes(finder, store) == ["1.900001", "1.900002"]
    change(store, [content(code="1.900003")], ["1.900001"])
    assert {row.code for row in kept.written_after(finder.revision)} == {"1.900001", "1.900003"}
    assert codes(finder, store) == ["1.900002", "1.900003"]


def test_each_change_moves_the_revision_by_one_and_nothing_by_nothing(store: Store) -> None:
    kept = SearchEntryRepository(store.database)
    assert kept.revision() == 0
    change(store, [content()], ["1.900009"])
    change(store)
    assert kept.revision() == 1


def test_a_transaction_that_failed_moves_nothing(store: Store) -> None:
    kept = SearchEntryRepository(store.database)

    def work(uow: UnitOfWork) -> None:
        kept.change([content()], (), uow.session)
        raise LookupError("after the change")

    with pytest.raises(LookupError):
        store.transaction(Context.new(), work)
    assert (kept.revision(), list(kept.written_after(-1))) == (0, [])


def test_a_restored_database_is_read_anew(store: Store) -> None:
    finder = SearchReplica()
    change(store, [content(code="1.900001")])
    change(store, [content(code="1.900002")])
    assert codes(finder, store) == ["1.900001", "1.900002"]
    store.database[search_entries.ROWS].delete_one({"_id": "1.900002"})
    store.database[REVISION].update_one(COUNTER, {"$set": {"revision": 1}})
    assert codes(finder, store) == ["1.900001"]


def test_suggestions_are_forgotten_when_something_changed(store: Store) -> None:
    finder, kept = SearchReplica(), SearchEntryRepository(store.database)
    change(store, [content(code="1.900001", name="Cấp thẻ mẫu")])
    assert [s.code for s in finder.suggest(kept, "thẻ", 5)] == ["1.900001"]
    change(store, [content(code="1.900002", name="Cấp lại thẻ mẫu")])
    assert [s.code for s in finder.suggest(kept, "thẻ", 5)] == ["1.900001", "1.900002"]
