"""What must hold of the dossiers of a load, read through the gateway: nothing lost, nothing twice, no gap."""

from __future__ import annotations

from collections import Counter

from tests.support.portal.dossier_load import DossierWorker

from devstack.waiting import wait_until
from devstack.walk import mailbox
from devstack.walk.gateway_client import Json
from devstack.walk.steps import DOSSIER_NOTIFICATIONS

_FEE = 10_000
_PATIENCE_S = 90
_EVENTS = Counter(
    {
        "dossiers.submitted": 1,
        "dossiers.accepted": 1,
        "dossiers.fee_due": 1,
        "dossiers.fee_paid": 1,
        "dossiers.processing_started": 1,
        "dossiers.step_completed": 2,
        "dossiers.result_issued": 1,
        "dossiers.result_returned": 1,
    }
)


def inbox(worker: DossierWorker) -> list[Json]:
    messages = worker.case.citizen.pages("/v1/messages", limit=100)
    return [message for message in messages if message["dossier_id"]]


def is_notified(worker: DossierWorker) -> bool:
    """True when as many messages are there as the dossiers have given reason for."""
    return len(inbox(worker)) >= len(worker.submitted) * len(DOSSIER_NOTIFICATIONS)


def assert_listed_once(worker: DossierWorker) -> None:
    listed = Counter(item["dossier_id"] for item in worker.case.citizen.pages("/v1/dossiers"))
    assert listed == Counter(worker.submitted)


def assert_returned(worker: DossierWorker) -> None:
    ends = {worker.case.citizen.dossier(dossier_id)["status"] for dossier_id in worker.submitted}
    assert ends == {"returned"}


def assert_codes_differ(workers: list[DossierWorker]) -> None:
    codes = [worker.case.citizen.dossier(one)["code"] for worker in workers for one in worker.submitted]
    assert len(codes) == len(set(codes))


def assert_history_whole(worker: DossierWorker) -> None:
    """No gap in the versions, and each thing happened once."""
    for dossier_id in worker.submitted:
        entries = list(worker.case.citizen.pages(f"/v1/dossiers/{dossier_id}/history"))
        assert sorted(entry["version"] for entry in entries) == list(range(1, len(entries) + 1))
        events = Counter(entry["event"] for entry in entries)
        del events["dossiers.fee_billed"]  # recorded only when the bill was known before it was paid
        assert events == _EVENTS


def assert_paid_once(worker: DossierWorker) -> None:
    for dossier_id in worker.submitted:
        bills = list(worker.case.citizen.pages("/v1/bills", dossier_id=dossier_id))
        assert [(bill["state"], bill["amount"]) for bill in bills] == [("paid", _FEE)]


def assert_one_message_per_event(worker: DossierWorker) -> None:
    messages = Counter((message["dossier_id"], message["template"]) for message in inbox(worker))
    expected = Counter((one, template) for one in worker.submitted for template in DOSSIER_NOTIFICATIONS)
    assert messages == expected


def assert_no_more_emails_than_messages(worker: DossierWorker, mail_url: str) -> None:
    """There is none for what came while the address was not proved."""
    citizen = worker.case.citizen
    messages = len(list(citizen.pages("/v1/messages", limit=100)))
    ids = {email["MessageID"] for email in mailbox.messages_to(mail_url, citizen.account["email"])}
    assert len(ids) <= messages


def assert_one_email_per_message(worker: DossierWorker, mail_url: str) -> None:
    """Of a person whose address was proved before anything else. An e-mail whose hand-over was cut off may
    come again, and then shows it by its Message-ID.

    Waits for those whose sender was stopped: another takes them over when the lease ends.
    """
    citizen = worker.case.citizen
    expected, address = len(list(citizen.pages("/v1/messages", limit=100))), citizen.account["email"]

    def sent() -> int:
        return len({email["MessageID"] for email in mailbox.messages_to(mail_url, address)})

    wait_until(lambda: sent() >= expected, _PATIENCE_S, f"{expected} e-mails")
    assert sent() == expected
