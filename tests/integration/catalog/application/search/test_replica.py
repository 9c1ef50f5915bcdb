"""The search index of a process and the stored entries it follows."""

from collections.abc import Sequence

import pytest
from tests.support.catalog.versions import content
from tests.support.stores import OpenStore

from catalog.application.search.replica import SearchReplica
from catalog.repository import search_entries
from catalog.repository.search_entries import COUNTER, REVISIONS, SearchEntryRepository
from chassis.core.context import Context
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork
from contracts.catalog import ProcedureContent


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store("catalog", search_entries.create_indexes)


def update(store: Store, published: Sequence[ProcedureContent] = (), withdrawn: Sequence[str] = ()) -> None:
    store.transaction(
        Context.new(), lambda uow: uow.repository(SearchEntryRepository).update(published, withdrawn)
    )


def codes(replica: SearchReplica, store: Store) -> list[str]:
    index = replica.current_index(store)
    return [entry.summary.code for entry in index.listed(0, 100)]


def test_only_what_was_written_since_is_read(store: Store) -> None:
    replica, entries = SearchReplica(), store.repository(SearchEntryRepository)
    update(store, [content(code="1.900001"), content(code="1.900002")])
    assert codes(replica, store) == ["1.900001", "1.900002"]
    update(store, [content(code="1.900003")], ["1.900001"])
    assert {row.code for row in entries.written_after(replica.revision)} == {"1.900001", "1.900003"}
    assert codes(replica, store) == ["1.900002", "1.900003"]


def test_each_change_moves_the_revision_by_one_and_nothing_by_nothing(store: Store) -> None:
    entries = store.repository(SearchEntryRepository)
    assert entries.revision() == 0
    update(store, [content()], ["1.900009"])
    update(store)
    assert entries.revision() == 1


def test_a_transaction_that_failed_moves_nothing(store: Store) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.repository(SearchEntryRepository).update([content()], ())
        raise LookupError("after the change")

    with pytest.raises(LookupError):
        store.transaction(Context.new(), work)
    entries = store.repository(SearchEntryRepository)
    assert (entries.revision(), list(entries.written_after(-1))) == (0, [])


def test_a_restored_database_is_read_anew(store: Store) -> None:
    replica = SearchReplica()
    update(store, [content(code="1.900001")])
    update(store, [content(code="1.900002")])
    assert codes(replica, store) == ["1.900001", "1.900002"]
    store.database[SearchEntryRepository.collection].delete_one({"_id": "1.900002"})
    store.database[REVISIONS].update_one(COUNTER, {"$set": {"revision": 1}})
    assert codes(replica, store) == ["1.900001"]


def test_suggestions_are_forgotten_when_something_changed(store: Store) -> None:
    replica = SearchReplica()
    update(store, [content(code="1.900001", name="Cấp thẻ mẫu")])
    assert [s.code for s in replica.suggest(store, "thẻ", 5)] == ["1.900001"]
    update(store, [content(code="1.900002", name="Cấp lại thẻ mẫu")])
    assert [s.code for s in replica.suggest(store, "thẻ", 5)] == ["1.900001", "1.900002"]
