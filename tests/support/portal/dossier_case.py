"""Bringing a dossier to where a test begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from devstack.waiting import SECONDS, wait_until
from devstack.walk import payment_page, people
from devstack.walk.gateway_client import Json, User
from devstack.walk.pdf import pdf


@dataclass(frozen=True)
class DossierCase:
    """A citizen and the two officers of the agency he files at."""

    citizen: User
    desk: User
    office: User
    seconds: float = SECONDS
    """How long to wait for what comes by itself."""

    def submission(self, **changes: Any) -> Json:
        """A complete one, with a paper just uploaded, then changed as said."""
        file_id = self.citizen.upload("cho-o-hop-phap.pdf", pdf("Giay to"))
        return {**people.submission(self.citizen, file_id), **changes}

    def submitted(self) -> Json:
        """1"""
        return self.citizen.post("/v1/dossiers", self.submission())

    def accepted(self) -> Json:
        """6, with its bill known to the dossier."""
        dossier_id = self.submitted()["dossier_id"]
        self.desk.act(dossier_id, "accept")
        return wait_until(lambda: self._billed(dossier_id), self.seconds, "the bill")

    def paid(self) -> Json:
        """2"""
        dossier_id = self.accepted()["dossier_id"]
        payment_page.pay(self.order(dossier_id)["payment_url"])
        return self.wait_for(dossier_id, "accepted")

    def processing(self) -> Json:
        """4"""
        return self.office.act(self.paid()["dossier_id"], "start-processing")

    def ready(self) -> Json:
        """4, with every step of the process complete: the result may be issued."""
        return self.complete(self.processing())

    def complete(self, dossier: Json) -> Json:
        """The dossier with every step complete that was not."""
        if dossier["status"] == "accepted":
            dossier = self.office.act(dossier["dossier_id"], "start-processing")
        for step in dossier["steps"]:
            if step["completed_at"] is None:
                body = {"step_code": step["code"]}
                dossier = self.office.act(dossier["dossier_id"], "complete-step", body)
        return dossier

    def bill(self, dossier_id: str) -> Json:
        bills = wait_until(
            lambda: list(self.citizen.pages("/v1/bills", dossier_id=dossier_id)), self.seconds, "the bill"
        )
        return bills[0]

    def order(self, dossier_id: str) -> Json:
        return self.citizen.post(f"/v1/bills/{self.bill(dossier_id)['bill_id']}/orders")

    def wait_for(self, dossier_id: str, status: str) -> Json:
        def arrived() -> Json | None:
            found = self.citizen.dossier(dossier_id)
            return found if found["status"] == status else None

        return wait_until(arrived, self.seconds, f"the dossier is {status}")

    def history(self, dossier_id: str) -> list[str]:
        """The events, oldest first."""
        entries = list(self.citizen.pages(f"/v1/dossiers/{dossier_id}/history"))
        return [entry["event"] for entry in sorted(entries, key=lambda entry: int(entry["version"]))]

    def message_templates(self) -> list[str]:
        """The templates of the citizen's messages."""
        return [message["template"] for message in self.citizen.pages("/v1/messages", limit=100)]

    def _billed(self, dossier_id: str) -> Json | None:
        found = self.citizen.dossier(dossier_id)
        return found if found["fee"]["bill_id"] else None
