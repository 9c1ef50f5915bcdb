"""What is left when the killing is over: read through the gateway, and in the databases and on the broker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database

from contracts.topology import SERVICES
from devstack.secrets import VHOST, database_of
from devstack.system import System


class SystemInspector:
    """The databases and queues, seen with the administrator's eyes."""

    def __init__(self, system: System) -> None:
        self._system = system

    @contextmanager
    def database(self, service: str) -> Iterator[Database[dict[str, Any]]]:
        client: MongoClient[dict[str, Any]] = MongoClient(
            self._system.secret("mongo_admin_uri"), tz_aware=True
        )
        with client:
            yield client[database_of(service)]

    def unpublished(self) -> Mapping[str, int]:
        """Events that no broker has confirmed, by service."""
        return {service: self._count(service, "events", {"unpublished": True}) for service in SERVICES}

    def pending_emails(self) -> int:
        return self._count("notifications", "timers", {})

    def waiting_events(self) -> Mapping[str, int]:
        """Messages in the queues of subscriptions and of retries, by queue, where there are any.

        The broker counts every few seconds.
        """
        queues = self._system.broker_address.management.call("GET", f"/api/queues/{VHOST}")
        counts = {queue["name"]: int(queue.get("messages", 0)) for queue in queues}
        return {name: n for name, n in counts.items() if n and name.startswith(("events.", "retry."))}

    def _count(self, service: str, collection: str, query: dict[str, Any]) -> int:
        with self.database(service) as database:
            return database[collection].count_documents(query)
