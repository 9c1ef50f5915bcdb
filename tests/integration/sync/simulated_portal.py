"""The simulated national portal as a process, and what it received."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from tests.support.processes import HttpProcess

START_S = 60.0


class SimulatedPortal:
    """Its process, and the settings with which the sync service reaches it."""

    def __init__(self, log: Path) -> None:
        username, password = "province", secrets.token_urlsafe(12)
        self.process = HttpProcess(
            "simulators.portal",
            log,
            portal_username=username,
            portal_password=password,
            portal_slow_s=0.3,
            portal_silent_s=10,
        )
        self.settings = {
            "national_portal_url": self.process.url,
            "national_portal_dstcode": "VN:GOV:000.00.00.G22:dvcqg",
            "national_portal_username": username,
            "national_portal_password": password,
        }

    def queue_faults(self, *faults: str, clear: bool = False) -> int:
        """How many faults the portal has now."""
        body = {"next": faults, "clear": clear}
        answer = httpx.post(f"{self.process.url}/simulator/faults", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        return len(answer.json()["queued"])

    def received(self, code: str) -> dict[str, Any]:
        """A dossier as the portal has it: {item, inserts, updates, progress}; empty when it never came."""
        answer = httpx.get(f"{self.process.url}/simulator/dossiers/{code}", timeout=30)
        return answer.json() if answer.status_code == 200 else {}

    def progress(self, code: str) -> list[str]:
        """The text of each line, in the order in which they came."""
        return [line["NoiDungXuLy"] for line in self.received(code)["progress"]]

    def calls(self, code: str) -> list[tuple[str, bool]]:
        """Service and isUpdating of each call about this dossier, in order."""
        calls = [call for call in self._log()["calls"] if call["data"][0]["MaHoSo"] == code]
        return [(call["service"], call["updating"]) for call in calls]

    def log_ins(self) -> int:
        return int(self._log()["log_ins"])

    def _log(self) -> dict[str, Any]:
        log: dict[str, Any] = httpx.get(f"{self.process.url}/simulator/calls", timeout=30).json()
        return log


@contextmanager
def portal_running(place: Path) -> Iterator[SimulatedPortal]:
    portal = SimulatedPortal(place / "portal.log")
    with portal.process:
        portal.process.wait_live(START_S)
        yield portal
