"""A service that counts the sales of another, and fails as the item sold tells it to. Run with `python -m`.

It notes every run of its handler in `runs`, outside of any transaction; the effect goes to `items`.
"""

from chassis import monkey_patch  # noqa: I001  must come first

from typing import Any

import eventlet
from pymongo.database import Database

from chassis.runtime.service import Context, Mongo, Settings, UnitOfWork, event_handler, run
from contracts.errors import ErrorCode, ServiceError
from contracts.events import AnyEvent
from tests.integration.chassis.services import trade

assert monkey_patch


class StockService:
    name = "stock"
    store = Mongo()

    @event_handler(trade.STOCK_SALES)
    def on_sale(self, event: AnyEvent, context: Context) -> None:
        database = self.store.database
        database.runs.insert_one({"event_id": event.event_id, "context": context.to_headers()})
        obey(database, event.payload.item)
        self.store.handle_once(trade.STOCK_SALES, event, context, lambda uow: take_off(uow, event.payload))


def take_off(uow: UnitOfWork, sold: trade.Sold) -> None:
    change = {"$inc": {"sold": sold.quantity}}
    uow.database["items"].update_one({"_id": sold.item}, change, upsert=True, session=uow.session)


def obey(database: Database[dict[str, Any]], item: str) -> None:
    """The first word of an item says how its handler fails."""
    behaviour = item.split()[0]
    if behaviour == "buggy" and not is_on(database, f"fixed {item}"):
        raise RuntimeError("the handler has a bug")
    if behaviour == "timedout":
        raise eventlet.Timeout(None)
    if behaviour == "exits":
        raise SystemExit(3)
    if behaviour == "refused":
        raise ServiceError(ErrorCode.FORBIDDEN)
    while behaviour == "slow" and not is_on(database, f"go {item}"):
        eventlet.sleep(0.02)


def is_on(database: Database[dict[str, Any]], switch: str) -> bool:
    return database.switches.find_one({"_id": switch}) is not None


if __name__ == "__main__":
    run(StockService, Settings)
