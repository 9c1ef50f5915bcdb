"""Kills one part after another and starts it again, as a supervisor does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from contracts.topology import SERVICES
from devstack.processes.supervisor import Supervisor
from devstack.system import System
from devstack.waiting import wait_until

PARTS = (*SERVICES, "content", "gateway", "broker", "database")
_LOOK_SECONDS = 0.2
_START_SECONDS = 60.0


class FaultInjector:
    def __init__(self, system: System) -> None:
        self._system = system

    def kill_and_wait(self, victim: str) -> None:
        """SIGKILL. Returns when the victim is ready again; a process is started by its supervisor."""
        if victim in ("broker", "database"):
            server = self._system.broker if victim == "broker" else self._system.mongo
            assert server is not None, "the servers of other people are not killed"
            server.kill()
            server.start()
        else:
            process = self._system.process(victim)
            process.kill()
            wait_until(process.is_ready, _START_SECONDS, f"{victim} is back")

    @contextmanager
    def supervised(self, report: list[str]) -> Iterator[None]:
        """What ends by itself, because it lost what it needs, is started again."""
        supervisor = Supervisor(self._system.processes, report.append)
        over = Event()

        def watch() -> None:
            while not over.wait(_LOOK_SECONDS) and supervisor.restart_exited():
                pass

        thread = Thread(target=watch, name="supervisor")
        thread.start()
        yield
        over.set()
        thread.join()
