"""Direct letters: to one address, with a code that is stored nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from tests.integration.notifications.application.conftest import TEMPLATES, NotificationsApplication
from tests.support.events import make_event

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.core.ids import new_id
from chassis.storage.inbox import ReceivedEvent
from contracts import accounts
from contracts.accounts import DirectLetter, DirectLetters, GetDirectLetters, LetterDue
from contracts.errors import ErrorCode, ServiceError
from contracts.events import AnyEvent
from notifications.application.delivery import deliver_letters
from notifications.application.direct_letters import enqueue_letters
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.channels.registry import Channels
from notifications.domain.messages import CODE, ChannelMessage
from notifications.domain.templates import TextForm

SECRET = "7K2MWQ4X"


class Mail:
    """A channel of the kind `email` that notes what it is given, or refuses it."""

    kind, form = "email", TextForm.FULL

    def __init__(self, failure: Exception | None = None) -> None:
        self.sent: list[ChannelMessage] = []
        self.failure = failure

    def address_of(self, contact: accounts.Contact) -> str | None:
        return contact.email

    def send(self, message: ChannelMessage) -> None:
        if self.failure is not None:
            raise self.failure
        self.sent.append(message)


class Letters:
    """What accounts knows of letters, and the use cases of notifications."""

    def __init__(self, application: NotificationsApplication) -> None:
        self.application = application
        self.known: dict[str, DirectLetter] = {}
        self.mail = Mail()
        application.client.answers(accounts.get_direct_letters, self.find)

    def find(self, request: GetDirectLetters) -> DirectLetters:
        return DirectLetters(
            letters=tuple(self.known[id_] for id_ in request.letter_ids if id_ in self.known)
        )

    def due(
        self, kind: Any = accounts.EMAIL_PROOF_REQUESTED, full_name: str = "", known: bool = True
    ) -> AnyEvent:
        letter_id = new_id()
        if known:
            self.known[letter_id] = DirectLetter(
                letter_id=letter_id,
                account_id=f"owner-{letter_id}",
                address="an@example.vn",
                full_name=full_name,
                code=SECRET,
            )
        return make_event(kind, letter_id, LetterDue(letter_id=letter_id, expires_at=utcnow()))

    def enqueue(self, *events: AnyEvent, channels: Channels | None = None) -> None:
        received = [ReceivedEvent(event, Context.new().as_service("notifications")) for event in events]
        enqueue_letters(
            self.application.store,
            self.application.client,
            channels or Channels([self.mail]),
            TEMPLATES,
            received,
        )

    def row(self, event: AnyEvent) -> dict[str, Any]:
        (row,) = self.application.rows(event).values()
        return row

    def deliver(self, *events: AnyEvent) -> dict[str, Exception]:
        timers = self.application.timers_of(*(self.row(event)["_id"] for event in events))
        return deliver_letters(
            self.application.store, self.application.client, Channels([self.mail]), timers, Context.new()
        )


@pytest.fixture
def letters(application: NotificationsApplication) -> Letters:
    return Letters(application)


def test_a_letter_goes_out_with_its_code_and_is_stored_without_it(letters: Letters) -> None:
    event = letters.due()
    letters.enqueue(event)
    assert letters.deliver(event) == {}
    (sent,) = letters.mail.sent
    assert f"\n{SECRET}\n" in sent.body and CODE not in sent.body
    assert (sent.address, sent.subject) == ("an@example.vn", "Mã xác thực địa chỉ thư điện tử")
    row = letters.row(event)
    assert (row["state"], row["channel"]) == ("sent", "email"), "no copy is in the inbox"
    assert SECRET not in str(row)


def test_to_an_address_that_is_not_proved_nothing_personal_goes(letters: Letters) -> None:
    event = letters.due(full_name="Nguyễn Văn An")
    letters.enqueue(event)
    assert "Nguyễn" not in letters.row(event)["body"]


def test_a_reset_addresses_its_owner(letters: Letters) -> None:
    event = letters.due(accounts.PASSWORD_RESET_REQUESTED, "Nguyễn Văn An")
    letters.enqueue(event)
    letters.deliver(event)
    (sent,) = letters.mail.sent
    assert "Kính gửi Ông/Bà Nguyễn Văn An" in sent.body and SECRET in sent.body


def test_an_address_that_was_given_up_is_told_without_a_code(letters: Letters) -> None:
    event = letters.due(accounts.EMAIL_REPLACED)
    letter_id = event.payload.letter_id
    letters.known[letter_id] = letters.known[letter_id].model_copy(update={"code": ""})
    letters.enqueue(event)
    letters.deliver(event)
    (sent,) = letters.mail.sent
    assert "không còn là địa chỉ" in sent.subject and CODE not in sent.body


def test_a_request_for_nobody_leaves_nothing_behind(letters: Letters) -> None:
    event, other = letters.due(known=False), letters.due()
    letters.enqueue(event, other)
    assert letters.application.rows(event) == {}
    assert letters.row(other)["state"] == "pending"


def test_an_event_that_comes_twice_is_one_letter(letters: Letters) -> None:
    event = letters.due()
    letters.enqueue(event)
    letters.enqueue(event)
    assert letters.row(event)["state"] == "pending"


def test_letters_wait_behind_no_message_and_for_no_earlier_release(letters: Letters) -> None:
    event = letters.due()
    letters.enqueue(event)
    assert letters.application.timers(event) == {"email": "notifications.send_letter"}


def test_a_letter_that_is_void_by_now_is_not_sent_and_nobody_is_told(letters: Letters) -> None:
    event, other = letters.due(), letters.due()
    letters.enqueue(event, other)
    del letters.known[event.payload.letter_id]
    assert letters.deliver(event, other) == {}
    assert [message.event_id for message in letters.mail.sent] == [other.event_id]
    assert letters.row(event)["state"] == "failed"
    assert letters.application.evidence(event) == set()
    assert letters.application.timers(event) == {}


def test_an_address_that_is_refused_is_told_without_the_code(letters: Letters) -> None:
    event = letters.due()
    letters.enqueue(event)
    letters.mail.failure = PermanentFailure("smtp 550")
    assert letters.deliver(event) == {}
    assert letters.row(event)["state"] == "failed"
    assert SECRET not in str(letters.row(event))
    assert letters.application.evidence(event) == {("notifications.message_failed", "email")}


def test_a_letter_is_tried_again(letters: Letters) -> None:
    event = letters.due()
    letters.enqueue(event)
    letters.mail.failure = TemporaryFailure("smtp 450")
    assert list(letters.deliver(event)) == [letters.row(event)["_id"]]
    letters.mail.failure = None
    assert letters.deliver(event) == {}
    assert [SECRET in message.body for message in letters.mail.sent] == [True]


def test_while_accounts_is_away_letters_wait(letters: Letters) -> None:
    event = letters.due()
    letters.enqueue(event)

    def away(_: GetDirectLetters) -> DirectLetters:
        raise ServiceError(ErrorCode.UNAVAILABLE)

    letters.application.client.answers(accounts.get_direct_letters, away)
    assert list(letters.deliver(event)) == [letters.row(event)["_id"]]
    assert (letters.mail.sent, letters.row(event)["state"]) == ([], "pending")


def test_without_the_channel_no_letter_is_made(letters: Letters) -> None:
    event = letters.due()
    letters.enqueue(event, channels=Channels([]))
    assert letters.application.rows(event) == {}
