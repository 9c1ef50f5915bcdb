"""What every part of the bench works with: the system, its people, the meter, the rows so far."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import orjson
from tests.bench.flow.load.loops import Job, NextJob, Outcome
from tests.bench.flow.load.people import Population
from tests.bench.flow.measuring.measurement import Meter, Row
from tests.bench.flow.target import Target
from tests.bench.http_connection import HttpAnswer, HttpRequest

from devstack.walk.gateway_client import Json

Item = TypeVar("Item")


@dataclass(frozen=True)
class Scale:
    """How much load: seconds of a loop that does not end by itself, dossiers that officers work on."""

    seconds: float
    acts: int
    clients: tuple[int, ...]
    rates: tuple[float, ...]


@dataclass
class Session:
    """One run of the bench against one system."""

    target: Target
    people: Population
    meter: Meter
    scale: Scale
    show: Callable[[Row], None]
    rows: list[Row] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.target.gateway

    async def measure(self, title: str, load: Awaitable[Outcome]) -> Row:
        return self.add(await self.meter.measure(title, load))

    def add(self, row: Row) -> Row:
        self.rows.append(row)
        self.show(row)
        return row


def turns(items: Iterable[Item], request: Callable[[Item], HttpRequest]) -> NextJob:
    """Without end: a request of each item in turn."""
    endless = itertools.cycle(items)
    return lambda _: Job(request(next(endless)))


def once_each(requests: Iterable[Callable[[int], HttpRequest]], results: list[Json]) -> NextJob:
    """Each made for the client whose turn it is; the answers are collected."""
    waiting = iter(requests)

    def take(answer: HttpAnswer) -> None:
        results.append(orjson.loads(answer.body))

    def next_job(client: int) -> Job | None:
        request = next(waiting, None)
        return Job(request(client), take) if request else None

    return next_job


def each_client(requests: Sequence[Sequence[Callable[[], HttpRequest]]]) -> NextJob:
    """The requests of each client by its number, one after the other."""
    waiting = [iter(own) for own in requests]

    def next_job(client: int) -> Job | None:
        request = next(waiting[client], None)
        return Job(request()) if request else None

    return next_job
