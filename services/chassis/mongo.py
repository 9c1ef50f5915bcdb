"""A service's database, for services (the `Mongo` dependency) and for plain processes (`Store`).

Imports neither nameko nor eventlet until a service declares `Mongo`.
"""

from collections.abc import Callable
from typing import Any, cast

from pymongo.database import Database

from chassis.store import Store

CreateIndexes = Callable[[Database[dict[str, Any]]], None]


def Mongo(*, indexes: CreateIndexes | None = None) -> Store:  # noqa: N802  reads as the dependency that it is
    """Declare `store = Mongo(indexes=create_indexes)` on a service class.

    At start it waits for MongoDB, creates the indexes of the chassis and the service's own, and runs the relay
    that publishes the service's events.
    """
    from chassis.mongo_provider import MongoProvider

    return cast("Store", MongoProvider(indexes))
