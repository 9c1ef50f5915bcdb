"""`make bench-sync`: items a second that 63 agencies' systems get acknowledged, with all parts on this machine."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import tempfile
import time
from pathlib import Path

import httpx
import uvloop
from tests.bench.http_connection import HttpConnection
from tests.bench.sync import database_baseline
from tests.bench.sync.dossier_stream import Agency
from tests.bench.sync.load import Sender, Tally
from tests.bench.sync.process_usage import ProcessUsage, usage_of
from tests.bench.sync.reconciliation import disagreements
from tests.bench.sync.report import Span, print_report

from devstack.seed import ADMINISTRATOR, seed_system
from devstack.system import System

SENDERS = 63
SIZES = (10, 100)
UNLIMITED = {f"MOTCUA_RATE_{name}": "0" for name in ("CLIENT", "ACCOUNT", "SIGN_IN", "AGENCY")}
PROCEDURES = ["1.001193", "1.004222", "2.000635", "1.000656", "1.000894"]
REPORT_S = 5.0
YARDSTICK_S = 5.0


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
        seed_system(system)
        senders = open_senders(system, arguments.senders)
        tally, span = uvloop.run(measure(system, senders, arguments))
        print_report(tally, span, database_baseline.items_per_second(system.mongo_address, YARDSTICK_S))
        return verified(system, senders)


def verified(system: System, senders: list[Sender]) -> int:
    """The exit code: 1 when a sender's list is not ours."""
    wrong = disagreements(system.gateway_url, senders)
    dossiers = sum(len(sender.agency.acknowledged) for sender in senders)
    print(
        f"{dossiers} dossiers of {len(senders)} senders reconciled; {len(wrong)} senders disagree",
        *wrong,
        sep="\n",
    )
    return 1 if wrong else 0


async def measure(system: System, senders: list[Sender], arguments: argparse.Namespace) -> tuple[Tally, Span]:
    tally = Tally()
    start = time.perf_counter() + arguments.warm_up
    end = start + arguments.seconds
    tasks = [asyncio.create_task(s.run(tally, lambda: time.perf_counter() >= end)) for s in senders]
    await asyncio.sleep(arguments.warm_up)
    before = usage(system)
    for n in range(int(arguments.seconds / REPORT_S)):
        await asyncio.sleep(max(0.0, start + (n + 1) * REPORT_S - time.perf_counter()))
        done = tally.between(start + n * REPORT_S, start + (n + 1) * REPORT_S)
        print(f"{(n + 1) * REPORT_S:6.0f} s {done / REPORT_S:8.0f} items/s", flush=True)
    await asyncio.sleep(max(0.0, end - time.perf_counter()))
    after = usage(system)
    await asyncio.gather(*tasks)
    return tally, Span(start, end, before, after)


def open_senders(system: System, count: int) -> list[Sender]:
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
            connection = HttpConnection(system.gateway_url)
            made.append(Sender(Agency(agency, PROCEDURES, n), SIZES[n % 2], session["session"], connection))
        return made


def usage(system: System) -> dict[str, ProcessUsage]:
    pids = {process.name: process.pid for process in system.processes}
    assert system.broker and system.mongo
    pids |= {"broker": system.broker.pid, "database": system.mongo.pid, "load generator": os.getpid()}
    return {name: usage_of(pid) for name, pid in pids.items() if pid is not None}


if __name__ == "__main__":
    raise SystemExit(main())
