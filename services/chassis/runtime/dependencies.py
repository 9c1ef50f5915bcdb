"""Dependencies of a service class: its database, its settings, objects made once per process."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar, cast

import eventlet
from nameko.extensions import DependencyProvider
from pymongo.database import Database
from pymongo.errors import PyMongoError

from chassis.core.clock import utcnow
from chassis.core.settings import Configuration, Settings, load_settings
from chassis.runtime.callers import Callers
from chassis.runtime.publisher import CooperativePublisher
from chassis.storage import timers, unproved_callers
from chassis.storage.documents import Document
from chassis.storage.encryption import beginning
from chassis.storage.encryption.kms_start import opened_keys
from chassis.storage.encryption.re_encryption import Encryptable
from chassis.storage.migrations import Migration
from chassis.storage.outbox_relay import OutboxRelay
from chassis.storage.store import Store
from contracts.errors import ServiceError

log = logging.getLogger(__name__)

CreateIndexes = Callable[[Database[Document]], None]

#: Connections in addition to one for each worker: for relay, timers, probes.
_BACKGROUND_CONNECTIONS = 10
_RETRY_S = 1.0
STANDING = "standing"
"""Key of a timer that is always there."""
FIRST_RUN_AFTER = timedelta(minutes=2)
"""When the services of a new installation have started."""


class MongoProvider(DependencyProvider):
    """nameko provider of the process's `Store`; starts and stops the outbox relay with the service."""

    callers = Callers()

    def __init__(
        self,
        indexes: CreateIndexes | None = None,
        migrations: Sequence[Migration] = (),
        encrypted: Sequence[Encryptable] = (),
        standing_timers: Sequence[str] = (),
    ) -> None:
        self._indexes = indexes
        self._migrations = migrations
        self._encrypted = encrypted
        self._standing_timers = standing_timers

    def setup(self) -> None:
        settings = load_settings(Settings)
        master_keys = opened_keys(settings, settings.mongo_uri, settings.mongo_database, settings.service)
        pool_size = settings.max_workers + _BACKGROUND_CONNECTIONS
        self.store = Store(
            settings.mongo_uri,
            settings.mongo_database,
            settings.service,
            pool_size=pool_size,
            migrations=self._migrations,
            master_keys=master_keys,
            encrypted=self._encrypted,
        )
        self._encrypts = settings.field_encryption
        self._prepare()
        self._relay = OutboxRelay(self.store, CooperativePublisher(settings.amqp_uri), settings.look_every_s)

    def start(self) -> None:
        self.container.spawn_managed_thread(self._relay.run, identifier="relay")

    def stop(self) -> None:
        self._relay.stop()
        self.store.close()

    def get_dependency(self, worker_ctx: Any) -> Store:  # noqa: ARG002
        return self.store

    def _prepare(self) -> None:
        """Blocks until MongoDB has the indexes. Raises NewerSchema, WrongMasterKey."""
        new: bool | None = None
        while True:
            try:
                new = unproved_callers.is_new(self.store.database) if new is None else new
                self.store.migrator.prepare()
                self._take_unproved_callers(new)
                self._begin_encryption(new)
                self.store.create_indexes()
                if self._indexes is not None:
                    self._indexes(self.store.database)
                self._ensure_timers()
                return
            except (PyMongoError, ServiceError) as error:
                log.warning("waiting for MongoDB to be prepared: %s", type(error).__name__)
            eventlet.sleep(_RETRY_S)

    def _begin_encryption(self, new: bool) -> None:
        database = self.store.database
        if self._encrypts:
            fields = self.store.re_encryption.fields
            self.store.encrypt_from(beginning.begin(database, fields, new=new))
        else:
            beginning.interrupt(database)
        if self.store.cipher is not None:
            self.store.cipher.check()

    def _ensure_timers(self) -> None:
        for kind in self._standing_timers:
            timers.ensure_scheduled(self.store.database, kind, STANDING, utcnow() + FIRST_RUN_AFTER)

    def _take_unproved_callers(self, new: bool) -> None:
        proof, end = self.callers.proof, unproved_callers.unproved_until(self.store.database, new=new)
        proof.unproved_until = max(proof.unproved_until, end.timestamp())


S = TypeVar("S", bound=Configuration)
T = TypeVar("T")


class SettingsProvider(DependencyProvider):
    """nameko provider of the frozen settings object."""

    def __init__(self, cls: type[Configuration]) -> None:
        self.cls = cls

    def setup(self) -> None:
        self.settings = load_settings(self.cls)

    def get_dependency(self, worker_ctx: Any) -> Configuration:  # noqa: ARG002
        return self.settings


class ProcessScopedProvider(DependencyProvider):
    """nameko provider of the one object that the factory made when the service started."""

    def __init__(self, cls: type[Configuration], factory: Callable[[Any], Any]) -> None:
        self.cls = cls
        self.factory = factory

    def setup(self) -> None:
        self.made = self.factory(load_settings(self.cls))

    def get_dependency(self, worker_ctx: Any) -> Any:  # noqa: ARG002
        return self.made


def SettingsDependency(cls: type[S]) -> S:  # noqa: N802  reads as the dependency that it is
    """Settings as a dependency: declare `settings = SettingsDependency(MySettings)` on a service class."""
    return cast("S", SettingsProvider(cls))


def ProcessScoped(cls: type[S], factory: Callable[[S], T]) -> T:  # noqa: N802
    """An object made once per process, at start.

    Declare `issuer = ProcessScoped(MySettings, lambda settings: Issuer(settings.key))` on a service class.
    """
    return cast("T", ProcessScopedProvider(cls, factory))


def Mongo(  # noqa: N802  reads as the dependency that it is
    *,
    indexes: CreateIndexes | None = None,
    migrations: Sequence[Migration] = (),
    encrypted: Sequence[Encryptable] = (),
    standing_timers: Sequence[str] = (),
) -> Store:
    """The service's database as a dependency of a service class.

    Declare `store = Mongo(indexes=create_indexes, migrations=MIGRATIONS, encrypted=ENCRYPTED)`.

    At start it waits for MongoDB, creates the indexes of the chassis and the service's own, and runs the relay
    that publishes the service's events. Migrations wait for the operator. Ends the start with NewerSchema when a
    newer release has made the database unreadable for this one.

    `standing_timers`: kinds of which there is always one timer, first due some minutes after the first start; its handler
    ends with RunAgainAt.
    """
    return cast("Store", MongoProvider(indexes, migrations, encrypted, standing_timers))
