"""An event becomes messages: to the inbox, and by each channel that reaches the person."""

import pytest
from tests.integration.notifications.application.conftest import NotificationsApplication
from tests.integration.notifications.people import PEOPLE, accepted_dossier
from tests.support.events import make_event

from chassis.core.ids import new_id
from contracts import accounts
from contracts.base import Empty
from contracts.dossiers import ACCEPTED
from contracts.errors import ErrorCode, ServiceError
from contracts.events import AnyEvent


def test_everybody_has_the_inbox_and_others_by_their_contacts(application: NotificationsApplication) -> None:
    assert set(application.rows(application.accepted("an"))) == {"inbox", "email"}
    assert set(application.rows(application.accepted("hoa"))) == {"inbox", "hook"}
    assert set(application.rows(application.accepted("chi"))) == {"inbox"}


def test_each_channel_has_a_timer_kind_of_its_own(application: NotificationsApplication) -> None:
    assert application.timers(application.accepted("an")) == {"email": "notifications.send"}
    assert application.timers(application.accepted("hoa")) == {"hook": "notifications.send.hook"}


def test_the_message_in_the_inbox_is_delivered_with_that(application: NotificationsApplication) -> None:
    event = application.accepted("an")
    rows = application.rows(event)
    assert (rows["inbox"]["state"], rows["email"]["state"]) == ("sent", "pending")
    assert rows["inbox"]["settled_at"] == rows["inbox"]["created_at"]
    assert application.evidence(event) == set(), "the message says it"


def test_events_that_come_together_have_their_messages_together(
    application: NotificationsApplication,
) -> None:
    events = [accepted_by(account_id) for account_id in ("an", "ben", "hoa", "an")]
    application.notify(*events)
    assert [set(application.rows(event)) for event in events] == [
        {"inbox", "email"}, {"inbox", "email"}, {"inbox", "hook"}, {"inbox", "email"},
    ]  # fmt: skip
    application.notify(*events, accepted_by("chi"))
    assert all(len(application.rows(event)) == 2 for event in events)


def test_an_event_for_an_unknown_person_stores_nothing(application: NotificationsApplication) -> None:
    """It is handled once more alone, and the others without it."""
    good, bad = accepted_by("an"), accepted_by("nobody")
    with pytest.raises(ServiceError) as refused:
        application.notify(good, bad)
    assert refused.value.code is ErrorCode.NOT_FOUND
    application.notify(good)
    assert (len(application.rows(good)), len(application.rows(bad))) == (2, 0)


def test_an_event_for_nobody_leaves_nothing_behind(application: NotificationsApplication) -> None:
    dossier_id = new_id()
    payload = accepted_dossier(dossier_id, "an").model_copy(update={"follower_ids": ()})
    event = make_event(ACCEPTED, dossier_id, payload)
    application.notify(event)
    handled = application.store.database.inbox.find_one({"_id": {"$regex": event.event_id}})
    assert (application.rows(event), handled) == ({}, None)


def accepted_by(account_id: str) -> AnyEvent:
    dossier_id = new_id()
    return make_event(ACCEPTED, dossier_id, accepted_dossier(dossier_id, account_id))


def test_an_event_that_comes_twice_has_its_messages_once(application: NotificationsApplication) -> None:
    event = application.accepted("an")
    assert application.enqueue(event, "an") is False
    assert set(application.rows(event)) == {"inbox", "email"}


def test_whose_address_waits_for_its_proof_has_the_inbox_and_a_code_is_sent(
    application: NotificationsApplication,
) -> None:
    asked: list[tuple[str, ...]] = []

    def contacts(request: accounts.GetContacts) -> accounts.Contacts:
        assert request.only_proved
        waits = PEOPLE["chi"].model_copy(update={"email_to_prove": True})
        return accounts.Contacts(contacts=(waits, PEOPLE["an"]))

    def send(request: accounts.SendEmailCodes) -> Empty:
        asked.append(request.account_ids)
        return Empty()

    application.client.answers(accounts.get_contacts, contacts)
    application.client.answers(accounts.send_email_codes, send)
    events = [accepted_by(account_id) for account_id in ("chi", "an", "chi")]
    application.notify(*events)
    assert [set(application.rows(event)) for event in events] == [{"inbox"}, {"inbox", "email"}, {"inbox"}]
    assert asked == [("chi",)]


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
