"""Notifications over events, RPC and timers, with a real mail server and the second channel."""

from functools import partial

from tests.integration.notifications.harness import NotificationsHarness

from contracts.payments import BILL_OPENED, BillEvent
from devstack.waiting import wait_until
from notifications.application.delivery import BATCHES_AT_ONCE

FAILED = "notifications.message_failed"


def test_an_event_reaches_the_inbox_and_the_mail_server(harness: NotificationsHarness) -> None:
    event = harness.accepted("an")
    message, mail = harness.inbox_message("an", event), harness.mail_of(event)
    assert message.subject == mail["Subject"] == "Hồ sơ 000.00.16.H05-261102-0001 đã được tiếp nhận"
    assert message.body == mail["Text"].replace("\r\n", "\n").strip()
    assert "Kính gửi Ông/Bà Nguyễn Văn An" in message.body
    assert [to["Address"] for to in mail["To"]] == ["an@example.vn"]
    assert mail["MessageID"] == f"{harness.rows(event)['email']['_id']}@motcua.example"


def test_each_hand_over_leaves_evidence(harness: NotificationsHarness) -> None:
    event = harness.accepted("an")
    harness.mail_of(event)
    wait_until(lambda: harness.rows(event)["email"]["state"] == "sent", 10, "the e-mail is marked as sent")
    assert all(row["settled_at"] for row in harness.rows(event).values())
    assert harness.evidence(event) == set(), "the messages say it"
    assert harness.database.timers.find_one({"key": harness.rows(event)["email"]["_id"]}) is None


def test_an_event_that_comes_twice_is_sent_once(harness: NotificationsHarness) -> None:
    event = harness.accepted("an")
    harness.sender.publish_again(event)
    harness.sender.publish_again(event)
    harness.mail_of(event)
    later = harness.accepted("an")
    harness.mail_of(later)
    assert len(harness.mails_of(event)) == 1
    assert set(harness.rows(event)) == {"inbox", "email"}


def test_a_bill_reaches_its_payer(harness: NotificationsHarness) -> None:
    payload = BillEvent(
        bill_id="bill-1",
        dossier_id="dossier-with-a-fee",
        dossier_code="000.00.16.H05-261102-0002",
        payer_id="an",
        agency_code="000.00.16.H05",
        amount=20000,
    )
    event = harness.sender.publish(BILL_OPENED, "bill-1", payload)
    assert harness.mail_of(event)["Subject"] == "Hồ sơ 000.00.16.H05-261102-0002: cần nộp 20.000 ₫"


def test_a_refused_address_ends_the_message(harness: NotificationsHarness) -> None:
    event = harness.accepted("dung")
    harness.inbox_message("dung", event)
    wait_until(lambda: harness.rows(event)["email"]["state"] == "failed", 10, "the e-mail has failed")
    assert harness.evidence(event) == {(FAILED, "email")}
    failure = harness.database.events.find_one({"type": FAILED})
    assert failure["payload"]["reason"] == "smtp 550"
    about_it = {"kind": "message_failed", "dossier_id": event.payload.dossier_id}
    wait_until(lambda: harness.database.problems.find_one(about_it), 10, "the office has it on its list")
    wait_until(
        lambda: harness.service.metric("problems_total", kind="message_failed") > 0, 10, "it is counted"
    )
    assert harness.service.metric("problems_total", kind="refund_due") == 0, "there from the start"
    wait_until(
        lambda: any(message.template == FAILED for message in harness.inbox("dung").items),
        10,
        "its owner is told in the inbox",
    )
    notice = harness.database.messages.find({"template": FAILED})
    assert {message["channel"] for message in notice} == {"inbox"}


def test_a_busy_mailbox_is_tried_again_later(harness: NotificationsHarness) -> None:
    event = harness.accepted("giang")
    harness.inbox_message("giang", event)
    key = {"key": harness.rows(event)["email"]["_id"], "token": None, "attempts": 1}
    wait_until(lambda: harness.database.timers.find_one(key), 10, "the e-mail is put off")
    assert harness.rows(event)["email"]["state"] == "pending"


def test_an_event_for_an_unknown_person_is_a_dead_letter(harness: NotificationsHarness) -> None:
    harness.accepted("nobody")
    wait_until(lambda: harness.dead_letters() == 1, 10, "one dead letter")


def test_no_log_line_names_a_person(harness: NotificationsHarness) -> None:
    event = harness.accepted("an")
    harness.mail_of(event)
    log = harness.service.log_text
    assert "started" in log
    for personal in ("@example.vn", "@refused.example", "Nguyễn Văn An", "Phạm Dũng"):
        assert personal not in log


def test_a_second_channel_needs_its_module_its_registration_and_its_settings(
    harness: NotificationsHarness,
) -> None:
    event = harness.accepted("hoa")
    wait_until(lambda: harness.rows(event).get("hook", {}).get("state") == "sent", 15, "it is sent")
    row = harness.rows(event)["hook"]
    assert {"id": row["_id"], "to": "0912345678", "text": row["subject"]} in harness.hook.arrived


def test_a_slow_channel_does_not_hold_up_another(harness: NotificationsHarness) -> None:
    arrived = len(harness.hook.arrived)
    harness.hook.open.clear()
    try:
        waiting = []
        for place in range(1, BATCHES_AT_ONCE + 1):
            waiting.append(harness.accepted("hoa"))
            wait_until(partial(has_arrived, harness, arrived + place), 15, "it is taken")
        waiting += [harness.accepted("hoa") for _ in range(5)]
        harness.mail_of(harness.accepted("an"))
        assert len(harness.hook.arrived) == arrived + BATCHES_AT_ONCE
    finally:
        harness.hook.open.set()
    wait_until(
        lambda: all(harness.rows(event)["hook"]["state"] == "sent" for event in waiting), 15, "all are sent"
    )


def test_an_inbox_is_read_by_its_owner(harness: NotificationsHarness) -> None:
    message = harness.inbox_message("chi", harness.accepted("chi"))
    assert harness.mark_read("chi", message.message_id).read_at is not None


def has_arrived(harness: NotificationsHarness, count: int) -> bool:
    """Whether the second channel's server has been called so often."""
    return len(harness.hook.arrived) == count
