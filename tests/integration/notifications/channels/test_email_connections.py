"""Letters by kept connections: each arrives once, whatever the server does with the connection between them."""

import ssl
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from tests.integration.notifications.channels.certificate import self_signed
from tests.integration.notifications.channels.mail_server import Habits, MailServer
from tests.unit.notifications.examples import MESSAGE

from devstack.waiting import wait_until
from notifications.channels.base import PermanentFailure, TemporaryFailure
from notifications.channels.email import EmailChannel
from notifications.domain.messages import ChannelMessage


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def messages(count: int) -> list[ChannelMessage]:
    return [replace(MESSAGE, message_id=f"letter-{number}") for number in range(count)]


def ids(letters: Iterable[ChannelMessage]) -> list[str]:
    return [f"{letter.message_id}@motcua.example" for letter in letters]


def send(channel: EmailChannel, letters: Iterable[ChannelMessage]) -> None:
    for letter in letters:
        channel.send(letter)


def test_many_letters_go_by_one_connection(server: MailServer) -> None:
    letters = messages(20)
    send(server.channel(), letters)
    assert server.arrived == ids(letters)
    assert server.connections == 1


def test_a_connection_carries_so_many_and_no_more(server: MailServer) -> None:
    letters = messages(7)
    send(server.channel(smtp_letters_per_connection=3), letters)
    assert server.arrived == ids(letters)
    assert (server.connections, server.commands["QUIT"]) == (3, 2)


def test_an_idle_connection_is_closed_in_order(server: MailServer) -> None:
    first, second = messages(2)
    channel = server.channel(smtp_idle_s=0.2)
    channel.send(first)
    wait_until(lambda: server.open == 0, 10, "the connection is closed")
    assert server.commands["QUIT"] == 1
    channel.send(second)
    assert server.arrived == ids([first, second])
    assert server.connections == 2


@pytest.mark.parametrize(
    "habits",
    [
        Habits(closes_after=1),
        Habits(closes_after=3),
        Habits(says_421_at="MAIL", says_421_after=1),
        Habits(says_421_at="MAIL", says_421_after=3),
        Habits(says_421_at="RCPT", says_421_after=2),
        Habits(says_421_at="DATA", says_421_after=2),
    ],
    ids=str,
)
def test_a_server_that_ends_the_connection_costs_no_letter_and_doubles_none(
    server: MailServer, habits: Habits
) -> None:
    server.habits = habits
    letters = messages(10)
    send(server.channel(), letters)
    assert server.arrived == ids(letters)


def test_a_server_that_comes_back_is_found_again(server: MailServer) -> None:
    before, meanwhile, after = messages(3)
    channel = server.channel()
    channel.send(before)
    server.stop()
    with pytest.raises(TemporaryFailure):
        channel.send(meanwhile)
    server.start()
    send(channel, [meanwhile, after])
    assert server.arrived == ids([before, meanwhile, after])


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_is_closing_for_everybody_is_tried_later(server: MailServer, command: str) -> None:
    server.habits.says_421_at = command
    with pytest.raises(TemporaryFailure):
        server.channel().send(MESSAGE)
    assert server.commands[command] == 1


def test_a_letter_that_may_have_been_taken_is_not_offered_again_at_once(server: MailServer) -> None:
    first, second = messages(2)
    channel = server.channel()
    channel.send(first)
    server.habits.breaks_after_taking = True
    with pytest.raises(TemporaryFailure):
        channel.send(second)
    assert server.arrived == ids([first, second])


def test_a_refused_letter_leaves_the_connection_to_the_next(server: MailServer) -> None:
    before, refused, busy, after = messages(4)
    channel = server.channel()
    channel.send(before)
    with pytest.raises(PermanentFailure, match="smtp 550"):
        channel.send(replace(refused, address="dung@refused.example"))
    with pytest.raises(TemporaryFailure, match="smtp 451"):
        channel.send(replace(busy, address="giang@busy.example"))
    channel.send(after)
    assert server.arrived == ids([before, after])
    assert server.connections == 1


def test_letters_at_the_same_time_have_a_connection_each(server: MailServer) -> None:
    server.habits.pause_s = 0.02
    letters, channel = messages(40), server.channel()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(channel.send, letters))
    assert sorted(server.arrived) == sorted(ids(letters))
    assert server.connections <= 4


def test_a_slow_server_is_given_up_after_its_time(server: MailServer) -> None:
    server.habits.pause_s = 5
    with pytest.raises(TemporaryFailure):
        server.channel(smtp_timeout_s=0.2).send(MESSAGE)


def test_encryption_and_login_are_once_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, key = self_signed(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    letters = messages(7)
    with MailServer(tls=tls) as server:
        channel = server.channel(
            smtp_starttls=True, smtp_user="motcua", smtp_password="a password", smtp_letters_per_connection=5
        )
        send(channel, letters)
        assert server.arrived == ids(letters)
        assert (server.connections, server.commands["STARTTLS"], server.commands["AUTH"]) == (2, 2, 2)
