"""Without the right ticket nothing opens."""

from datetime import timedelta

import httpx
from tests.integration.records.processes import ContentServer, assert_refused

from chassis.core.clock import utcnow
from devstack.walk.pdf import pdf
from records.domain.tickets import Operation

PDF = pdf("Giay to") + bytes(range(256)) * 4000  # four chunks of GridFS


def test_no_ticket_opens_nothing(server: ContentServer) -> None:
    file = server.announce(PDF)
    assert_refused(httpx.put(f"{server.url}/content/{file.file_id}", content=PDF), 403, "ticket_invalid")


def test_a_forged_ticket_opens_nothing(server: ContentServer) -> None:
    file = server.announce(PDF)
    ticket = server.ticket(file.file_id)
    assert_refused(server.put(file.file_id, PDF, ticket=ticket[:-2] + "xx"), 403, "ticket_invalid")


def test_an_expired_ticket_opens_nothing(server: ContentServer) -> None:
    file = server.announce(PDF)
    old = server.ticket(file.file_id, at=utcnow() - timedelta(minutes=16))
    assert_refused(server.put(file.file_id, PDF, ticket=old), 403, "ticket_invalid")


def test_a_ticket_of_another_file_opens_nothing(server: ContentServer) -> None:
    mine, theirs = server.announce(PDF), server.announce(PDF)
    server.put(theirs.file_id, PDF)
    ticket = server.ticket(mine.file_id, Operation.DOWNLOAD)
    assert_refused(server.get(theirs.file_id, ticket=ticket), 403, "ticket_invalid")


def test_a_ticket_to_read_does_not_write(server: ContentServer) -> None:
    file = server.announce(PDF)
    ticket = server.ticket(file.file_id, Operation.DOWNLOAD)
    assert_refused(server.put(file.file_id, PDF, ticket=ticket), 403, "ticket_invalid")


def test_it_writes_no_ticket_and_no_name_to_its_log(server: ContentServer) -> None:
    file = server.announce(PDF, name="Nguyễn Văn An.pdf")
    ticket = server.ticket(file.file_id)
    server.put(file.file_id, PDF, ticket=ticket)
    log = server.process.log.read_text()
    assert "/content/{file_id}" in log
    assert ticket not in log
    assert "Nguyễn" not in log
