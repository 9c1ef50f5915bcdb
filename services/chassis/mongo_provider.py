"""The database as a dependency of a nameko service."""

import logging
from collections.abc import Callable
from typing import Any

import eventlet
from nameko.extensions import DependencyProvider
from pymongo.database import Database
from pymongo.errors import PyMongoError

from chassis.green_publish import CooperativePublisher
from chassis.relay import OutboxRelay
from chassis.settings import Settings, load_settings
from chassis.store import Store
from contracts.errors import ServiceError

log = logging.getLogger(__name__)

#: Connections beside the workers': relay, timers, probes.
_BACKGROUND_CONNECTIONS = 10
_RETRY_S = 1.0


class MongoProvider(DependencyProvider):
    """One client for the process; the service's relay lives and dies with it."""

    def __init__(self, indexes: Callable[[Database[dict[str, Any]]], None] | None = None) -> None:
        self._indexes = indexes

    def setup(self) -> None:
        settings = load_settings(Settings)
        pool_size = settings.max_workers + _BACKGROUND_CONNECTIONS
        self.store = Store(settings.mongo_uri, settings.mongo_database, settings.service, pool_size=pool_size)
        self._prepare()
        self._relay = OutboxRelay(self.store, CooperativePublisher(settings.amqp_uri))

    def start(self) -> None:
        self.container.spawn_managed_thread(self._relay.run, identifier="relay")

    def stop(self) -> None:
        self._relay.stop()
        self.store.close()

    def get_dependency(self, worker_ctx: Any) -> Store:  # noqa: ARG002
        return self.store

    def _prepare(self) -> None:
        """Blocks until MongoDB has the indexes."""
        while True:
            try:
                self.store.create_indexes()
                if self._indexes is not None:
                    self._indexes(self.store.database)
                return
            except (PyMongoError, ServiceError) as error:
                log.warning("waiting for MongoDB to take the indexes: %s", type(error).__name__)
            eventlet.sleep(_RETRY_S)
