"""Sixty-three senders in a closed loop: each sends its next batch when the last one is acknowledged."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import orjson
from tests.bench.http_connection import HttpConnection, HttpRequest
from tests.bench.sync.dossier_stream import Agency

BUSY = 3


@dataclass
class Tally:
    """What was acknowledged: at which second how many items, and how long each batch took, by its size."""

    items: list[tuple[float, int]] = field(default_factory=list)
    seconds: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def add(self, size: int, count: int, began: float, ended: float) -> None:
        self.items.append((ended, count))
        self.seconds.setdefault(size, []).append((ended, ended - began))

    def between(self, start: float, end: float) -> int:
        return sum(count for at, count in self.items if start <= at < end)


@dataclass
class Sender:
    agency: Agency
    size: int
    session: str
    connection: HttpConnection

    async def run(self, tally: Tally, until: Callable[[], bool]) -> None:
        for batch in self.agency.batches(self.size):
            if until():
                return
            body = orjson.dumps(
                {
                    "session": self.session,
                    "madonvi": self.agency.agency,
                    "service": batch.service,
                    "isUpdating": "False",
                    "data": batch.items,
                }
            )
            if await self._send(body, len(batch.items), tally):
                self.agency.acknowledge(batch.items)

    async def _send(self, body: bytes, count: int, tally: Tally) -> bool:
        while True:
            began = time.perf_counter()
            answer = (await self.connection.send(HttpRequest("POST", "/sync/service", body=body))).body
            if answer.startswith(b'{"error_code":0'):
                tally.add(self.size, count, began, time.perf_counter())
                return True
            body_ = orjson.loads(answer)
            if body_["error_code"] != BUSY:
                tally.refused.append(body_["message"])
                return False
            await asyncio.sleep(0.2)
