import email
import email.policy
from dataclasses import replace

import pytest
from tests.unit.notifications.examples import MESSAGE

from contracts.accounts import Contact
from notifications.channels.base import PermanentFailure
from notifications.channels.email import EmailChannel, EmailSettings
from notifications.domain.messages import ChannelMessage

CHANNEL = EmailChannel(EmailSettings(smtp_host="127.0.0.1", mail_from="no-reply@motcua.example"))


def test_a_mail_reads_as_the_message_was_written() -> None:
    content = CHANNEL.compose(MESSAGE).content
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert (read["Subject"], read["To"]) == (MESSAGE.subject, MESSAGE.address)
    body = read.get_body(("plain",))
    assert body is not None
    assert body.get_content().split("\r\n")[:-1] == MESSAGE.body.split("\n")
    assert content.isascii()


def test_a_second_copy_has_the_same_id() -> None:
    first, second = CHANNEL.compose(MESSAGE), CHANNEL.compose(MESSAGE)
    assert first == second
    read = email.message_from_bytes(first.content, policy=email.policy.default)
    assert read["Message-ID"] == "<0193-message@motcua.example>"
    assert read["Date"].datetime == MESSAGE.created_at


BODY = "\n".join(
    [
        "",
        ".",
        "..",
        "From here",
        "blank at the end ",
        "tab at the end\t",
        "=3D = ",
        "ạ" * 200,
        "x" * 1200,
        "- 20.000 ₫",
        "",
    ]
)


def test_a_body_comes_out_as_it_went_in_on_short_lines() -> None:
    content = CHANNEL.compose(replace(MESSAGE, body=BODY)).content
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert b"\n" not in content.replace(b"\r\n", b"")
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert read.defects == []
    assert str(read.get_content()).replace("\r\n", "\n") == BODY + "\n"


def test_the_envelope_is_that_of_the_headers() -> None:
    letter = CHANNEL.compose(MESSAGE)
    assert (letter.sender, letter.recipient) == ("no-reply@motcua.example", "an@example.vn")


FORGED = "x@example.vn\r\nBcc: eve@example.org"


@pytest.mark.parametrize("forged", [replace(MESSAGE, subject=FORGED), replace(MESSAGE, address=FORGED)])
def test_a_line_break_never_becomes_a_header(forged: ChannelMessage) -> None:
    with pytest.raises(PermanentFailure):
        CHANNEL.compose(forged)


def test_it_reaches_those_who_have_an_address() -> None:
    contact = Contact(account_id="an", full_name="An", email="an@example.vn", phone="0912345678")
    assert CHANNEL.address_of(contact) == "an@example.vn"
    assert CHANNEL.address_of(contact.model_copy(update={"email": None})) is None
