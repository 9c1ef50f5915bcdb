import email
import email.policy
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.notifications.examples import NOON

from contracts.notifications import MessageChannel
from notifications.channels.email import EmailChannel, PermanentFailure
from notifications.domain.messages import (
    DELIVERY_LIMIT,
    ChannelMessage,
    DeliveryState,
    failed,
    is_past_delivery_limit,
    sent,
)
from notifications.settings import NotificationsSettings

MAILER = EmailChannel(
    NotificationsSettings(
        service="notifications",
        amqp_uri="amqp://",
        mongo_uri="mongodb://",
        mongo_database="x",
        smtp_host="127.0.0.1",
        mail_from="no-reply@motcua.example",
    )
)
LETTER = ChannelMessage(
    message_id="0193-message",
    version=0,
    event_id="event-1",
    account_id="citizen-1",
    channel=MessageChannel.EMAIL,
    template="dossiers.accepted",
    locale="vi",
    subject="Hồ sơ 000.00.16.H05-261102-0001 đã được tiếp nhận",
    body="Kính gửi Ông/Bà,\n\nHồ sơ đã được tiếp nhận.\n.\nHết.",
    dossier_id="dossier-1",
    created_at=NOON,
    address="an@example.vn",
)


def test_the_letter_reads_as_it_was_written() -> None:
    content = MAILER.compose(LETTER).as_bytes()
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert (read["Subject"], read["To"]) == (LETTER.subject, LETTER.address)
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content().split("\r\n")[:-1] == LETTER.body.split("\n")
    assert content.isascii()


def test_a_second_copy_has_the_same_id() -> None:
    first, second = MAILER.compose(LETTER), MAILER.compose(LETTER)
    assert first["Message-ID"] == second["Message-ID"] == "<0193-message@motcua.example>"
    assert first["Date"] == second["Date"]


FORGED = "x@example.vn\r\nBcc: eve@example.org"


@pytest.mark.parametrize("forged", [replace(LETTER, subject=FORGED), replace(LETTER, address=FORGED)])
def test_a_line_break_never_becomes_a_header(forged: ChannelMessage) -> None:
    with pytest.raises(PermanentFailure):
        MAILER.compose(forged)


def test_a_letter_is_sent_or_failed_once() -> None:
    assert (sent(LETTER, NOON).state, sent(LETTER, NOON).version) == (DeliveryState.SENT, 1)
    assert failed(LETTER, NOON).state is DeliveryState.FAILED
    with pytest.raises(AssertionError):
        failed(sent(LETTER, NOON), NOON)


def test_a_letter_is_offered_for_a_day() -> None:
    assert not is_past_delivery_limit(LETTER, NOON + DELIVERY_LIMIT - timedelta(seconds=1))
    assert is_past_delivery_limit(LETTER, NOON + DELIVERY_LIMIT)
