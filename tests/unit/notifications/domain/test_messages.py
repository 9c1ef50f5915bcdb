from datetime import timedelta

import pytest
from tests.unit.notifications.examples import MESSAGE, NOON

from contracts.notifications import MessageSent
from notifications.domain.messages import (
    DELIVERY_LIMIT,
    DeliveryState,
    delivery_evidence,
    failed,
    is_past_delivery_limit,
    sent,
)


def test_a_message_is_sent_or_failed_once() -> None:
    assert (sent(MESSAGE, NOON).state, sent(MESSAGE, NOON).version) == (DeliveryState.SENT, 1)
    assert failed(MESSAGE, NOON).state is DeliveryState.FAILED
    with pytest.raises(AssertionError):
        failed(sent(MESSAGE, NOON), NOON)


def test_a_message_is_offered_for_a_day() -> None:
    assert not is_past_delivery_limit(MESSAGE, NOON + DELIVERY_LIMIT - timedelta(seconds=1))
    assert is_past_delivery_limit(MESSAGE, NOON + DELIVERY_LIMIT)


def test_the_evidence_has_neither_text_nor_address() -> None:
    assert delivery_evidence(MESSAGE) == MessageSent(
        message_id="0193-message", account_id="citizen-1", channel="email", template="dossiers.accepted"
    )
