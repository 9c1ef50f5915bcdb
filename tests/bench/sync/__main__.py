"""`make bench-sync`: items a second that 63 agencies' systems get acknowledged, with all parts on this machine."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import uvloop
from tests.bench.sync.lives import Agency
from tests.bench.sync.load import Sender, Tally
from tests.bench.sync.processes import Used, used
from tests.bench.sync.wire import Connection

from local.furnish import ADMINISTRATOR, furnish
from local.system import System

SENDERS = 63
SIZES = (10, 100)
UNLIMITED = {f"MOTCUA_RATE_{name}": "0" for name in ("CLIENT", "ACCOUNT", "SIGN_IN", "AGENCY")}
PROCEDURES = ["1.001193", "1.004222", "2.000635", "1.000656", "1.000894"]
REPORT_S = 5.0


def main() -> int:
    options = argparse.ArgumentParser(prog="make bench-sync", description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0, help="measured, after the warm-up")
    options.add_argument("--warm-up", type=float, default=10.0)
    options.add_argument("--senders", type=int, default=SENDERS)
    arguments = options.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="motcua-bench-") as root,
        System.started(Path(root), settings={"gateway": UNLIMITED}) as system,
    ):
        furnish(system)
        return uvloop.run(measure(system, arguments))


async def measure(system: System, arguments: argparse.Namespace) -> int:
    senders = open_senders(system, arguments.senders)
    tally = Tally()
    start = time.perf_counter() + arguments.warm_up
    end = start + arguments.seconds
    tasks = [asyncio.create_task(s.run(tally, lambda: time.perf_counter() >= end)) for s in senders]
    await asyncio.sleep(arguments.warm_up)
    before = usage(system)
    mine = time.process_time()
    for n in range(int(arguments.seconds / REPORT_S)):
        await asyncio.sleep(max(0.0, start + (n + 1) * REPORT_S - time.perf_counter()))
        done = tally.between(start + n * REPORT_S, start + (n + 1) * REPORT_S)
        print(f"{(n + 1) * REPORT_S:6.0f} s {done / REPORT_S:8.0f} items/s", flush=True)
    after = usage(system)
    mine = time.process_time() - mine
    await asyncio.gather(*tasks)
    report(tally, start, end, before, after, mine)
    return 0


def open_senders(system: System, count: int) -> list[Sender]:
    address = urlsplit(system.gateway_url)
    with httpx.Client(base_url=system.gateway_url, trust_env=False, timeout=30) as http:
        admin = {"login": ADMINISTRATOR, "password": system.secret("admin_password")}
        token = http.post("/v1/sessions", json=admin).raise_for_status().json()["access_token"]
        made = []
        for n in range(count):
            agency, password = f"000.00.16.H{n + 1:02d}", secrets.token_urlsafe(15)
            account = {
                "login": f"bench.{n}",
                "name": f"Bench {n}",
                "password": password,
                "agency_code": agency,
            }
            headers = {"authorization": f"Bearer {token}", "idempotency-key": secrets.token_hex(8)}
            http.post("/v1/systems", json=account, headers=headers).raise_for_status()
            session = http.post(
                "/sync/login", json={"username": account["login"], "password": password}
            ).json()
            connection = Connection(address.hostname or "", address.port or 80)
            made.append(Sender(Agency(agency, PROCEDURES, n), SIZES[n % 2], session["session"], connection))
        return made


def usage(system: System) -> dict[str, Used]:
    pids = {process.name: process.pid for process in system.stack}
    assert system.broker and system.mongo
    pids |= {"broker": system.broker.pid, "database": system.mongo.pid}
    return {name: used(pid) for name, pid in pids.items() if pid is not None}


def report(
    tally: Tally, start: float, end: float, before: dict[str, Used], after: dict[str, Used], mine: float
) -> None:
    items = tally.between(start, end)
    print(f"{items / (end - start):.0f} items/s over {end - start:.0f} s; refused: {len(tally.refused)}")
    for size, batches in sorted(tally.seconds.items()):
        seconds = [took * 1000 for at, took in batches if start <= at < end]
        cut = statistics.quantiles(seconds, n=100)
        print(
            f"batches of {size:>3}: {len(seconds):>6}, ms p50 {cut[49]:.0f} p95 {cut[94]:.0f} p99 {cut[98]:.0f}"
        )
    print(f"{'process':>14} {'CPU s per 1,000 items':>22} {'MiB':>6}")
    for name in after:
        cpu = after[name].cpu_s - before[name].cpu_s
        if cpu > 0.02 * (end - start) or name in ("sync", "accounts"):
            print(f"{name:>14} {cpu / items * 1000:>22.3f} {after[name].memory_mib:>6.0f}")
    print(f"{'load generator':>14} {mine / items * 1000:>22.3f}")
    for message in tally.refused[:3]:
        print("refused:", message)


if __name__ == "__main__":
    raise SystemExit(main())
