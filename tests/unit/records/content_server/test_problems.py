import json

import pytest
from starlette.requests import Request

from contracts.errors import ErrorCode, ServiceError
from records.content_server.problems import problem


def request(languages: str = "") -> Request:
    headers = [(b"accept-language", languages.encode())]
    return Request(
        {
            "type": "http",
            "method": "PUT",
            "path": "/content/f1",
            "query_string": b"ticket=x",
            "headers": headers,
        }
    )


@pytest.mark.parametrize(
    ("languages", "language", "title"),
    [
        ("", "vi", "Tệp chưa đủ"),
        ("vi-VN,en;q=0.5", "vi", "Tệp chưa đủ"),
        ("en-GB", "en", "File incomplete"),
        ("fr, en", "en", "File incomplete"),
        ("fr", "vi", "Tệp chưa đủ"),
        ("en;q=0.5, vi;q=0.8", "vi", "Tệp chưa đủ"),
        ("vi;q=0, en", "en", "File incomplete"),
    ],
)
def test_a_problem_speaks_the_callers_language(languages: str, language: str, title: str) -> None:
    response = problem(request(languages), ServiceError(ErrorCode.FILE_INCOMPLETE, received=1, expected=2))
    body = json.loads(bytes(response.body))
    assert (response.status_code, response.headers["content-language"]) == (400, language)
    assert response.headers["vary"] == "Accept-Language"
    assert (body["title"], body["code"]) == (title, "file_incomplete")


def test_a_problem_does_not_repeat_the_ticket() -> None:
    response = problem(request(), ServiceError(ErrorCode.TICKET_INVALID))
    assert json.loads(bytes(response.body))["instance"] == "/v1/files/f1/content"


def test_a_passing_trouble_says_when_to_come_back() -> None:
    assert problem(request(), ServiceError(ErrorCode.UNAVAILABLE)).headers["retry-after"] == "2"


def test_a_problem_names_the_path_that_its_caller_knows() -> None:
    inside = request()
    inside.scope["path_params"] = {"file_id": "f1"}
    body = json.loads(bytes(problem(inside, ServiceError(ErrorCode.FILE_LOCKED)).body))
    assert body["instance"] == "/v1/files/f1/content"
