"""Pytest plugin: records golden samples while tests of the whole system, and of one service each, run.

`MOTCUA_SAMPLES` names the folder to write to; run by `python -m tests.samples.recorder`. What the whole system shows
counts first. A test of one service fills in what takes days to happen, or a neighbour that does not answer.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from tests.samples.recorder.choice import fullest
from tests.samples.recorder.databases import events_of, opened_documents, published_events, stored_documents
from tests.samples.recorder.encrypted import SERVICES as ENCRYPTING
from tests.samples.recorder.encrypted import make_encrypted
from tests.samples.recorder.release import ReleaseSamples
from tests.samples.recorder.remaining import do_the_rest
from tests.samples.recorder.secrecy import without_secrets
from tests.samples.recorder.tap import BrokerTap
from tests.support import stores

from chassis.amqp.topology import VHOST
from chassis.core.master_keys import MasterKeys
from chassis.storage.store import Store
from contracts import topology
from devstack.secrets import database_of
from devstack.servers.broker_address import BrokerAddress, Vhost
from devstack.servers.mongo_address import MongoAddress, MongoDatabase
from devstack.system import System

DOCUMENTS = 3
"""Of each collection at most."""


class Recorder:
    """What was seen, by kind and name."""

    def __init__(self, folder: Path) -> None:
        self.release = ReleaseSamples(folder)
        self.service: str | None = None
        self.documents: dict[str, list[Any]] = {}
        self.taps: dict[str, tuple[BrokerTap, str]] = {}
        self.databases: dict[str, str] = {}

    def record_system(self, system: System, tap: BrokerTap) -> None:
        do_the_rest(system)
        documents = {
            f"{service}.{collection}": found
            for service in topology.SERVICES
            for collection, found in stored_documents(
                system.mongo_address.admin_uri, database_of(service), _keys_of(system, service)
            )
        }
        tap.stop()
        for kind, seen in (("answers", tap.answers), ("events", tap.events), ("documents", documents)):
            self._write(kind, seen, first=True)

    def open_tap(self, vhost: Vhost) -> None:
        if self.service is not None:
            tap = BrokerTap(vhost.uri)
            tap.start()
            self.taps[vhost.name] = tap, self.service

    def close_tap(self, vhost: str) -> None:
        if vhost in self.taps:
            tap, service = self.taps.pop(vhost)
            tap.stop()
            for kind, seen in (("answers", tap.answers), ("events", tap.events)):
                self._write(kind, {name: s for name, s in seen.items() if name.startswith(f"{service}.")})

    def keep_emptied(self, store: Store) -> None:
        """Of a test that calls use cases in its own process, before what it has stored is deleted."""
        self._write("events", events_of(store.database, store.service))
        for collection, found in opened_documents(store.database):
            self.documents.setdefault(f"{store.service}.{collection}", []).extend(found)

    def keep_new(self, store: Store) -> None:
        """As `keep_emptied`, of collections that no test before has shown: the next one may delete it."""
        names = {
            name
            for name in store.database.list_collection_names()
            if f"{store.service}.{name}" not in self.documents
        }
        for collection, found in opened_documents(store.database, names):
            self.documents[f"{store.service}.{collection}"] = found

    def keep_documents(self, address: MongoAddress, database: str) -> None:
        service = self.databases.pop(database, None)
        if service is not None:
            self._write("events", published_events(address.admin_uri, database, service))
            for collection, found in stored_documents(address.admin_uri, database, stores.MASTER_KEYS):
                self.documents.setdefault(f"{service}.{collection}", []).extend(found)

    def finish(self) -> None:
        for vhost in list(self.taps):
            self.close_tap(vhost)
        self._write("documents", self.documents)
        self.release.write_schemas()
        self.release.write_encrypted(make_encrypted(self.release))

    def _write(self, kind: str, seen: dict[str, list[Any]], *, first: bool = False) -> None:
        for name, samples in seen.items():
            if first or not self.release.has(kind, name):
                chosen = fullest(map(without_secrets, samples), DOCUMENTS if kind == "documents" else 1)
                self.release.write(kind, name, chosen if kind == "documents" else chosen[0])


def _keys_of(system: System, service: str) -> MasterKeys | None:
    """None for a service that encrypts nothing."""
    if service not in ENCRYPTING:
        return None
    return MasterKeys.from_text(system.secret(f"field_encryption_key_{service}"))


RECORDER = Recorder(Path(os.environ["MOTCUA_SAMPLES"]))


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """The tap of the whole system opens when it has started and closes before it is killed."""
    value = yield
    if fixturedef.argname == "system" and isinstance(value, System):
        broker = value.broker_address
        tap = BrokerTap(broker.amqp_uri(broker.admin, broker.admin_password, VHOST))
        tap.start()
        fixturedef.addfinalizer(lambda: RECORDER.record_system(value, tap))
    return value


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    parts = item.path.parts
    within = parts[parts.index("integration") + 1] if "integration" in parts else None
    RECORDER.service = within if within in topology.SERVICES else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Function) -> None:
    for value in item.funcargs.values():
        stores_of = getattr(value, "stores", {})
        for store in (
            value,
            getattr(value, "store", None),
            *(stores_of.values() if isinstance(stores_of, dict) else ()),
        ):
            if isinstance(store, Store):
                RECORDER.keep_new(store)


def pytest_sessionstart() -> None:
    """Every virtual host and database that a test makes for itself is looked at."""
    new_vhost, drop_vhost = BrokerAddress.new_vhost, BrokerAddress.drop_vhost
    new_database, drop_database = MongoAddress.new_database, MongoAddress.drop_database

    def make_vhost(self: BrokerAddress, name: str) -> Vhost:
        vhost = new_vhost(self, name)
        RECORDER.open_tap(vhost)
        return vhost

    def remove_vhost(self: BrokerAddress, name: str) -> None:
        RECORDER.close_tap(name)
        drop_vhost(self, name)

    def make_database(self: MongoAddress, name: str) -> MongoDatabase:
        if RECORDER.service is not None:
            RECORDER.databases[name] = RECORDER.service
        return new_database(self, name)

    def remove_database(self: MongoAddress, database: str) -> None:
        RECORDER.keep_documents(self, database)
        drop_database(self, database)

    patch = pytest.MonkeyPatch()
    patch.setattr(BrokerAddress, "new_vhost", make_vhost)
    patch.setattr(BrokerAddress, "drop_vhost", remove_vhost)
    patch.setattr(MongoAddress, "new_database", make_database)
    patch.setattr(MongoAddress, "drop_database", remove_database)
    empty = stores._Emptied.empty

    def empty_database(self: stores._Emptied, store: Store) -> None:
        RECORDER.keep_emptied(store)
        empty(self, store)

    patch.setattr(stores._Emptied, "empty", empty_database)


def pytest_sessionfinish() -> None:
    RECORDER.finish()
