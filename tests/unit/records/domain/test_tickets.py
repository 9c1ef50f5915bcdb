import base64
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import ErrorCode, ServiceError
from records.domain.tickets import LIFETIMES, Operation, TicketSigner

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
KEY = "k" * 32
SIGNER = TicketSigner(KEY)


def ticket(operation: Operation = Operation.UPLOAD) -> str:
    return SIGNER.issue("f1", operation, 100, NOW)[0]


def assert_invalid(
    text: str, *, signer: TicketSigner = SIGNER, file_id: str = "f1", at: datetime = NOW
) -> None:
    with pytest.raises(ServiceError) as refused:
        signer.verify(text, file_id, Operation.UPLOAD, at)
    assert refused.value.code is ErrorCode.TICKET_INVALID


def test_a_ticket_holds_what_it_allows() -> None:
    text, grant = SIGNER.issue("f1", Operation.UPLOAD, 100, NOW)
    assert SIGNER.verify(text, "f1", Operation.UPLOAD, NOW) == grant
    assert grant.max_bytes == 100


@pytest.mark.parametrize("operation", list(Operation))
def test_a_ticket_ends_at_its_time(operation: Operation) -> None:
    text, grant = SIGNER.issue("f1", operation, 100, NOW)
    assert grant.expires_at == NOW + LIFETIMES[operation]
    SIGNER.verify(text, "f1", operation, grant.expires_at - timedelta(milliseconds=1))
    with pytest.raises(ServiceError) as refused:
        SIGNER.verify(text, "f1", operation, grant.expires_at)
    assert refused.value.code is ErrorCode.TICKET_INVALID


def test_a_ticket_of_another_file_opens_nothing() -> None:
    assert_invalid(ticket(), file_id="f2")


def test_a_ticket_to_read_does_not_write() -> None:
    assert_invalid(ticket(Operation.DOWNLOAD))


def test_a_ticket_of_another_key_opens_nothing() -> None:
    assert_invalid(ticket(), signer=TicketSigner("j" * 32))


def test_a_ticket_that_was_changed_opens_nothing() -> None:
    header, payload, signature = ticket().split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps({**claims, "sub": "f2"}).encode()).rstrip(b"=").decode()
    assert_invalid(f"{header}.{forged}.{signature}", file_id="f2")


def claims_of_a_ticket() -> dict[str, object]:
    return jwt.decode(ticket(), options={"verify_signature": False})


def test_a_ticket_without_signature_opens_nothing() -> None:
    assert_invalid(jwt.encode(claims_of_a_ticket(), "", "none"))


@pytest.mark.parametrize("missing", ["aud", "sub", "exp"])
def test_a_token_of_the_same_key_that_is_no_ticket_opens_nothing(missing: str) -> None:
    claims = {name: value for name, value in claims_of_a_ticket().items() if name != missing}
    assert_invalid(jwt.encode(claims, KEY, "HS256"))


def test_a_token_of_the_same_key_for_another_audience_opens_nothing() -> None:
    assert_invalid(jwt.encode({**claims_of_a_ticket(), "aud": "motcua"}, KEY, "HS256"))


@given(st.text(max_size=200))
def test_nonsense_is_no_ticket(text: str) -> None:
    assert_invalid(text)


def test_two_tickets_for_the_same_differ() -> None:
    assert ticket() != ticket()
