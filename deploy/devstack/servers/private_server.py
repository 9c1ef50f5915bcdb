"""A server of one's own under one folder: what RabbitMQ and MongoDB have in common here."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from devstack.processes.child import ChildProcess, StartError
from devstack.servers import private_files

_START_SECONDS = 60.0
_STOP_SECONDS = 25.0


class PrivateServer(ABC):
    """start, kill and start again keep the data and the address. `launch` does not wait, `start` does."""

    def __init__(self, root: Path, name: str) -> None:
        self._root = root
        self._home = root / name
        self._state_file = self._home / "state.json"
        self._server: ChildProcess | None = None
        self._helpers: list[ChildProcess] = []
        """Processes that live as long as the server, stopped after it."""
        self._state: dict[str, Any] = private_files.read_json(self._state_file)

    @property
    def alive(self) -> bool:
        return self._server is not None and self._server.alive

    @property
    def pid(self) -> int | None:
        return self._server.pid if self._server else None

    def start(self) -> None:
        """Raises StartError, or MissingPartError when its program is not here."""
        self.launch()
        self.wait_ready()

    def launch(self) -> None:
        """Does nothing when it is alive. Raises MissingPartError."""
        if not self.alive:
            self._launch()

    def wait_ready(self, seconds: float = _START_SECONDS) -> None:
        """Raises StartError, and leaves nothing running then."""
        assert self._server is not None, "launch comes first"
        try:
            self._server.wait_until(self.is_ready, seconds)
        except StartError:
            self.kill()
            raise

    @abstractmethod
    def is_ready(self) -> bool:
        """True when it serves its administrator."""

    def terminate(self) -> None:
        """SIGTERM, without waiting for the end."""
        if self._server is not None:
            self._server.terminate()

    def stop(self, seconds: float = _STOP_SECONDS) -> None:
        for child in self._children():
            child.stop(seconds)

    def kill(self) -> None:
        """SIGKILL, as if the machine had lost its power."""
        for child in self._children():
            child.kill()

    @abstractmethod
    def _launch(self) -> None:
        """Spawns the server, and its helpers before it."""

    def _children(self) -> list[ChildProcess]:
        return [child for child in (self._server, *self._helpers) if child is not None]

    def _save_state(self, state: dict[str, Any]) -> None:
        self._state = state
        private_files.write_json(self._state_file, state)

    def _spawn(
        self, name: str, command: list[str | Path], environment: dict[str, str], log: str
    ) -> ChildProcess:
        child = ChildProcess(name, command, environment, self._home, self._root / "log" / log)
        child.spawn()
        return child
