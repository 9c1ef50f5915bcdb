import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import ErrorCode, ServiceError
from records.domain.tickets import LIFETIMES, Operation, TicketSigner

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
OFFICE = TicketSigner("k" * 32)


def ticket(operation: Operation = Operation.UPLOAD) -> str:
    return OFFICE.issue("f1", operation, 100, NOW)[0]


def assert_invalid(
    text: str, *, office: TicketSigner = OFFICE, file_id: str = "f1", at: datetime = NOW
) -> None:
    with pytest.raises(ServiceError) as refused:
        office.verify(text, file_id, Operation.UPLOAD, at)
    assert refused.value.code is ErrorCode.TICKET_INVALID


def test_a_ticket_says_what_it_allows() -> None:
    text, grant = OFFICE.issue("f1", Operation.UPLOAD, 100, NOW)
    assert OFFICE.verify(text, "f1", Operation.UPLOAD, NOW) == grant
    assert grant.max_bytes == 100


@pytest.mark.parametrize("operation", list(Operation))
def test_a_ticket_ends_at_its_time(operation: Operation) -> None:
    text, grant = OFFICE.issue("f1", operation, 100, NOW)
    assert grant.expires_at == NOW + LIFETIMES[operation]
    OFFICE.verify(text, "f1", operation, grant.expires_at - timedelta(milliseconds=1))
    with pytest.raises(ServiceError) as refused:
        OFFICE.verify(text, "f1", operation, grant.expires_at)
    assert refused.value.code is ErrorCode.TICKET_INVALID


def test_a_ticket_of_another_file_opens_nothing() -> None:
    assert_invalid(ticket(), file_id="f2")


def test_a_ticket_to_read_does_not_write() -> None:
    assert_invalid(ticket(Operation.DOWNLOAD))


def test_a_ticket_of_another_key_opens_nothing() -> None:
    assert_invalid(ticket(), office=TicketSigner("j" * 32))


def test_a_ticket_that_was_changed_opens_nothing() -> None:
    body, _, seal = ticket().partition(".")
    said = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps({**said, "file_id": "f2"}).encode()).rstrip(b"=").decode()
    assert_invalid(f"{forged}.{seal}", file_id="f2")


@given(st.text(max_size=200))
def test_nonsense_is_no_ticket(text: str) -> None:
    assert_invalid(text)


def test_two_tickets_for_the_same_differ() -> None:
    assert ticket() != ticket()
