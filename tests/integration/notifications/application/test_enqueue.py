"""An event becomes messages: to the inbox, and by each channel that reaches the person."""

from tests.integration.notifications.application.conftest import NotificationsApplication

SENT = "notifications.message_sent"


def test_everybody_has_the_inbox_and_others_by_their_contacts(application: NotificationsApplication) -> None:
    assert set(application.rows(application.accepted("an"))) == {"inbox", "email"}
    assert set(application.rows(application.accepted("hoa"))) == {"inbox", "hook"}
    assert set(application.rows(application.accepted("chi"))) == {"inbox"}


def test_each_channel_has_a_timer_kind_of_its_own(application: NotificationsApplication) -> None:
    assert application.timers(application.accepted("an")) == {"email": "notifications.send"}
    assert application.timers(application.accepted("hoa")) == {"hook": "notifications.send.hook"}


def test_the_message_in_the_inbox_is_delivered_with_that(application: NotificationsApplication) -> None:
    event = application.accepted("an")
    assert application.evidence(event) == {(SENT, "inbox")}
    assert application.rows(event)["email"]["state"] == "pending"


def test_an_event_that_comes_twice_has_its_messages_once(application: NotificationsApplication) -> None:
    event = application.accepted("an")
    assert application.enqueue(event, "an") is False
    assert set(application.rows(event)) == {"inbox", "email"}


def test_a_channel_carries_the_text_of_its_form(application: NotificationsApplication) -> None:
    subject = "Hồ sơ 000.00.16.H05-261102-0001 đã được tiếp nhận"
    rows = application.rows(application.accepted("hoa"))
    assert rows["hook"]["body"] == subject
    assert rows["inbox"]["subject"] == subject
    assert "Kính gửi Ông/Bà Đỗ Hoa" in rows["inbox"]["body"]


def test_a_person_is_addressed_in_their_language(application: NotificationsApplication) -> None:
    row = application.rows(application.accepted("ben"))["email"]
    assert (row["subject"], row["locale"]) == ("Dossier 000.00.16.H05-261102-0001 has been accepted", "en")


def test_a_note_cannot_forge_the_text(application: NotificationsApplication) -> None:
    row = application.rows(application.accepted("an", note="{full_name}\r\nBcc: eve@example.org"))["email"]
    assert "Ghi chú: {full_name}\nBcc: eve@example.org" in row["body"]
    assert row["address"] == "an@example.vn"
