"""A file that anybody sends to be checked: within limits, and nothing of it stays."""

from __future__ import annotations

import socket
from contextlib import ExitStack, closing
from urllib.parse import urlsplit

import httpx
import pytest
from tests.integration.records.processes import ContentServer, assert_refused
from tests.support.records.seals import stamped

from contracts.records import MAX_CHECKED_BYTES
from devstack.waiting import wait_until
from devstack.walk.pdf import pdf
from records.content_server.checks import MOST_AT_ONCE


def check(server: ContentServer, data: bytes) -> httpx.Response:
    return httpx.post(f"{server.url}/checks", content=data, timeout=30)


def begun(server: ContentServer, length: int) -> socket.socket:
    """A check of which no byte has come."""
    target = urlsplit(server.url)
    line = socket.create_connection((target.hostname, target.port), timeout=10)
    line.sendall(f"POST /checks HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode())
    return line


def test_what_was_not_issued_here_is_unknown_and_nothing_of_it_stays(server: ContentServer) -> None:
    before = server.counts()
    answer = check(server, stamped(pdf("Ket qua")))
    assert (answer.status_code, answer.json()["match"]) == (200, "unknown")
    (signature,) = answer.json()["signatures"]
    assert (signature["valid"], signature["reason"], signature["whole"]) == (False, "not_trusted", True)
    assert server.counts() == before


def test_what_is_no_paper_or_too_large_is_refused(server: ContentServer) -> None:
    assert_refused(check(server, b"PK\x03\x04" + b"x" * 3000), 415, "file_type_refused")
    with closing(begun(server, MAX_CHECKED_BYTES + 1)) as line:
        assert b" 413 " in line.recv(200)


@pytest.mark.deep
def test_who_sends_slowly_holds_up_few_and_the_others_are_sent_away_to_come_again(
    server: ContentServer,
) -> None:
    with ExitStack() as lines:
        for _ in range(MOST_AT_ONCE):
            lines.enter_context(closing(begun(server, 1000)))

        def full() -> bool:
            return check(server, b"no paper at all").status_code == 503

        wait_until(full, 10, "all places are taken")
        assert check(server, b"no paper at all").headers["retry-after"]
    wait_until(lambda: check(server, b"no paper at all").status_code == 415, 10, "they are free again")
