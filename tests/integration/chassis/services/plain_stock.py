"""The same consumer written for nameko as it is shipped, to show what the chassis repairs. Run with `python -m`."""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402
import signal  # noqa: E402
from typing import Any  # noqa: E402

from nameko import config  # noqa: E402
from nameko.containers import ServiceContainer  # noqa: E402
from nameko.events import event_handler  # noqa: E402
from pymongo import MongoClient  # noqa: E402

client: MongoClient[dict[str, Any]] = MongoClient(os.environ["MOTCUA_MONGO_URI"])
database = client[os.environ["MOTCUA_MONGO_DATABASE"]]


class PlainStock:
    name = "plain_stock"

    @event_handler("shop", "shop.sold")  # type: ignore[untyped-decorator]  # nameko has no types
    def on_sale(self, event: dict[str, Any]) -> None:
        database.plain_runs.insert_one({"event_id": event["event_id"]})
        item = event["payload"]["item"]
        if item.startswith("buggy"):
            raise RuntimeError("the handler has a bug")
        while item.startswith("slow") and database.switches.find_one({"_id": f"go {item}"}) is None:
            eventlet.sleep(0.02)


def main() -> None:
    config.setup({"AMQP_URI": os.environ["MOTCUA_AMQP_URI"]})
    container = ServiceContainer(PlainStock)
    container.start()
    database.switches.insert_one({"_id": "plain nameko has started"})
    signal.signal(signal.SIGTERM, lambda _number, _frame: eventlet.spawn_n(container.stop))
    container.wait()


if __name__ == "__main__":
    main()
