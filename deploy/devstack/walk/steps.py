"""The steps of the walk, in order. Each does what one person does, and tells what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from devstack.waiting import wait_until
from devstack.walk import mailbox, payment_page
from devstack.walk import people as cast
from devstack.walk.gateway_client import GatewayClient, Json, User, sha256
from devstack.walk.pdf import pdf
from devstack.walk.report import STATUSES, format_local, format_vnd

DOSSIER_NOTIFICATIONS = (
    "dossiers.submitted",
    "dossiers.accepted",
    "payments.bill_opened",
    "payments.bill_paid",
    "dossiers.processing_started",
    "dossiers.result_issued",
    "dossiers.result_returned",
)
"""What the applicant of a dossier that takes this course is notified of, once each."""
NOTIFICATIONS = ("accounts.email_proved", "accounts.number_proved", *DOSSIER_NOTIFICATIONS)
"""What the citizen of this walk is notified of, once each."""


class WalkSteps:
    """Remembers who is who and what the dossier is, from step to step."""

    administrator: User
    desk: User
    office: User
    citizen: User
    procedure: Json
    dossier: Json
    bill: Json
    order: Json

    def __init__(self, portal: GatewayClient, mail_url: str, login: str, password: str) -> None:
        self.portal = portal
        self.mail_url = mail_url
        self._login = login
        self._password = password
        self.paper = pdf("Giay to chung minh cho o hop phap")
        self.result = pdf("Thong bao ket qua giai quyet ve cu tru")
        self.downloaded = b""
        self.history: list[Json] = []
        self.messages: list[Json] = []
        self.emails: list[Json] = []

    @property
    def people(self) -> dict[str, User]:
        """Who logged in so far, by what they are."""
        parts = {
            "administrator": "administrator",
            "reception officer": "desk",
            "processing officer": "office",
        }
        parts |= {"citizen": "citizen"}
        return {title: getattr(self, part) for title, part in parts.items() if hasattr(self, part)}

    @property
    def steps(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        return (
            ("the administrator logs in", self.administrator_logs_in),
            ("two officers of one agency get accounts", self.officers_are_made),
            ("the leader enrols an app and logs in in two steps", self.office_enrols),
            ("a citizen registers and proves the e-mail address", self.citizen_registers),
            ("shows the card at the desk", self.citizen_shows_card),
            ("searches for a procedure without diacritics", self.citizen_searches),
            ("reads the procedure", self.citizen_reads_procedure),
            ("uploads a paper and submits the dossier", self.citizen_submits),
            ("the reception officer finds and reads it", self.desk_reads),
            ("downloads the paper, the hash agrees", self.desk_downloads_paper),
            ("accepts the dossier", self.desk_accepts),
            ("the citizen is billed", self.citizen_is_billed),
            ("starts to pay at VNPAY", self.citizen_orders),
            ("pays and comes back", self.citizen_pays),
            ("the dossier goes on", self.dossier_goes_on),
            ("the processing officer starts", self.office_starts),
            ("completes every step of the process", self.office_completes),
            ("uploads and issues the result", self.office_issues),
            ("the reception officer returns it online", self.desk_returns),
            ("the citizen downloads the result", self.citizen_downloads),
            ("reads the history", self.citizen_reads_history),
            ("reads the inbox", self.citizen_reads_inbox),
            ("gets the e-mails", self.citizen_gets_mail),
        )

    def administrator_logs_in(self) -> str:
        self.administrator = self.portal.log_in(self._login, self._password)
        return self._login

    def officers_are_made(self) -> str:
        self.desk = cast.officer(self.administrator, "Trần Thị Bình", ["reception"])
        self.office = cast.officer(self.administrator, "Lê Văn Cường", ["processing", "leader"])
        return cast.AGENCY

    def office_enrols(self) -> str:
        return cast.enrol_app(self.office)

    def citizen_registers(self) -> str:
        self.citizen = cast.stranger(self.portal)
        cast.prove_email(self.citizen, self.mail_url)
        return f"{cast.APPLICANT}, {self.citizen.account['email']}"

    def citizen_shows_card(self) -> str:
        cast.prove(self.citizen, self.desk)
        return f"level {self.citizen.account['assurance']}"

    def citizen_searches(self) -> str:
        words = "dang ky thuong tru"
        found = self.portal.get("/v1/procedures", q=words, limit=20)["items"]
        names = {procedure["code"]: procedure["name"] for procedure in found}
        return f"{words} → {cast.PROCEDURE} {names[cast.PROCEDURE]}"

    def citizen_reads_procedure(self) -> str:
        self.procedure = self.portal.get(f"/v1/procedures/{cast.PROCEDURE}")
        papers = len(self.procedure["components"])
        return (
            f"{papers} papers, {len(self.procedure['steps'])} steps, {self.procedure['promulgator']['name']}"
        )

    def citizen_submits(self) -> str:
        file_id = self.citizen.upload("cho-o-hop-phap.pdf", self.paper)
        self.dossier = self.citizen.post("/v1/dossiers", cast.submission(self.citizen, file_id))
        return self._status()

    def desk_reads(self) -> str:
        waiting = self.desk.pages(
            "/v1/dossiers", status="submitted", procedure_code=cast.PROCEDURE, limit=100
        )
        assert self.dossier_id in {item["dossier_id"] for item in waiting}, "the dossier is not in the list"
        self.dossier = self.desk.dossier(self.dossier_id)
        return f"may {', '.join(self.dossier['allowed_actions'])}"

    def desk_downloads_paper(self) -> str:
        """The event that lets the agency read the paper may come a moment after the submission."""
        paper = self.dossier["papers"][0]
        wait_until(lambda: self._can_read(self.desk, paper["file_id"]), what="the agency may read the paper")
        content = self.desk.download(paper["file_id"])
        assert sha256(content) == paper["sha256"] == sha256(self.paper), "the paper is not what was uploaded"
        return f"sha256 {paper['sha256'][:12]}…, {len(content)} bytes"

    def desk_accepts(self) -> str:
        self.dossier = self.desk.act(self.dossier_id, "accept", {"note": "Hồ sơ đầy đủ, hợp lệ."})
        return f"{self._status()}: {self.dossier['code']}, due {format_local(self.dossier['due_at'])}"

    def citizen_is_billed(self) -> str:
        bills = wait_until(
            lambda: list(self.citizen.pages("/v1/bills", dossier_id=self.dossier_id)), what="the bill"
        )
        self.bill = bills[0]
        return f"{self.bill['items'][0]['name']}: {format_vnd(self.bill['amount'])}"

    def citizen_orders(self) -> str:
        self.order = self.citizen.post(f"/v1/bills/{self.bill['bill_id']}/orders", {"provider": "vnpay"})
        return f"order {self.order['txn_ref']}"

    def citizen_pays(self) -> str:
        page = payment_page.pay(self.order["payment_url"])
        assert page.status_code == 200, f"the return page answers {page.status_code}"
        heading = re.search(r"<h1>(.*?)</h1>", page.text)
        return unescape(heading[1]) if heading else "(the return page has no heading)"

    def dossier_goes_on(self) -> str:
        wait_until(
            lambda: self.citizen.dossier(self.dossier_id)["status"] == "accepted", what="the fee is paid"
        )
        self.dossier = self.citizen.dossier(self.dossier_id)
        return self._status()

    def office_starts(self) -> str:
        self.dossier = self.office.act(self.dossier_id, "start-processing", {"note": "Đã phân công."})
        return self._status()

    def office_completes(self) -> str:
        for step in self.dossier["steps"]:
            body = {"step_code": step["code"], "note": "Đã hoàn thành."}
            self.dossier = self.office.act(self.dossier_id, "complete-step", body)
        return ", ".join(step["name"] for step in self.dossier["steps"])

    def office_issues(self) -> str:
        file_id = self.office.upload("thong-bao-ket-qua.pdf", self.result)
        body = {
            "outcome": "approved",
            "result_code": cast.RESULT_CODE,
            "number": "15/TB-CAP",
            "file_id": file_id,
        }
        self.dossier = self.office.act(self.dossier_id, "issue-result", body)
        return self._status()

    def desk_returns(self) -> str:
        body = {"recipient": cast.APPLICANT, "method": "online"}
        self.dossier = self.desk.act(self.dossier_id, "return-result", body)
        return self._status()

    def citizen_downloads(self) -> str:
        file_id = self.citizen.dossier(self.dossier_id)["result"]["file_id"]
        wait_until(lambda: self._can_read(self.citizen, file_id), what="the citizen may read the result")
        self.downloaded = self.citizen.download(file_id)
        return f"{len(self.downloaded)} bytes"

    def citizen_reads_history(self) -> str:
        self.history = list(self.citizen.pages(f"/v1/dossiers/{self.dossier_id}/history"))
        return f"{len(self.history)} entries"

    def citizen_reads_inbox(self) -> str:
        wait_until(lambda: len(self._inbox()) >= len(NOTIFICATIONS), what="the messages")
        self.messages = self._inbox()
        return f"{len(self.messages)} messages, the newest: {self.messages[0]['subject']}"

    def citizen_gets_mail(self) -> str:
        wait_until(lambda: len(self._mail()) >= len(NOTIFICATIONS), what="the e-mails")
        self.emails = self._mail()
        return f"{len(self.emails)} e-mails to {self.citizen.account['email']}"

    @property
    def dossier_id(self) -> str:
        return str(self.dossier["dossier_id"])

    def _status(self) -> str:
        return STATUSES[self.dossier["status"]]

    def _inbox(self) -> list[Json]:
        return list(self.citizen.pages("/v1/messages", limit=100))

    def _mail(self) -> list[Json]:
        return mailbox.messages_to(self.mail_url, self.citizen.account["email"])

    def _can_read(self, person: User, file_id: str) -> bool:
        return person.send("GET", f"/v1/files/{file_id}").status_code == 200
