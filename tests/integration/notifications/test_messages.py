import pytest
from tests.integration.notifications.harness import NotificationsHarness

from contracts import notifications
from contracts.errors import ErrorCode, ServiceError
from contracts.payments import BILL_OPENED, BillEvent
from devstack.waiting import wait_until

SENT, FAILED = "notifications.message_sent", "notifications.message_failed"


def test_a_person_is_told_in_the_inbox_and_by_mail(office: NotificationsHarness) -> None:
    event = office.accepted("an")
    message, letter = office.inbox_message("an", event), office.mail_of(event)
    assert message.subject == letter["Subject"] == "Hồ sơ 000.00.16.H05-261102-0001 đã được tiếp nhận"
    assert message.body == letter["Text"].replace("\r\n", "\n").strip()
    assert "Kính gửi Ông/Bà Nguyễn Văn An" in message.body
    assert [to["Address"] for to in letter["To"]] == ["an@example.vn"]
    assert letter["MessageID"] == f"{office.rows(event)['email']['_id']}@motcua.example"


def test_each_hand_over_leaves_evidence(office: NotificationsHarness) -> None:
    event = office.accepted("an")
    office.mail_of(event)
    wait_until(lambda: office.rows(event)["email"]["state"] == "sent", 10, "the e-mail is marked as sent")
    assert office.evidence(event) == {(SENT, "inbox"), (SENT, "email")}
    assert office.database.timers.find_one({"key": office.rows(event)["email"]["_id"]}) is None


def test_a_person_is_told_in_their_language(office: NotificationsHarness) -> None:
    event = office.accepted("ben")
    assert office.mail_of(event)["Subject"] == "Dossier 000.00.16.H05-261102-0001 has been accepted"


def test_a_person_without_an_address_has_the_inbox(office: NotificationsHarness) -> None:
    event = office.accepted("chi")
    office.inbox_message("chi", event)
    assert set(office.rows(event)) == {"inbox"}


def test_an_event_that_comes_twice_is_told_once(office: NotificationsHarness) -> None:
    event = office.accepted("an")
    office.sender.publish_again(event)
    office.sender.publish_again(event)
    office.mail_of(event)
    later = office.accepted("an")
    office.mail_of(later)
    assert len(office.mails_of(event)) == 1
    assert set(office.rows(event)) == {"inbox", "email"}


def test_a_bill_is_told_to_its_payer(office: NotificationsHarness) -> None:
    payload = BillEvent(
        bill_id="bill-1",
        dossier_id="dossier-with-a-fee",
        dossier_code="000.00.16.H05-261102-0002",
        payer_id="an",
        agency_code="000.00.16.H05",
        amount=20000,
    )
    event = office.sender.publish(BILL_OPENED, "bill-1", payload)
    assert office.mail_of(event)["Subject"] == "Hồ sơ 000.00.16.H05-261102-0002: cần nộp 20.000 ₫"


def test_a_refused_address_is_given_up_and_said_so(office: NotificationsHarness) -> None:
    event = office.accepted("dung")
    office.inbox_message("dung", event)
    wait_until(lambda: office.rows(event)["email"]["state"] == "failed", 10, "the e-mail is given up")
    assert office.evidence(event) == {(SENT, "inbox"), (FAILED, "email")}
    failure = office.database.events.find_one({"type": FAILED})
    assert failure["payload"]["reason"] == "smtp 550"


def test_a_busy_mailbox_is_tried_again_later(office: NotificationsHarness) -> None:
    event = office.accepted("giang")
    office.inbox_message("giang", event)
    key = {"key": office.rows(event)["email"]["_id"], "token": None, "attempts": 1}
    wait_until(lambda: office.database.timers.find_one(key), 10, "the e-mail is put off")
    assert office.rows(event)["email"]["state"] == "pending"


def test_a_person_nobody_knows_is_a_dead_letter(office: NotificationsHarness) -> None:
    office.accepted("nobody")
    wait_until(lambda: office.dead_letters() == 1, 10, "one dead letter")


def test_a_note_cannot_forge_the_words(office: NotificationsHarness) -> None:
    event = office.accepted("an", note="{full_name}\r\nBcc: eve@example.org")
    letter = office.mail_of(event)
    assert "Ghi chú: {full_name}\nBcc: eve@example.org" in letter["Text"].replace("\r\n", "\n")
    assert [to["Address"] for to in letter["To"]] == ["an@example.vn"]


def test_an_inbox_is_its_owners(office: NotificationsHarness) -> None:
    message = office.inbox_message("chi", office.accepted("chi"))
    assert message.message_id not in [other.message_id for other in office.inbox("ben", limit=100).items]
    with pytest.raises(ServiceError) as hidden:
        office.mark_read("ben", message.message_id)
    assert hidden.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(ServiceError) as refused:
        office.inbox("")
    assert refused.value.code is ErrorCode.UNAUTHENTICATED


def test_an_email_is_no_message_of_the_inbox(office: NotificationsHarness) -> None:
    event = office.accepted("an")
    office.mail_of(event)
    with pytest.raises(ServiceError) as hidden:
        office.mark_read("an", office.rows(event)["email"]["_id"])
    assert hidden.value.code is ErrorCode.NOT_FOUND


def test_the_first_reading_counts(office: NotificationsHarness) -> None:
    message = office.inbox_message("chi", office.accepted("chi"))
    assert message.read_at is None
    read = office.mark_read("chi", message.message_id)
    assert read.read_at is not None
    assert office.mark_read("chi", message.message_id).read_at == read.read_at
    unread = office.inbox("chi", limit=100, unread=True).items
    assert message.message_id not in [other.message_id for other in unread]
    assert message.message_id in [other.message_id for other in office.inbox("chi", unread=False).items]


def test_pages_show_every_message_once_newest_first(office: NotificationsHarness) -> None:
    for _ in range(3):
        office.inbox_message("ben", office.accepted("ben"))
    seen: list[notifications.Message] = []
    cursor = None
    while True:
        page = office.inbox("ben", limit=2, cursor=cursor)
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert len({message.message_id for message in seen}) == len(seen) >= 3
    assert [message.created_at for message in seen] == sorted(
        (message.created_at for message in seen), reverse=True
    )


def test_no_log_line_names_a_person(office: NotificationsHarness) -> None:
    event = office.accepted("an")
    office.mail_of(event)
    log = office.service.log_text
    assert "started" in log
    for personal in ("@example.vn", "@refused.example", "Nguyễn Văn An", "Phạm Dũng"):
        assert personal not in log
