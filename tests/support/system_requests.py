"""What reached the database and the services of a running system: requests, transactions, journal syncs, RPC calls."""

from __future__ import annotations

import re
import urllib.error
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, Self

from pymongo import MongoClient

from devstack.processes.http_probe import WITHOUT_PROXY

Document = dict[str, Any]
_OPERATIONS = ("insert", "query", "update", "delete", "getmore", "command")
_CALLS = re.compile(r"^rpc_server_requests_total\{.*\} ([0-9.e+]+)$", re.MULTILINE)
_PROFILE_BYTES = 32 << 20

NOTHING = " (nothing)"
"""Added to the name of an operation that found and changed nothing: a look."""
_EFFECTS = ("nreturned", "ninserted", "nMatched", "nModified", "ndeleted", "nUpserted")
_NOTED_OPERATIONS: list[Document] = [
    {"$match": {"ns": {"$not": re.compile(r"\.system\.profile$")}}},
    {
        "$group": {
            "_id": {
                "ns": "$ns",
                "op": "$op",
                "command": {
                    "$getField": {
                        "field": "k",
                        "input": {"$arrayElemAt": [{"$objectToArray": "$command"}, 0]},
                    }
                },
                "found": {"$gt": [{"$add": [{"$ifNull": [f"${effect}", 0]} for effect in _EFFECTS]}, 0]},
            },
            "count": {"$sum": 1},
        }
    },
]
"""What a database noted, by collection, kind, name of the command, and whether it read or changed anything."""


@dataclass(frozen=True)
class Counts:
    """Between two moments. As a moment: since the server and the processes started."""

    requests: float
    """Operations that the database counts; a commit is one of them."""
    committed: float
    aborted: float
    journal_syncs: float
    rpc_calls: float

    def since(self, earlier: Self) -> Self:
        return type(self)(
            *(getattr(self, field.name) - getattr(earlier, field.name) for field in fields(self))
        )

    def each(self, count: int) -> dict[str, float]:
        return {field.name: round(getattr(self, field.name) / count, 2) for field in fields(self)}


class SystemRequests:
    """Asks a running database and running services.

    `now` asks the services for their metrics, for which they ask the database: not within what `operations` counts.
    """

    def __init__(self, mongo_uri: str, metrics: list[str]) -> None:
        self._client: MongoClient[Document] = MongoClient(mongo_uri)
        self._metrics = metrics

    def close(self) -> None:
        self._client.close()

    def now(self) -> Counts:
        status = self._client.admin.command("serverStatus")
        return Counts(
            requests=sum(status["opcounters"][name] for name in _OPERATIONS),
            committed=status["transactions"]["totalCommitted"],
            aborted=status["transactions"]["totalAborted"],
            journal_syncs=status["wiredTiger"]["log"]["log sync operations"],
            rpc_calls=sum(map(_calls_answered, self._metrics)),
        )

    def committed(self) -> int:
        """Transactions so far."""
        return int(self._client.admin.command("serverStatus")["transactions"]["totalCommitted"])

    def has_timers(self, service: str, kind: str) -> bool:
        """Whether timers of this kind wait or run."""
        return self._client[f"motcua_{service}"].timers.find_one({"kind": kind}, {"_id": 1}) is not None

    def issued_documents(self) -> int:
        """Documents and seals that records has made so far."""
        return self._client["motcua_records"]["issued"].count_documents({})

    def dossiers(self) -> int:
        return self._client["motcua_dossiers"]["dossiers"].count_documents({})

    @property
    def databases(self) -> list[str]:
        """Those of the services."""
        return [name for name in self._client.list_database_names() if name.startswith("motcua_")]

    @contextmanager
    def profiled(self) -> Iterator[None]:
        """The database notes every operation on a service's data, for `operations`."""
        databases = [self._client[name] for name in self.databases]
        for database in databases:
            database.command("profile", 0)
            database.drop_collection("system.profile")
            database.create_collection("system.profile", capped=True, size=_PROFILE_BYTES)
            database.command("profile", 2)
        try:
            yield
        finally:
            for database in databases:
                database.command("profile", 0)

    def operations(self) -> Counter[tuple[str, str]]:
        """What was noted so far: service and `collection.operation`, looks apart.

        Commits are not noted: they concern no database.
        """
        found: Counter[tuple[str, str]] = Counter()
        for name in self.databases:
            for group in self._client[name]["system.profile"].aggregate(_NOTED_OPERATIONS):
                collection = group["_id"]["ns"].partition(".")[2]
                kind = group["_id"]["command" if group["_id"]["op"] == "command" else "op"]
                nothing = "" if group["_id"]["found"] else NOTHING
                found[name.removeprefix("motcua_"), f"{collection}.{kind}{nothing}"] += group["count"]
        return found


def _calls_answered(url: str) -> float:
    """0 for a process that answers no calls, or does not tell."""
    try:
        with WITHOUT_PROXY.open(url, timeout=5) as answer:
            text = answer.read().decode()
    except (OSError, urllib.error.URLError):
        return 0.0
    return sum(map(float, _CALLS.findall(text)))
