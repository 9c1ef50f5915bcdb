from typing import Any

import pytest
from kombu.message import Message
from pydantic import ValidationError

from chassis.amqp import retry_tiers
from chassis.amqp.publisher import OutgoingMessage
from chassis.amqp.retry_policy import RetryPolicy, exceeds_redelivery_limit
from contracts.base import Empty
from contracts.errors import ErrorCode, ServiceError

FAILURES = RetryPolicy("stock", "events.stock.sales", retry_tiers.parse_tiers("5s,30s"))


def message(**headers: Any) -> Message:
    return Message(
        body=b"{}",
        headers=headers,
        properties={"message_id": "e-1"},
        content_type="application/json",
        content_encoding="utf-8",
    )


def after(error: BaseException, **headers: Any) -> OutgoingMessage:
    return FAILURES.next_message(message(**headers), error)


def test_first_failure_goes_to_the_first_tier_and_back_to_the_same_queue() -> None:
    letter = after(LookupError("an e-mail address"))
    assert (letter.exchange, letter.routing_key) == ("retry.5s", "events.stock.sales")


def test_next_failure_goes_to_the_next_tier() -> None:
    assert after(LookupError(), attempt=1).exchange == "retry.30s"


def test_last_failure_goes_to_the_dead_letters() -> None:
    letter = after(LookupError(), attempt=2)
    assert (letter.exchange, letter.headers["reason"]) == ("dead.stock", "retries_exhausted")


def test_retryable_refusal_is_tried_again() -> None:
    assert after(ServiceError(ErrorCode.UNAVAILABLE)).exchange == "retry.5s"


def test_other_refusal_is_permanent() -> None:
    assert after(ServiceError(ErrorCode.NOT_FOUND, what="bill")).exchange == "dead.stock"


def test_invalid_data_is_permanent() -> None:
    with pytest.raises(ValidationError) as invalid:
        Empty.model_validate({"surplus": 1})
    assert after(invalid.value).exchange == "dead.stock"


def test_header_names_the_kind_of_error_and_not_its_text() -> None:
    headers = after(LookupError("nguyen@example.vn")).headers
    assert (headers["last_error"], "nguyen" in str(headers)) == ("LookupError", False)


def test_time_of_the_first_failure_is_kept() -> None:
    letter = after(LookupError(), attempt=1, first_failed_at="2026-01-01T00:00:00+00:00")
    assert letter.headers["first_failed_at"] == "2026-01-01T00:00:00+00:00"


def test_marks_of_the_broker_are_not_sent_on_and_the_trace_is() -> None:
    headers = after(LookupError(), **{"x-death": [], "nameko.traceparent": "00-1"}).headers
    assert ("x-death" in headers, headers["nameko.traceparent"]) == (False, "00-1")


@pytest.mark.parametrize("forged", ["7", -1, None, 2.5])
def test_attempt_that_is_no_count_counts_as_none(forged: Any) -> None:
    assert after(LookupError(), attempt=forged).exchange == "retry.5s"


def test_message_redelivered_too_often_is_noticed() -> None:
    assert exceeds_redelivery_limit(message(**{"x-delivery-count": 5}))


def test_message_redelivered_once_is_not() -> None:
    assert not exceeds_redelivery_limit(message(**{"x-delivery-count": 1}))
