"""Probes of the broker and the database, with the credentials of the service itself."""

import logging

from kombu import Connection
from kombu.exceptions import KombuError
from pymongo import MongoClient
from pymongo.errors import PyMongoError

_log = logging.getLogger(__name__)

_BROKER_TIMEOUT_S = 3
_MONGO_TIMEOUT_MS = 1_500


class BrokerProbe:
    """Probe of the broker: one connection per call, for the start only."""

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def __call__(self) -> bool:
        with Connection(self._uri, connect_timeout=_BROKER_TIMEOUT_S) as connection:
            try:
                connection.connect()
            except (*connection.connection_errors, *connection.channel_errors, KombuError, OSError) as error:
                _log.debug("broker not there", extra={"reason": type(error).__name__})
                return False
            return True


class MongoProbe:
    """Probe of the database, with a client and one connection of its own: a busy pool is no unreachable database."""

    def __init__(self, uri: str, service: str) -> None:
        self._client: MongoClient[dict[str, object]] = MongoClient(
            uri,
            appname=f"{service}-health",
            maxPoolSize=1,
            connect=False,
            serverSelectionTimeoutMS=_MONGO_TIMEOUT_MS,
            connectTimeoutMS=_MONGO_TIMEOUT_MS,
            socketTimeoutMS=_MONGO_TIMEOUT_MS,
        )

    def __call__(self) -> bool:
        """True when a primary accepts the login: a service that cannot write is not ready."""
        try:
            self._client.get_database("admin").command("ping")
        except PyMongoError as error:
            _log.debug("database not there", extra={"reason": type(error).__name__})
            return False
        return True
