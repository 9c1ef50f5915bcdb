"""Readiness of a process: its checks, and the report of /readyz.

Ready means: started, not draining, every connection up and every check true. Liveness is no business of
this module: a process whose broker is unreachable is alive, and a restart would help nothing.
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
    """Check of one connection, called with True and False as the connection comes and goes; False at first."""

    def __init__(self, service: str, name: str) -> None:
        self._gauge = metrics.AMQP_CONNECTED.labels(service, name)
        self(False)

    def __call__(self, connected: bool) -> None:
        self.connected = connected
        self._gauge.set(connected)


@dataclass
class Health:
    """The readiness of one process. Checks may block shortly; each probe runs them."""

    service: str = ""
    started: bool = False
    draining: bool = False
    _checks: dict[str, Check] = field(default_factory=dict)
    _explanations: dict[str, Explanation] = field(default_factory=dict)

    def register(self, name: str, check: Check, explain: Explanation = lambda: "") -> None:
        """Run `check` on every probe; an exception counts as false. One name has one check, the last."""
        self._checks[name] = check
        self._explanations[name] = explain

    def register_connection(self, name: str) -> ConnectionCheck:
        """A new connection check, which has to be true for the process to be ready."""
        connection = ConnectionCheck(self.service, name)
        self.register(name, lambda: connection.connected)
        return connection

    def report(self) -> HealthReport:
        checks = {"started": self.started, "not_draining": not self.draining}
        checks |= {name: _passes(name, check) for name, check in list(self._checks.items())}
        ready = all(checks.values())
        metrics.READY.labels(self.service).set(ready)
        return HealthReport(ready, checks, self._reasons(checks))

    def _reasons(self, checks: dict[str, bool]) -> dict[str, str]:
        failed = (name for name, passed in checks.items() if not passed and name in self._explanations)
        reasons = {name: self._explanations[name]() for name in failed}
        return {name: reason for name, reason in reasons.items() if reason}


@dataclass
class CachedCheck:
    """A check that is run at most once in `ttl_s` seconds, by one prober at a time."""

    check: Check
    ttl_s: float = 2.0
    _answer: bool = False
    _valid_until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self) -> bool:
        with self._lock:
            if time.monotonic() >= self._valid_until:
                self._answer = _passes("cached", self.check)
                self._valid_until = time.monotonic() + self.ttl_s
            return self._answer


def _passes(name: str, check: Check) -> bool:
    try:
        return check()
    except Exception:  # noqa: BLE001 - a check that fails in any way says "not ready"
        _log.debug("check failed", extra={"check": name}, exc_info=True)
        return False


health = Health()
"""The health of this process; `runner.run` gives it its service."""
