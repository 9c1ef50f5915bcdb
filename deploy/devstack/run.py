"""`make run`: the whole system on this machine, one dossier walked through it, then open for visitors."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TextIO

from devstack.install.missing import MissingPartError
from devstack.processes.child import StartError
from devstack.processes.supervisor import Supervisor
from devstack.seed import ADMINISTRATOR, seed_system
from devstack.servers.mongo import REPO
from devstack.system import CommandError, System
from devstack.walk import prepare
from devstack.walk.gateway_client import User

_GATEWAY_PORT = 8000
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequestedError(Exception):
    """Raised in the main thread by Ctrl-C, SIGTERM or the end of the terminal."""


class AlreadyRunningError(Exception):
    """Raised when another run holds this checkout's folder."""


def run(root: Path, once: bool) -> int:
    """The exit code: 0, or non-zero when the start or the walk failed. Leaves no process behind."""
    try:
        with exclusive(root), _stop_on_signals():
            return _run(System(root, REPO, gateway_port=_GATEWAY_PORT, report=_print), once)
    except StopRequestedError:
        return 0
    except AlreadyRunningError as error:
        print(error, file=sys.stderr)
        return 1


def _run(system: System, once: bool) -> int:
    try:
        system.start()
        _seed(system)
        tour = prepare(system)
        outcome = tour.run()
        if once:
            return outcome
        _print_logins(system, tour.steps.people)
        Supervisor(system.processes, _print).watch()
        return 1
    except (StartError, MissingPartError, CommandError) as error:
        print(f"\n{error}\nlogs: {system.log}", file=sys.stderr)
        return 1
    finally:
        _stop(system)


def _seed(system: System) -> None:
    began = time.monotonic()
    seed_system(system)
    _print(f"catalogue and administrator ready {time.monotonic() - began:.1f} s")


def _print_logins(system: System, people: dict[str, User]) -> None:
    _print("")
    _print(f"gateway             {system.gateway_url}")
    _print(f"documentation       {system.gateway_url}/docs")
    _print(f"mail                {system.mail_url}/api/v1/messages")
    _print(f"logs                {system.log}")
    _print("log in as             login                    password")
    known = {title: (person.login, person.password) for title, person in people.items()}
    for title, (login, password) in (
        {"administrator": (ADMINISTRATOR, system.secret("admin_password"))} | known
    ).items():
        _print(f"  {title:<20}{login:<25}{password}")
    _print("Ctrl-C stops everything.")


def _stop(system: System) -> None:
    """Deaf to further signals: a second Ctrl-C must not leave half of the processes behind."""
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    _print("stopping ...")
    began = time.monotonic()
    system.stop()
    _print(f"stopped {time.monotonic() - began:.1f} s")


@contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """Raises AlreadyRunningError."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / "run.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(_holder(lock, root)) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _holder(lock: TextIO, root: Path) -> str:
    lock.seek(0)
    return f"the stack in {root} is running already (process {lock.read() or 'unknown'})"


@contextmanager
def _stop_on_signals() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise StopRequestedError

    before = {number: signal.signal(number, stop) for number in _STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _print(text: str) -> None:
    print(text, flush=True)
