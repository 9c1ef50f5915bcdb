"""Bytes on their way through the gateway: broken off, too many, too slow, of a wrong kind."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from tests.support.portal.problems import assert_problem

from devstack.system import System
from devstack.walk import people
from devstack.walk.gateway_client import GatewayClient, Json, User, sha256
from devstack.walk.pdf import pdf

PDF = {"Content-Type": "application/pdf"}


@pytest.fixture
def content() -> bytes:
    return pdf("Giay to") + b"% " + b"x" * 200_000


@pytest.fixture
def ticket(citizen: User, content: bytes) -> Json:
    return citizen.post("/v1/files", {"name": "giay-to.pdf", "size": len(content)})


def assert_pending(citizen: User, file_id: str) -> None:
    found = citizen.get(f"/v1/files/{file_id}")
    assert (found["state"], found["sha256"], found["size"]) == ("pending", None, None)


def test_bytes_come_back_as_they_went(citizen: User, content: bytes) -> None:
    file_id = citizen.upload("giay-to.pdf", content)
    assert citizen.download(file_id) == content
    found = citizen.get(f"/v1/files/{file_id}")
    assert (found["state"], found["sha256"]) == ("stored", sha256(content))


def test_cut_off_upload_leaves_nothing_and_may_be_repeated(
    citizen: User, portal: GatewayClient, ticket: Json, content: bytes
) -> None:
    _begin_upload(ticket, len(content), content[:50_000]).close()
    assert_pending(citizen, ticket["file_id"])
    answer = portal.send("PUT", ticket["upload_url"], content=content, headers=PDF)
    assert (answer.status_code, answer.json()["sha256"]) == (200, sha256(content))


def test_slow_upload_is_given_up(citizen: User, ticket: Json, content: bytes) -> None:
    """The system of these tests waits two seconds for the next bytes."""
    with contextlib.closing(_begin_upload(ticket, len(content), content[:1000])) as line:
        assert b" 408 " in _status_line(line)
    assert_pending(citizen, ticket["file_id"])


def test_slow_body_is_given_up(citizen: User, system: System) -> None:
    """Two seconds for the whole of a JSON body, too."""
    head = {"Idempotency-Key": "slow", "Content-Type": "application/json", "Content-Length": "500"}
    url = f"{system.gateway_url}/v1/dossiers"
    with contextlib.closing(_begin("POST", url, citizen.bearer | head, b'{"procedure_code": ')) as line:
        assert b" 408 " in _status_line(line)
    assert list(citizen.pages("/v1/dossiers")) == []


def test_more_bytes_than_announced_are_refused(
    citizen: User, portal: GatewayClient, ticket: Json, content: bytes
) -> None:
    answer = portal.send("PUT", ticket["upload_url"], content=content + b"more", headers=PDF)
    assert_problem(answer, 413, "payload_too_large")
    assert_pending(citizen, ticket["file_id"])


def test_file_larger_than_the_limit_is_not_announced(citizen: User) -> None:
    answer = citizen.send("POST", "/v1/files", json={"name": "x.pdf", "size": 10**9}, key="large")
    assert_problem(answer, 422, "invalid_request")


def test_name_does_not_make_a_pdf(citizen: User, portal: GatewayClient) -> None:
    program = b"MZ" + b"\0" * 500
    ticket = citizen.post("/v1/files", {"name": "giay-to.pdf", "size": len(program)})
    answer = portal.send("PUT", ticket["upload_url"], content=program, headers=PDF)
    assert_problem(answer, 415, "file_type_refused")
    assert_pending(citizen, ticket["file_id"])


def test_bytes_other_than_announced_are_refused(citizen: User, portal: GatewayClient, content: bytes) -> None:
    announced = {"name": "giay-to.pdf", "size": len(content), "sha256": "0" * 64}
    ticket = citizen.post("/v1/files", announced)
    answer = portal.send("PUT", ticket["upload_url"], content=content, headers=PDF)
    assert_problem(answer, 422, "invalid_request")
    assert_pending(citizen, ticket["file_id"])


def test_ticket_of_another_file_opens_nothing(
    citizen: User, portal: GatewayClient, ticket: Json, content: bytes
) -> None:
    other = citizen.post("/v1/files", {"name": "khac.pdf", "size": len(content)})
    path = f"/v1/files/{other['file_id']}/content?{urlsplit(ticket['upload_url']).query}"
    answer = portal.send("PUT", path, content=content, headers=PDF)
    assert answer.status_code in (401, 403), answer.text
    assert_pending(citizen, other["file_id"])


def test_file_that_was_never_uploaded_cannot_be_handed_in(citizen: User, ticket: Json) -> None:
    body = people.submission(citizen, ticket["file_id"])
    answer = citizen.send("POST", "/v1/dossiers", json=body, key="empty")
    assert_problem(answer, 422, "file_not_usable")


def _begin_upload(ticket: Json, length: int, first: bytes) -> socket.socket:
    return _begin("PUT", ticket["upload_url"], {**PDF, "Content-Length": str(length)}, first)


def _begin(method: str, url: str, headers: Mapping[str, str], first: bytes) -> socket.socket:
    """A line on which a request has begun and does not go on."""
    parts = urlsplit(url)
    line = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=30)
    lines = "".join(f"{name}: {value}\r\n" for name, value in {"Host": parts.netloc, **headers}.items())
    line.sendall(f"{method} {parts.path}?{parts.query} HTTP/1.1\r\n{lines}\r\n".encode() + first)
    return line


def _status_line(line: socket.socket) -> bytes:
    """Waits for the answer."""
    return line.recv(4096).split(b"\r\n")[0]
