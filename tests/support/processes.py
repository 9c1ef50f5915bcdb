"""A service as the ops team sees it: a process with an admin port."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from prometheus_client.parser import text_string_to_metric_families

REPO = Path(__file__).parents[2]


class ServiceProcess:
    """Starts on entry, is killed on exit."""

    def __init__(self, module: str, log: Path, **settings: object) -> None:
        self.admin_port = free_port()
        self._command = [sys.executable, "-m", module]
        self._log = log
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{REPO / 'services'}:{REPO}",
            "MOTCUA_ADMIN_HOST": "127.0.0.1",
            "MOTCUA_ADMIN_PORT": str(self.admin_port),
            **{f"MOTCUA_{name.upper()}": str(value) for name, value in settings.items()},
        }

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Also again, after it has ended."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Returns when it is gone."""
        self.process.kill()
        self.process.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    @property
    def log(self) -> str:
        return self._log.read_text()

    def get(self, path: str) -> tuple[int, str]:
        """Status and body; status 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.admin_port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def is_alive(self) -> bool:
        return self.get("/healthz")[0] == 200

    def is_ready(self) -> bool:
        return self.get("/readyz")[0] == 200

    def is_unready(self) -> bool:
        return self.get("/readyz")[0] == 503

    def checks(self) -> dict[str, bool]:
        checks: dict[str, bool] = json.loads(self.get("/readyz")[1])["checks"]
        return checks

    def metric(self, name: str, **labels: str) -> float:
        """The value of one sample; 0 when there is none."""
        for family in text_string_to_metric_families(self.get("/metrics")[1]):
            for sample in family.samples:
                if sample.name == name and labels.items() <= sample.labels.items():
                    return sample.value
        return 0.0

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def ends_within(self, seconds: float) -> int:
        """The exit code. Raises subprocess.TimeoutExpired."""
        return self.process.wait(seconds)


def wait_until(condition: Callable[[], Any], seconds: float, what: str) -> None:
    """Ask until true. Raises AssertionError with `what` after the deadline."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
