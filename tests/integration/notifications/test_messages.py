import pytest
from tests.integration.chassis.service_process import wait_until
from tests.integration.notifications.office import Office

from contracts import notifications
from contracts.errors import Code, ServiceError
from contracts.payments import BILL_OPENED, BillEvent

SENT, FAILED = "notifications.message_sent", "notifications.message_failed"


def test_a_person_is_told_in_the_inbox_and_by_mail(office: Office) -> None:
    event = office.accepted("an")
    message, letter = office.message("an", event), office.letter(event)
    assert message.subject == letter["Subject"] == "Hồ sơ 000.00.16.H05-261102-0001 đã được tiếp nhận"
    assert message.body == letter["Text"].replace("\r\n", "\n").strip()
    assert "Kính gửi Ông/Bà Nguyễn Văn An" in message.body
    assert [to["Address"] for to in letter["To"]] == ["an@example.vn"]
    assert letter["MessageID"] == f"{office.rows(event)['email']['_id']}@motcua.example"


def test_each_hand_over_leaves_evidence(office: Office) -> None:
    event = office.accepted("an")
    office.letter(event)
    wait_until(lambda: office.rows(event)["email"]["state"] == "sent", 10, "the e-mail is marked as sent")
    assert office.evidence(event) == {(SENT, "inbox"), (SENT, "email")}
    assert office.database.timers.find_one({"key": office.rows(event)["email"]["_id"]}) is None


def test_a_person_is_told_in_their_language(office: Office) -> None:
    event = office.accepted("ben")
    assert office.letter(event)["Subject"] == "Dossier 000.00.16.H05-261102-0001 has been accepted"


def test_a_person_without_an_address_has_the_inbox(office: Office) -> None:
    event = office.accepted("chi")
    office.message("chi", event)
    assert set(office.rows(event)) == {"inbox"}


def test_an_event_that_comes_twice_is_told_once(office: Office) -> None:
    event = office.accepted("an")
    office.sender.repeat(event)
    office.sender.repeat(event)
    office.letter(event)
    later = office.accepted("an")
    office.letter(later)
    assert len(office.letters(event)) == 1
    assert set(office.rows(event)) == {"inbox", "email"}


def test_a_bill_is_told_to_its_payer(office: Office) -> None:
    payload = BillEvent(
        bill_id="bill-1",
        dossier_id="dossier-with-a-fee",
        dossier_code="000.00.16.H05-261102-0002",
        payer_id="an",
        agency_code="000.00.16.H05",
        amount=20000,
    )
    event = office.sender.send(BILL_OPENED, "bill-1", payload)
    assert office.letter(event)["Subject"] == "Hồ sơ 000.00.16.H05-261102-0002: cần nộp 20.000 ₫"


def test_a_refused_address_is_given_up_and_said_so(office: Office) -> None:
    event = office.accepted("dung")
    office.message("dung", event)
    wait_until(lambda: office.rows(event)["email"]["state"] == "failed", 10, "the e-mail is given up")
    assert office.evidence(event) == {(SENT, "inbox"), (FAILED, "email")}
    failure = office.database.events.find_one({"type": FAILED})
    assert failure["payload"]["reason"] == "smtp 550"


def test_a_busy_mailbox_is_tried_again_later(office: Office) -> None:
    event = office.accepted("giang")
    office.message("giang", event)
    key = {"key": office.rows(event)["email"]["_id"], "token": None, "attempts": 1}
    wait_until(lambda: office.database.timers.find_one(key), 10, "the e-mail is put off")
    assert office.rows(event)["email"]["state"] == "pending"


def test_a_person_nobody_knows_is_a_dead_letter(office: Office) -> None:
    office.accepted("nobody")
    wait_until(lambda: office.dead_letters() == 1, 10, "one dead letter")


def test_a_note_cannot_forge_the_words(office: Office) -> None:
    event = office.accepted("an", note="{full_name}\r\nBcc: eve@example.org")
    letter = office.letter(event)
    assert "Ghi chú: {full_name}\nBcc: eve@example.org" in letter["Text"].replace("\r\n", "\n")
    assert [to["Address"] for to in letter["To"]] == ["an@example.vn"]


def test_an_inbox_is_its_owners(office: Office) -> None:
    message = office.message("chi", office.accepted("chi"))
    assert message.message_id not in [other.message_id for other in office.inbox("ben", limit=100).items]
    with pytest.raises(ServiceError) as hidden:
        office.read("ben", message.message_id)
    assert hidden.value.code is Code.NOT_FOUND
    with pytest.raises(ServiceError) as refused:
        office.inbox("")
    assert refused.value.code is Code.UNAUTHENTICATED


def test_an_email_is_no_message_of_the_inbox(office: Office) -> None:
    event = office.accepted("an")
    office.letter(event)
    with pytest.raises(ServiceError) as hidden:
        office.read("an", office.rows(event)["email"]["_id"])
    assert hidden.value.code is Code.NOT_FOUND


def test_the_first_reading_counts(office: Office) -> None:
    message = office.message("chi", office.accepted("chi"))
    assert message.read_at is None
    read = office.read("chi", message.message_id)
    assert read.read_at is not None
    assert office.read("chi", message.message_id).read_at == read.read_at
    unread = office.inbox("chi", limit=100, unread=True).items
    assert message.message_id not in [other.message_id for other in unread]
    assert message.message_id in [other.message_id for other in office.inbox("chi", unread=False).items]


def test_pages_show_every_message_once_newest_first(office: Office) -> None:
    for _ in range(3):
        office.message("ben", office.accepted("ben"))
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


def test_no_log_line_names_a_person(office: Office) -> None:
    event = office.accepted("an")
    office.letter(event)
    log = office.service.log
    assert "started" in log
    for personal in ("@example.vn", "@refused.example", "Nguyễn Văn An", "Phạm Dũng"):
        assert personal not in log
