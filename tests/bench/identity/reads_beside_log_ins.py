"""What log-ins cost others: citizens' reads of their dossiers alone, beside a process that hashes without a pause and
nothing else, and beside log-ins that use all that may hash."""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Self

from tests.bench.flow.load.acts import AGENCY, log_in, read
from tests.bench.flow.load.loops import Outcome, closed_loop, open_loop, percentile_ms
from tests.bench.flow.load.people import Population
from tests.bench.flow.measuring.measurement import Meter
from tests.bench.flow.measuring.usage import CORES, Usage
from tests.bench.flow.parts.office import filed
from tests.bench.flow.parts.session import Scale, Session, turns
from tests.bench.flow.target import Target
from tests.bench.http_connection import HttpRequest
from tests.bench.identity.core_waits import waited_s
from tests.support.system_requests import SystemRequests

GOAL = 1.2
"""Of the p95 of reads beside log-ins to that of reads alone."""
READS = 50.0
"""Offered a second."""
LOG_IN_CLIENTS = 8
_HASHING = """
from accounts.hashing import argon2id
from chassis.core.child_process import take_what_is_left
take_what_is_left()
while True:
    argon2id.HASHER.hash("a password of nobody")
"""
_CITIZENS = 10
_DOSSIERS = 40


@dataclass
class Turn:
    """What was read in the turns of one kind, pooled, and which CPU that took."""

    seconds: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    """Of each turn, milliseconds."""
    log_ins: int = 0
    lasted_s: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    """User and system seconds by part."""
    others: float = 0.0
    """Seconds of CPU that neither the system nor the load used."""
    waited: dict[str, float] = field(default_factory=dict)
    """Seconds for which parts that serve reads had no core (`core_waits`)."""

    def add(
        self, outcome: Outcome, log_ins: int, used: Usage, seconds: float, waited: Mapping[str, float]
    ) -> None:
        assert not outcome.errors, outcome.first_error
        self.seconds += outcome.good
        self.p95.append(percentile_ms(outcome.good, 95))
        self.log_ins += log_ins
        self.lasted_s += seconds
        self.others += used.others
        for name, spent in used.parts.items():
            self.cpu[name] = self.cpu.get(name, 0.0) + spent
        for name, without in waited.items():
            self.waited[name] = self.waited.get(name, 0.0) + without

    def line(self, title: str) -> str:
        times = " ".join(f"{percentile_ms(self.seconds, percent):>7.1f}" for percent in (50, 95, 99))
        parts = sorted(self.cpu.items(), key=lambda part: -part[1])[:4]
        cores = ", ".join(f"{name} {spent / self.lasted_s:.2f}" for name, spent in parts)
        share = self.others / self.lasted_s / CORES
        return f"{title:>20} {times} {self.log_ins / self.lasted_s:>9.1f}   {share:>4.0%}   {cores}"

    def waits(self, title: str) -> str:
        """Milliseconds a read for which each part had no core."""
        each = {name: without / len(self.seconds) * 1000 for name, without in self.waited.items()}
        parts = ", ".join(f"{name} {without:.1f}" for name, without in each.items())
        return f"{title:>20} {sum(each.values()):>7.1f}   {parts}"


@dataclass
class Beside:
    """All kinds of turns, one after the other in one run."""

    alone: Turn = field(default_factory=Turn)
    beside_a_hash: Turn = field(default_factory=Turn)
    beside: Turn = field(default_factory=Turn)

    @property
    def ratio(self) -> float:
        """Of the p95 of all reads of a kind."""
        return percentile_ms(self.beside.seconds, 95) / percentile_ms(self.alone.seconds, 95)

    @property
    def ratios(self) -> list[float]:
        """Of the p95 of each turn to that of the turn before it."""
        return [beside / alone for alone, beside in zip(self.alone.p95, self.beside.p95, strict=True)]

    def lines(self) -> Sequence[str]:
        title = f"{READS:.0f} reads/s, ms"
        each = ", ".join(f"{ratio:.2f}" for ratio in self.ratios)
        verdict = f"p95 beside log-ins is {self.ratio:.2f} of that alone (goal {GOAL})"
        return (
            f"{title:>20} {'p50':>7} {'p95':>7} {'p99':>7} {'log-ins/s':>9} others   cores",
            self.alone.line("alone"),
            self.beside_a_hash.line("beside a hash"),
            self.beside.line("beside log-ins"),
            f"{verdict}; turn by turn {each}, median {statistics.median(self.ratios):.2f}",
            f"{'no core, ms a read':>20} {'all':>7}",
            self.alone.waits("alone"),
            self.beside_a_hash.waits("beside a hash"),
            self.beside.waits("beside log-ins"),
        )


@contextmanager
def hashing() -> Iterator[None]:
    """A process that hashes as those of accounts do, without a pause."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen([sys.executable, "-c", _HASHING], env=environment)
    try:
        yield
    finally:
        process.kill()
        process.wait()


@dataclass(frozen=True)
class Readers:
    """A system with citizens who read their dossiers and log in."""

    session: Session
    requests: list[HttpRequest]

    @classmethod
    async def of(cls, session: Session) -> Self:
        session.people.add_citizens(_CITIZENS)
        await filed(session, [AGENCY], _DOSSIERS)
        session.people.renew_tokens()
        users = [citizen.user for citizen in session.people.citizens]
        owned = [(user, item) for user in users for item in user.get("/v1/dossiers", limit=20)["items"]]
        return cls(session, [read(f"/v1/dossiers/{item['dossier_id']}", user) for user, item in owned])

    async def turn(self, into: Turn, seconds: float, log_in_clients: int) -> None:
        users = [citizen.user for citizen in self.session.people.citizens]
        parts, url = self.session.target.parts, self.session.url
        before, waited = Usage.now(parts), waited_s(parts)
        reads, log_ins = await asyncio.gather(
            open_loop(url, READS, seconds, turns(self.requests, lambda request: request)),
            closed_loop(url, log_in_clients, seconds, turns(users, log_in)),
        )
        after = {name: now - waited[name] for name, now in waited_s(parts).items()}
        into.add(reads, len(log_ins.good), Usage.now(parts).since(before), reads.seconds, after)
        await self.session.meter.drain()


async def measure(target: Target, options: Namespace) -> Beside:
    """`options`: how many turns of each kind, and seconds of each."""
    mongo, found = target.mongo.get_secret_value(), Beside()
    with (
        closing(SystemRequests(mongo, target.metrics)) as counter,
        closing(
            Population(target.gateway, target.administrator, target.password.get_secret_value(), target.mail)
        ) as people,
    ):
        meter, scale = Meter(target.parts, counter), Scale(options.seconds, 0, (), ())
        readers = await Readers.of(Session(target, people, meter, scale, lambda _: None))
        await readers.turn(Turn(), options.seconds, LOG_IN_CLIENTS)  # so that all is warm
        for _ in range(options.turns):
            await readers.turn(found.alone, options.seconds, 0)
            with hashing():
                await readers.turn(found.beside_a_hash, options.seconds, 0)
            await readers.turn(found.beside, options.seconds, LOG_IN_CLIENTS)
    return found
