"""The system at rest: CPU by part, requests to the database, memory."""

from __future__ import annotations

import asyncio

from tests.bench.flow.measuring.measurement import Row
from tests.bench.flow.measuring.usage import CORES, Usage, memory_mib
from tests.bench.flow.parts.session import Session

_CPU_SECONDS = 20.0
_REQUEST_SECONDS = 10.0
_SIMULATORS = ("mail", "signing", "sms", "vneid", "vnpay")


async def run_rest(session: Session) -> None:
    """The CPU first: noting every request costs some, too."""
    await session.meter.drain()
    before = Usage.now(session.target.parts)
    await asyncio.sleep(_CPU_SECONDS)
    used = Usage.now(session.target.parts).since(before)
    counter = session.meter.counter
    with counter.profiled():
        await asyncio.sleep(_REQUEST_SECONDS)
    requests = counter.operations().total() / _REQUEST_SECONDS
    notes = {"% of a core": round(used.total / _CPU_SECONDS * 100, 1), "requests/s": round(requests, 1)}
    others = round(used.others / (_CPU_SECONDS * CORES), 2)
    parts = {
        f"% {name}": round(share / _CPU_SECONDS * 100, 1) for name, share in used.descending if share >= 0.02
    }
    session.add(Row(title="at rest", notes=notes | parts, others=others))


async def run_memory(session: Session) -> None:
    """At any time; the simulators are told beside the system."""
    used = memory_mib(session.target.parts)
    own = sum(mib for name, mib in used.items() if name not in _SIMULATORS)
    notes = {"MiB": own, "MiB without database": own - used["database"]}
    notes |= {f"MiB {name}": mib for name, mib in used.items()}
    title = "memory, after load" if any(row.load for row in session.rows) else "memory, fresh"
    session.add(Row(title=title, notes={name: round(mib) for name, mib in notes.items()}))
