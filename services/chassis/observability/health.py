"""Readiness of a process: its checks, and the report of /readyz.

Ready means: started, not draining, every connection up and every check true that does not warn only. Liveness is no
business of this module: a process whose broker is unreachable is alive, and a restart would help nothing.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from chassis.observability import metrics

_log = logging.getLogger(__name__)

Check = Callable[[], bool]
Explanation = Callable[[], str]
"""Why a check does not pass, in a few words without personal data; empty where nothing is known."""


@dataclass(frozen=True)
class HealthReport:
    """The answer of /readyz. `reasons` says why a check does not pass, where that is known."""

    ready: bool
    checks: dict[str, bool]
    reasons: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        return {"ready": self.ready, "checks": self.checks} | (
            {"reasons": self.reasons} if self.reasons else {}
        )


class ConnectionCheck:
    """Check of one connection, called with True and False as the connection comes and goes; False at first.

    `reason`: why it is down, where its owner knows.
    """

    def __init__(self, service: str, name: str) -> None:
        self._gauge = metrics.AMQP_CONNECTED.labels(service, name)
        self(False)

    def __call__(self, connected: bool, reason: str = "") -> None:
        self.connected = connected
        self.reason = reason
        self._gauge.set(connected)


@dataclass
class Health:
    """The readiness of one process. Checks may block shortly; each probe runs them."""

    service: str = ""
    started: bool = False
    draining: bool = False
    _checks: dict[str, Check] = field(default_factory=dict)
    _explanations: dict[str, Explanation] = field(default_factory=dict)
    _warnings: set[str] = field(default_factory=set)

    def register(
        self, name: str, check: Check, explain: Explanation = lambda: "", *, warns_only: bool = False
    ) -> None:
        """Run `check` on every probe; an exception counts as false. One name has one check, the last.

        `warns_only`: the process is ready without it; the report says that it fails, and why.
        """
        self._checks[name] = check
        self._explanations[name] = explain
        self._warnings = self._warnings - {name} | ({name} if warns_only else set())

    def unregister(self, name: str) -> None:
        """Forget a check that has had its time."""
        self._checks.pop(name, None)
        self._explanations.pop(name, None)

    def register_connection(self, name: str) -> ConnectionCheck:
        """A new connection check, which has to be true for the process to be ready."""
        connection = ConnectionCheck(self.service, name)
        self.register(name, lambda: connection.connected, lambda: connection.reason)
        return connection

    def report(self) -> HealthReport:
        checks = {"started": self.started, "not_draining": not self.draining}
        checks |= {name: _passes(name, check) for name, check in list(self._checks.items())}
        ready = all(passed or name in self._warnings for name, passed in checks.items())
        metrics.READY.labels(self.service).set(ready)
        return HealthReport(ready, checks, self._reasons(checks))

    def _reasons(self, checks: dict[str, bool]) -> dict[str, str]:
        failed = (name for name, passed in checks.items() if not passed and name in self._explanations)
        reasons = {name: self._explanations[name]() for name in failed}
        return {name: reason for name, reason in reasons.items() if reason}


@dataclass
class BackgroundCheck:
    """A check that may block, run every `every_s` seconds in a thread of its own: who asks gets the last answer at once.

    It is run every `failed_every_s` seconds while it fails. False before the first answer, and when the last one is older
    than `stale_s`: the check itself hangs.
    """

    check: Check
    explain: Explanation = lambda: ""
    every_s: float = 10.0
    failed_every_s: float = 2.0
    stale_s: float = 20.0
    _answer: bool = False
    _answered_at: float = float("-inf")

    def start(self) -> None:
        """Run until the process ends."""
        threading.Thread(target=self._run, name="background check", daemon=True).start()

    def __call__(self) -> bool:
        return self._answer and not self._is_stale()

    def reason(self) -> str:
        return "no answer in time" if self._is_stale() else self.explain()

    def run_once(self) -> None:
        self._answer = _passes("background", self.check)
        self._answered_at = time.monotonic()

    def _run(self) -> None:
        while True:
            self.run_once()
            time.sleep(self.every_s if self._answer else self.failed_every_s)

    def _is_stale(self) -> bool:
        return time.monotonic() - self._answered_at > self.stale_s


def _passes(name: str, check: Check) -> bool:
    try:
        return check()
    except Exception:  # noqa: BLE001 - a check that fails in any way says "not ready"
        _log.debug("check failed", extra={"check": name}, exc_info=True)
        return False


health = Health()
"""The health of this process; `runner.run` gives it its service."""
