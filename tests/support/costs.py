"""What an act costs a service: requests to MongoDB, transactions, and calls of other services."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any, TypeVar

from tests.support.database_requests import requests_to

T = TypeVar("T")


@dataclass(frozen=True)
class Cost:
    """Of one act alone."""

    requests: int
    transactions: int
    calls: int = 0

    def exceeds(self, other: Cost) -> bool:
        pairs = zip(astuple(self), astuple(other), strict=True)
        return any(mine > theirs for mine, theirs in pairs)


class Costs:
    """What acts have cost the database of this name; `calls` gives the calls of other services, which each act begins anew.

    `seen` says of what they are made up.
    """

    def __init__(self, database: str, calls: Callable[[], Sequence[object]] = tuple) -> None:
        self.found: dict[str, Cost] = {}
        self.seen: dict[str, Any] = {}
        self._database = database
        self._calls = calls

    def measure(self, name: str, act: Callable[[], T]) -> T:
        before = len(self._calls())
        with requests_to(self._database) as made:
            done = act()
        calls = self._calls()[before:]
        self.found[name] = Cost(made.total, made.transactions, len(calls))
        self.seen[name] = dict(made.by_kind), calls
        return done

    def above(self, table: Mapping[str, Cost]) -> dict[str, Cost]:
        """Those that exceed the table."""
        return {name: cost for name, cost in self.found.items() if cost.exceeds(table[name])}
