"""A few citizens and two officers who go on with their work whatever dies under them."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import httpx
from tests.support.dossier_case import DossierCase

from devstack.waiting import wait_until
from devstack.walk import payment_page
from devstack.walk.gateway_client import Json
from devstack.walk.pdf import pdf


@dataclass
class DossierWorker:
    """One citizen, who files one dossier after another; the officers bring each to its end."""

    case: DossierCase
    submitted: list[str] = field(default_factory=list)
    """The ids of the dossiers whose submission was acknowledged."""
    done: int = 0
    """Answered actions."""

    def run(self, enough: Event) -> None:
        while not enough.is_set():
            self._one_dossier()

    def _one_dossier(self) -> None:
        dossier_id = str(self._count(self.case.submitted())["dossier_id"])
        self.submitted.append(dossier_id)
        self._count(self.case.desk.act(dossier_id, "accept"))
        self._pay(dossier_id)
        self._count(self.case.office.act(dossier_id, "start-processing"))
        for step in ("verify", "sign"):
            self._count(self.case.office.act(dossier_id, "complete-step", {"step_code": step}))
        result = {"outcome": "approved", "file_id": self.case.office.upload("ket-qua.pdf", pdf("Ket qua"))}
        self._count(self.case.office.act(dossier_id, "issue-result", result))
        returned = {"recipient": "Nguyễn Văn An", "method": "online"}
        self._count(self.case.desk.act(dossier_id, "return-result", returned))

    def _pay(self, dossier_id: str) -> None:
        """The way back from the bank may lead to a gateway that is down: the money is on its way all the same."""
        order = self._count(self.case.order(dossier_id))
        with contextlib.suppress(httpx.TransportError):
            payment_page.pay(order["payment_url"])
        self._count(self.case.wait_for(dossier_id, "accepted"))

    def _count(self, answer: Json) -> Json:
        self.done += 1
        return answer


class DossierLoad:
    """Runs the errands side by side until told that it is enough."""

    def __init__(self, errands: list[DossierWorker]) -> None:
        self.workers = errands
        self._stop = Event()
        self._threads = ThreadPoolExecutor(len(errands), thread_name_prefix="errand")
        self._running: list[Future[None]] = []

    def start(self) -> None:
        self._running = [self._threads.submit(errand.run, self._stop) for errand in self.workers]

    def wait_for_progress(self, actions: int, seconds: float) -> None:
        """Until every errand has done so many more. Raises what broke an errand, or LateError."""
        goals = [errand.done + actions for errand in self.workers]

        def moved() -> bool:
            self._raise_broken()
            return all(errand.done >= goal for errand, goal in zip(self.workers, goals, strict=True))

        wait_until(moved, seconds, "everybody gets on")

    def finish(self) -> None:
        """Ends when the dossiers in hand are at their end. Raises what broke an errand."""
        self._stop.set()
        self._threads.shutdown()
        self._raise_broken()

    def _raise_broken(self) -> None:
        for future in self._running:
            if future.done():
                future.result()
