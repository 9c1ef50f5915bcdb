"""The wire of ministries at the gateway: codes, depth, answers."""

from typing import Any

import pytest

from contracts.errors import DEFINITIONS, ErrorCode, ServiceError
from gateway.legacy_sync import contract_2026
from gateway.legacy_sync import error_codes as codes
from gateway.legacy_sync.contract_2018 import summary
from gateway.legacy_sync.nesting import stringify_deep_items


def item(error_code: int, index: int = 0) -> dict[str, Any]:
    return {"index": index, "code": f"c{index}", "error_code": error_code, "message": "m", "anomalies": []}


def receipt(*error_codes: int) -> dict[str, Any]:
    refused = sum(code != 0 for code in error_codes)
    return {
        "received": len(error_codes),
        "stored": len(error_codes) - refused,
        "unchanged": 0,
        "refused": refused,
        "results": [item(code, index) for index, code in enumerate(error_codes)],
    }


@pytest.mark.parametrize("code", [code for code in ErrorCode if DEFINITIONS[code].retryable])
def test_what_may_be_tried_again_is_said_to_be_busy(code: ErrorCode) -> None:
    if code not in (
        ErrorCode.IDEMPOTENCY_IN_PROGRESS,
        ErrorCode.REQUEST_TIMEOUT,
    ):  # of no batch; of a sender too slow
        assert codes.code_of(ServiceError(code)) == codes.BUSY


@pytest.mark.parametrize(
    "code",
    [ErrorCode.UNAUTHENTICATED, ErrorCode.TOKEN_EXPIRED, ErrorCode.CREDENTIALS_INVALID, ErrorCode.FORBIDDEN],
)
def test_who_has_no_session_is_told_so(code: ErrorCode) -> None:
    assert codes.code_of(ServiceError(code)) == codes.ACCESS_DENIED


@pytest.mark.parametrize(
    "code", [ErrorCode.MALFORMED_JSON, ErrorCode.INVALID_REQUEST, ErrorCode.PAYLOAD_TOO_LARGE]
)
def test_wrong_content_is_told_so(code: ErrorCode) -> None:
    assert codes.code_of(ServiceError(code, limit=1)) == codes.INVALID


@pytest.mark.parametrize("code", list(ErrorCode))
def test_every_error_has_words_in_vietnamese(code: ErrorCode) -> None:
    assert codes.message_of(ServiceError(code))


@pytest.mark.parametrize(
    ("item_codes", "whole"), [((0, 0), 0), ((0, 1), 1), ((1, -1), -1), ((-1, -3), -3), ((-3,), -3), ((1,), 1)]
)
def test_the_gravest_code_is_that_of_the_whole(item_codes: tuple[int, ...], whole: int) -> None:
    assert summary(receipt(*item_codes))["error_code"] == whole


def test_the_message_names_the_item_by_its_place() -> None:
    assert summary(receipt(0, 0, -1))["message"] == "2/3 mục thành công; mục 3: m"


@pytest.mark.parametrize(
    ("item_codes", "status"), [((0, -1), 200), ((-1, -1), 400), ((-3, -3), 403), ((-3, -1), 400), ((0,), 200)]
)
def test_the_newer_style_answers_by_status(item_codes: tuple[int, ...], status: int) -> None:
    assert contract_2026.batch_response(receipt(*item_codes))[0] == status


def test_honest_items_stay_what_they_are() -> None:
    items = [{"a": [{"b": [1]}]}, None, "x", 5]
    assert stringify_deep_items(items) == items


def test_an_item_too_deep_becomes_its_text() -> None:
    deep: Any = 1
    for _ in range(60):
        deep = [deep]
    assert stringify_deep_items([deep, {"a": 1}]) == ["[" * 60 + "1" + "]" * 60, {"a": 1}]
