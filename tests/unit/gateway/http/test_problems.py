"""Problem details."""

from __future__ import annotations

import json
from typing import Any

import pytest

from contracts.errors import DEFINITIONS, ErrorCode, FieldError, ServiceError, not_found
from gateway.http import problems, trace


def shown(
    error: ServiceError, language: str = "vi", method: str = "POST"
) -> tuple[dict[str, Any], dict[str, str]]:
    scope = {
        "method": method,
        "path": "/v1/x",
        "headers": [(b"accept-language", language.encode())],
        "state": {"trace": trace.start_span(None, None)},
    }
    answer = problems.problem_response(scope, error)
    return json.loads(bytes(answer.body)), dict(answer.headers)


@pytest.mark.parametrize("code", list(ErrorCode))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_can_be_shown_in_both_languages(code: ErrorCode, language: str) -> None:
    problem, headers = shown(ServiceError(code), language)
    words = DEFINITIONS[code]
    assert problem["title"] == words.title[language]
    assert (problem["status"], problem["code"]) == (words.status, code)
    assert "{" not in problem["detail"]
    assert headers["content-language"] == language
    assert ("retry-after" in headers) is words.retryable
    challenged = words.status == 401 or code is ErrorCode.INSUFFICIENT_SCOPE
    assert ("www-authenticate" in headers) is challenged


def test_nouns_states_and_actions_are_vietnamese_for_vietnamese_readers() -> None:
    error = ServiceError(ErrorCode.ILLEGAL_TRANSITION, current="submitted", action="complete_step")
    assert shown(error)[0]["detail"] == "Hồ sơ đang chờ tiếp nhận nên không thể hoàn thành bước xử lý."
    assert (
        shown(error, "en")[0]["detail"]
        == "The dossier waits for reception: to complete a step is not possible now."
    )
    assert shown(not_found("bill"))[0]["detail"] == "Không tìm thấy khoản thu."


def test_a_limit_tells_when_to_come_back() -> None:
    assert shown(ServiceError(ErrorCode.RATE_LIMITED, seconds=17))[1]["retry-after"] == "17"


def test_what_a_service_found_wrong_in_a_query_points_into_the_query() -> None:
    wrong = ServiceError(
        ErrorCode.INVALID_REQUEST, errors=(FieldError(pointer="/cursor", code="cursor", detail="No."),)
    )
    assert shown(wrong, "en", "GET")[0]["errors"][0]["pointer"] == "/query/cursor"
    assert shown(wrong, "en", "POST")[0]["errors"][0]["pointer"] == "/cursor"


def test_braces_in_params_are_not_read_as_places() -> None:
    problem, _ = shown(ServiceError(ErrorCode.NOT_FOUND, what="{what}"))
    assert problem["detail"] == "Không tìm thấy {what}."


@pytest.mark.parametrize(
    ("name", "code"),
    [("Idempotency-Key", ErrorCode.IDEMPOTENCY_KEY_REQUIRED), ("If-Match", ErrorCode.VERSION_REQUIRED)],
)
def test_a_missing_guard_has_its_own_code(name: str, code: ErrorCode) -> None:
    found = [{"loc": ("header", name), "type": "missing", "msg": "Field required"}]
    assert problems.invalid_parameters(found).code is code


def test_a_list_in_a_body_is_not_short_by_what_is_wrong_in_it() -> None:
    wrong = {"type": "int_parsing", "loc": ("body", "rows", 0, "number"), "msg": "no number"}
    context = {"min_length": 1, "actual_length": 0}
    short = {"type": "too_short", "loc": ("body", "rows"), "msg": "too short", "ctx": context}
    query = {"type": "int_parsing", "loc": ("query", "limit"), "msg": "no number"}
    error = problems.invalid_parameters([query, wrong, short])
    assert [found.pointer for found in error.errors] == ["/query/limit", "/rows/0/number"]


def test_a_client_without_the_scope_is_told_which_one_is_needed() -> None:
    _, headers = shown(ServiceError(ErrorCode.INSUFFICIENT_SCOPE, scope="sync.read sync.write"), "vi")
    challenge = 'Bearer realm="motcua", error="insufficient_scope", scope="sync.read sync.write"'
    assert headers["www-authenticate"] == challenge
