"""Parts of the system as processes of a test: started, asked for their health and metrics, ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from prometheus_client.parser import text_string_to_metric_families

from devstack.processes.http_probe import WITHOUT_PROXY
from devstack.processes.process import Process
from devstack.servers.ports import LOOPBACK, free_port

REPO = Path(__file__).parents[2]


class ServiceProcess(Process):
    """`python -m <module>` with an admin port of its own; spawned on entry, killed on exit.

    Settings become variables: `retry_tiers="1s"` is MOTCUA_RETRY_TIERS. Nothing of the test's own environment is
    passed on but PATH and what coverage needs to know.
    """

    bind: ClassVar[tuple[str, str]] = ("MOTCUA_ADMIN_HOST", "MOTCUA_ADMIN_PORT")
    """The variables of the address at which it answers for its health."""

    def __init__(self, module: str, log: Path, **settings: object) -> None:
        self.port = free_port()
        host_variable, port_variable = self.bind
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(REPO / "services"), str(REPO)]),
            **_coverage_environment(),
            "MOTCUA_SERVICE": module,
            "MOTCUA_LOOK_EVERY_S": "0.2",  # what a test writes itself is found soon
            "MOTCUA_CLAIMS_REQUIRED": "false",  # a test asks one part in the name of anybody
            host_variable: LOOPBACK,
            port_variable: str(self.port),
            **{f"MOTCUA_{name.upper()}": str(value) for name, value in settings.items()},
        }
        self.url = f"http://{LOOPBACK}:{self.port}"
        command = [sys.executable, "-m", module]
        super().__init__(module, command, environment, REPO, log, f"{self.url}/readyz")

    def __enter__(self) -> Self:
        self.spawn()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if _coverage_environment():
            self.stop(10)  # a process that is killed writes down nothing of what it ran
        self.kill()

    @property
    def log_text(self) -> str:
        """All that it has written so far."""
        return self.log.read_text(encoding="utf-8")

    def get(self, path: str) -> tuple[int, str]:
        """Status and body; status 0 when nobody answers."""
        try:
            with WITHOUT_PROXY.open(f"{self.url}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def is_live(self) -> bool:
        return self.get("/healthz")[0] == 200

    def wait_live(self, seconds: float = 20.0) -> None:
        """Raises StartError when it ends or does not answer in time."""
        self.wait_until(self.is_live, seconds)

    def is_unready(self) -> bool:
        return self.get("/readyz")[0] == 503

    def checks(self) -> dict[str, bool]:
        checks: dict[str, bool] = json.loads(self.get("/readyz")[1])["checks"]
        return checks

    def reasons(self) -> dict[str, str]:
        """Why a check does not pass, as /readyz tells it."""
        reasons: dict[str, str] = json.loads(self.get("/readyz")[1]).get("reasons", {})
        return reasons

    def reasons_if_any(self) -> dict[str, str]:
        """As `reasons`; nothing while nobody answers."""
        status, _ = self.get("/readyz")
        return self.reasons() if status else {}

    def metric(self, name: str, **labels: str) -> float:
        """The value of one sample; 0 when there is none."""
        for family in text_string_to_metric_families(self.get("/metrics")[1]):
            for sample in family.samples:
                if sample.name == name and labels.items() <= sample.labels.items():
                    return sample.value
        return 0.0

    def interrupt(self) -> None:
        """SIGINT, as Ctrl-C."""
        assert self.pid is not None
        os.kill(self.pid, signal.SIGINT)

    def exit_within(self, seconds: float) -> int:
        """The exit code. Raises subprocess.TimeoutExpired."""
        if not self.ended_by(time.monotonic() + seconds):
            raise subprocess.TimeoutExpired(self.name, seconds)
        code = self.exit_code
        assert code is not None
        return code


class HttpProcess(ServiceProcess):
    """A part that answers for its health on the port where it serves: the gateway, the simulators."""

    bind = ("MOTCUA_HTTP_HOST", "MOTCUA_HTTP_PORT")


def _coverage_environment() -> dict[str, str]:
    """How a process finds the settings of the coverage that is measured, if it is (make cov)."""
    return {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
