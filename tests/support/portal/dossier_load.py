"""A few citizens and two officers who bring one dossier after another through its life, side by side."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event

import httpx
from tests.support.portal.dossier_case import DossierCase

from devstack.waiting import wait_until
from devstack.walk import payment_page, people
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
    return_page_may_fail: bool = False
    """Whether the way back from the bank may lead to a gateway that is down: the payment is notified all the same."""

    pause_s: float = 0.0
    """Between two dossiers: officers whom several workers share have one limit of requests a minute."""

    def run(self, stop: Event) -> None:
        while not stop.is_set():
            dossier = self._count(self.case.submitted())
            self.submitted.append(str(dossier["dossier_id"]))
            self.finish(dossier)
            stop.wait(self.pause_s)

    def finish(self, dossier: Json) -> None:
        """Everything that is left of its life, from whatever status up to 10, returned."""
        while dossier["status"] != "returned":
            dossier = self._count(self._advance(dossier))

    def _advance(self, dossier: Json) -> Json:
        dossier_id = str(dossier["dossier_id"])
        match dossier["status"]:
            case "submitted":
                return self.case.desk.act(dossier_id, "accept")
            case "payment_due":
                return self._pay(dossier_id)
            case "accepted":
                return self.case.office.act(dossier_id, "start-processing")
            case "processing":
                return self._process(dossier)
            case "processed":
                returned = {"recipient": "Nguyễn Văn An", "method": "online"}
                return self.case.desk.act(dossier_id, "return-result", returned)
        raise AssertionError(f"{dossier_id} is {dossier['status']}")

    def _process(self, dossier: Json) -> Json:
        dossier_id = str(dossier["dossier_id"])
        for step in dossier["steps"]:
            if step["completed_at"] is None:
                return self.case.office.act(dossier_id, "complete-step", {"step_code": step["code"]})
        file_id = self.case.office.upload("ket-qua.pdf", pdf("Ket qua"))
        body = {"outcome": "approved", "result_code": people.RESULT_CODE, "file_id": file_id}
        return self.case.office.act(dossier_id, "issue-result", body)

    def _pay(self, dossier_id: str) -> Json:
        order = self._count(self.case.order(dossier_id))
        try:
            answered = payment_page.pay(order["payment_url"]).status_code < 500
        except httpx.TransportError:
            answered = False
        assert answered or self.return_page_may_fail, "the page that people come back to"
        return self.case.wait_for(dossier_id, "accepted")

    def _count(self, answer: Json) -> Json:
        self.done += 1
        return answer


class DossierLoad:
    """Runs the workers side by side until `finish`."""

    def __init__(self, workers: list[DossierWorker]) -> None:
        self.workers = workers
        self._stop = Event()
        self._threads = ThreadPoolExecutor(len(workers), thread_name_prefix="worker")
        self._running: list[Future[None]] = []

    def start(self) -> None:
        self._running = [self._threads.submit(worker.run, self._stop) for worker in self.workers]

    def wait_for_progress(self, actions: int, seconds: float) -> None:
        """Until every worker has done so many more. Raises what broke a worker, or WaitTimeoutError."""
        goals = [worker.done + actions for worker in self.workers]

        def moved() -> bool:
            self._raise_broken()
            return all(worker.done >= goal for worker, goal in zip(self.workers, goals, strict=True))

        wait_until(moved, seconds, "every worker goes on")

    def finish(self) -> None:
        """Ends when the dossiers in hand are at their end. Raises what broke a worker."""
        self._stop.set()
        self._threads.shutdown()
        self._raise_broken()

    def _raise_broken(self) -> None:
        for future in self._running:
            if future.done():
                future.result()
