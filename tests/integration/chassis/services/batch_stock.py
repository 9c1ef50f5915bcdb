"""The stock with a handler that takes its sales in batches. Run with `python -m`.

It notes each batch in `batches` and every run in `runs`, outside of any transaction; the effect goes to `items`.
"""

from chassis import monkey_patch  # noqa: I001  must come first

from collections.abc import Sequence

from chassis.runtime.service import Mongo, ReceivedEvent, Settings, UnitOfWork, event_batch_handler, run
from tests.integration.chassis.services import trade
from tests.integration.chassis.services.stock import obey, take_off

assert monkey_patch


class BatchStockService:
    name = "stock"
    store = Mongo()

    @event_batch_handler(trade.STOCK_SALES, most=trade.MOST)
    def on_sales(self, received: Sequence[ReceivedEvent]) -> None:
        database = self.store.database
        database.batches.insert_one({"size": len(received)})
        database.runs.insert_many([{"event_id": event.event_id} for event, _context in received])
        for event, _context in received:
            obey(database, event.payload.item)
        self.store.handle_batch_once(trade.STOCK_SALES, received, take_all_off)


def take_all_off(uow: UnitOfWork, received: Sequence[ReceivedEvent]) -> None:
    for event, context in received:
        assert uow.caused_by(context).context.causation_id == event.event_id
        take_off(uow, event.payload)


if __name__ == "__main__":
    run(BatchStockService, Settings)
