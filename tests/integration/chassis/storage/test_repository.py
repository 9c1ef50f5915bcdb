"""A repository on the real database: inside a transaction, outside of it, and along an open list."""

import pytest

from chassis.core.context import Context
from chassis.core.pagination import Position
from chassis.storage.documents import Document
from chassis.storage.repository import Repository, after, before
from chassis.storage.store import Store
from chassis.storage.unit_of_work import UnitOfWork


class ItemRepository(Repository):
    collection = "items"

    def add(self, item_id: str, price: int) -> None:
        self.documents.insert_one({"_id": item_id, "price": price}, session=self.session)

    def find(self, selection: Document, direction: int) -> list[Document]:
        order = [("price", direction), ("_id", direction)]
        return list(self.documents.find(selection, session=self.session, sort=order, limit=2))


def fill(store: Store) -> None:
    items = store.repository(ItemRepository)
    for number in range(5):
        items.add(f"i-{number}", number // 2)


def walk(store: Store, direction: int) -> list[str]:
    """The whole list, two items a page."""
    items, beyond = store.repository(ItemRepository), after if direction == 1 else before
    seen: list[str] = []
    position: Position | None = None
    while found := items.find(beyond("price", position), direction):
        seen += [row["_id"] for row in found]
        position = found[-1]["price"], found[-1]["_id"]
    return seen


@pytest.mark.parametrize(("direction", "first"), [(1, "i-0"), (-1, "i-4")])
def test_walk_along_a_list_meets_every_item_once(store: Store, direction: int, first: str) -> None:
    fill(store)
    seen = walk(store, direction)
    assert (seen[0], sorted(seen)) == (first, [f"i-{number}" for number in range(5)])


def test_repository_of_a_unit_of_work_belongs_to_its_transaction(store: Store, context: Context) -> None:
    fill(store)

    def add_and_fail(uow: UnitOfWork) -> None:
        items = uow.repository(ItemRepository)
        items.add("i-9", 9)
        assert items.find({"_id": "i-9"}, 1)
        raise LookupError

    with pytest.raises(LookupError):
        store.transaction(context, add_and_fail)
    assert store.repository(ItemRepository).find({"_id": "i-9"}, 1) == []
