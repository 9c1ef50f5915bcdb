"""Migrations on the real database: bounded, repeatable, beside other writers, recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.integration.chassis.services.ledger_migrations import MIGRATIONS, OLD_SHAPE

from chassis.storage.documents import Document
from chassis.storage.migrations import Migration, Migrator, NewerSchema, update_documents
from chassis.storage.store import Store
from devstack.servers.mongo_address import MongoDatabase


def fill(store: Store, count: int) -> None:
    store.database.people.insert_many(
        [{"_id": f"p-{number}", "name": f"An {number}"} for number in range(count)]
    )


def old_ones(store: Store) -> int:
    return store.database.people.count_documents(OLD_SHAPE)


def migrator(store: Store, *migrations: Migration) -> Migrator:
    return Migrator(store.database, "shop", migrations or MIGRATIONS)


def test_documents_of_the_old_shape_get_the_new_one(store: Store) -> None:
    fill(store, 3)
    status = migrator(store).run(budget_s=10)
    assert (status.pending, old_ones(store)) == ((), 0)
    assert store.database.people.find_one({"_id": "p-1"}) == {"_id": "p-1", "name": "An 1", "folded": "an 1"}
    assert [(each.name, each.documents) for each in status.items] == [("fold_names", 3)]


def test_what_was_applied_is_recorded_with_its_time_and_not_run_again(store: Store) -> None:
    migrator(store).run(budget_s=10)
    fill(store, 1)
    status = migrator(store).run(budget_s=10)
    assert status.items[0].applied_at is not None
    assert old_ones(store) == 1


def test_run_ends_with_its_time_and_the_next_one_goes_on(store: Store) -> None:
    fill(store, 5)
    first = migrator(store).run(budget_s=0, batch=2)
    assert ([each.number for each in first.pending], old_ones(store)) == ([1], 3)
    second = migrator(store).run(budget_s=10, batch=2)
    assert (second.pending, second.items[0].documents, old_ones(store)) == ((), 5, 0)


def test_migrations_run_in_the_order_of_their_numbers(store: Store) -> None:
    fill(store, 1)
    done: list[int] = []
    numbered = [Migration(number, f"step_{number}", once(done, number)) for number in (1, 2)]
    assert migrator(store, *numbered).run(budget_s=10).pending == ()
    assert done == [1, 2]


def once(done: list[int], number: int) -> Callable[[Any, int], int]:
    def batch(_database: Any, _limit: int) -> int:
        if number in done:
            return 0
        done.append(number)
        return 1

    return batch


def test_another_process_at_work_is_left_to_it(store: Store) -> None:
    fill(store, 3)
    migrator(store).run(budget_s=0, batch=1)
    store.database.leases.update_one({"_id": "migrations"}, [
        {"$set": {"holder": "another", "expires_at": {"$add": ["$$NOW", 60_000]}}}
    ])  # fmt: skip
    status = migrator(store).run(budget_s=10)
    assert (status.busy, len(status.pending), old_ones(store)) == (True, 1, 2)


def test_document_that_changed_meanwhile_is_left_for_the_next_batch(store: Store) -> None:
    store.database.people.insert_one({"_id": "p-1", "name": "An", "version": 1})

    def rename_first(document: Document) -> Document:
        renamed = {"$set": {"name": "Binh"}, "$inc": {"version": 1}}
        if document["version"] == 1:
            store.database.people.update_one({"_id": "p-1"}, renamed)
        return {"$set": {"folded": document["name"].casefold()}}

    step = Migration(1, "fold_names", update_documents("people", OLD_SHAPE, rename_first))
    assert migrator(store, step).run(budget_s=10).pending == ()
    stored = store.database.people.find_one({"_id": "p-1"})
    assert stored == {"_id": "p-1", "name": "Binh", "version": 2, "folded": "binh"}


def test_new_database_has_had_every_migration(database: MongoDatabase) -> None:
    new = Store(database.uri, database.name, "shop", migrations=MIGRATIONS)
    new.migrator.prepare()
    assert new.migrator.status().pending == ()
    new.close()


def test_database_with_data_has_had_none(store: Store) -> None:
    fill(store, 1)
    migrator(store).prepare()
    assert [each.name for each in migrator(store).status().pending] == ["fold_names"]


def test_release_before_refuses_a_database_that_it_cannot_read(store: Store) -> None:
    fill(store, 3)
    migrator(store).run(budget_s=0, batch=1)
    before = Migrator(store.database, "shop", ())
    with pytest.raises(NewerSchema, match="1 fold_names"):
        before.prepare()


def test_release_before_starts_on_a_database_that_it_can_read(store: Store) -> None:
    migrator(store, Migration(1, "add_index_field", lambda _database, _limit: 0)).run(budget_s=10)
    before = Migrator(store.database, "shop", ())
    before.prepare()
    assert ([each.number for each in before.status().unknown], before.status().pending) == ([1], ())


@pytest.mark.parametrize("numbers", [(2,), (1, 3), (1, 1), (2, 1)])
def test_gap_or_disorder_in_the_numbers_is_a_fault_of_the_code(
    store: Store, numbers: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="numbered"):
        migrator(store, *(Migration(number, "x", lambda _database, _limit: 0) for number in numbers))
