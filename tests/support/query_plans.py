"""How MongoDB answers what a repository asks: its commands as they were sent, explained."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

_EXPLAINED = ("find", "aggregate", "count", "distinct", "findAndModify")
_ENVELOPE = ("lsid", "$clusterTime", "$db", "$readPreference", "txnNumber", "startTransaction", "autocommit")


@dataclass(frozen=True)
class QueryPlan:
    """The plan of one command and what it read."""

    command: dict[str, Any]
    stages: frozenset[str]
    indexes: frozenset[str]
    keys: int
    documents: int
    returned: int


class CommandRecorder(CommandListener):
    """Keeps the reading commands of a client, in their order."""

    def __init__(self) -> None:
        self.commands: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name in _EXPLAINED:
            command = dict(event.command)
            self.commands.append({name: command[name] for name in command if name not in _ENVELOPE})

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Nothing to keep."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Nothing to keep."""


@contextmanager
def recorded(uri: str, name: str) -> Iterator[tuple[Database[dict[str, Any]], CommandRecorder]]:
    """The database of this name by a client of its own, and what is asked of it."""
    recorder = CommandRecorder()
    with MongoClient[dict[str, Any]](uri, tz_aware=True, event_listeners=[recorder]) as client:
        yield client[name], recorder


def explain(database: Database[dict[str, Any]], command: dict[str, Any]) -> QueryPlan:
    """The plan of a command, run to its end."""
    answer = database.command("explain", command, verbosity="executionStats")
    stages, indexes, keys, documents, returned = set[str](), set[str](), 0, 0, 0
    for part in _parts(answer):
        if "winningPlan" in part:
            stages |= {each["stage"] for each in _parts(part["winningPlan"]) if "stage" in each}
            indexes |= {each["indexName"] for each in _parts(part["winningPlan"]) if "indexName" in each}
        if "totalKeysExamined" in part and "executionStages" in part:
            keys += part["totalKeysExamined"]
            documents += part["totalDocsExamined"]
            returned += part["nReturned"]
    return QueryPlan(command, frozenset(stages), frozenset(indexes), keys, documents, returned)


def _parts(plan: Any) -> Iterator[dict[str, Any]]:
    """Every document inside of a plan, itself included; of plans that were not taken none."""
    if isinstance(plan, list):
        for each in plan:
            yield from _parts(each)
    elif isinstance(plan, dict):
        yield plan
        for name, each in plan.items():
            if name not in ("rejectedPlans", "allPlansExecution", "command"):
                yield from _parts(each)
