"""Probes of the broker and the database, with the credentials of the service itself; each says why it failed, in words
for an operator and without the addresses that the clients' messages hold.
"""

from socket import gaierror
from typing import Protocol

from amqp.exceptions import AccessRefused, AMQPError, NotAllowed
from kombu import Connection
from kombu.exceptions import KombuError
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

_BROKER_TIMEOUT_S = 3
_MONGO_TIMEOUT_MS = 1_500
#: The probe itself asks more often.
_HEARTBEAT_MS = 60_000

LOGIN_REFUSED = "the login is refused: wrong user or password"
UNKNOWN_HOST = "its host name cannot be looked up"
CONNECTION_REFUSED = "the connection is refused"
NO_ANSWER = "no answer in time"

_BROKER: tuple[tuple[type[BaseException], str, str], ...] = (
    (AccessRefused, "", LOGIN_REFUSED),
    (NotAllowed, "", "the virtual host is not there or not allowed"),
    (AMQPError, "ACCESS_REFUSED", LOGIN_REFUSED),
    (gaierror, "", UNKNOWN_HOST),
    (ConnectionRefusedError, "", CONNECTION_REFUSED),
    (TimeoutError, "", NO_ANSWER),
    (OSError, "timed out", NO_ANSWER),
)
"""An error of the client, a part of its text, and what it means; the first that fits."""
_MONGO_CODES = {18: LOGIN_REFUSED, 13: "the login may not do this"}
_MONGO_TEXTS = {
    "Authentication failed": LOGIN_REFUSED,
    "Name or service not known": UNKNOWN_HOST,
    "name resolution": UNKNOWN_HOST,
    "No address associated": UNKNOWN_HOST,
    "Connection refused": CONNECTION_REFUSED,
    "timed out": NO_ANSWER,
    "found yet": NO_ANSWER,
    "primary": "there is no primary",
}


class Probe(Protocol):
    """A question to a server that may block for some seconds. `reason`: why the last one failed, empty after a success."""

    reason: str

    def __call__(self) -> bool: ...


class BrokerProbe:
    """Probe of the broker: one connection per call, for the start only."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self.reason = ""

    def __call__(self) -> bool:
        with Connection(self._uri, connect_timeout=_BROKER_TIMEOUT_S) as connection:
            try:
                connection.connect()
            except (*connection.connection_errors, *connection.channel_errors, KombuError, OSError) as error:
                self.reason = broker_reason(error)
                return False
        self.reason = ""
        return True


class MongoProbe:
    """Probe of the database, with a client and one connection of its own: a busy pool is no unreachable database."""

    def __init__(self, uri: str, service: str) -> None:
        self.reason = ""
        self._client: MongoClient[dict[str, object]] = MongoClient(
            uri,
            appname=f"{service}-health",
            maxPoolSize=1,
            connect=False,
            serverMonitoringMode="poll",
            heartbeatFrequencyMS=_HEARTBEAT_MS,
            serverSelectionTimeoutMS=_MONGO_TIMEOUT_MS,
            connectTimeoutMS=_MONGO_TIMEOUT_MS,
            socketTimeoutMS=_MONGO_TIMEOUT_MS,
        )

    def __call__(self) -> bool:
        """True when a primary accepts the login: a service that cannot write is not ready."""
        try:
            self._client.get_database("admin").command("ping")
        except PyMongoError as error:
            self.reason = mongo_reason(error)
            return False
        self.reason = ""
        return True


def broker_reason(error: BaseException) -> str:
    """Why there is no connection to the broker; the name of the error where it is none of those known."""
    found = next(
        (words for kind, part, words in _BROKER if isinstance(error, kind) and part in str(error)), None
    )
    if found is not None:
        return found
    return broker_reason(error.__cause__) if error.__cause__ is not None else type(error).__name__


def mongo_reason(error: PyMongoError) -> str:
    """Why the database does not serve; the name of the error where it is none of those known."""
    if isinstance(error, OperationFailure) and error.code in _MONGO_CODES:
        return _MONGO_CODES[error.code]
    text = str(error)
    return next((words for part, words in _MONGO_TEXTS.items() if part in text), type(error).__name__)
