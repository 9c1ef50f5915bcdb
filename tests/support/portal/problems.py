"""What a refusal looks like, and what it must not tell."""

from __future__ import annotations

import httpx

from devstack.walk.gateway_client import Json

INTERNAL_WORDS = (
    "Traceback",
    'File "',
    "pymongo",
    "kombu",
    "nameko",
    "eventlet",
    "amqp://",
    "mongodb://",
    "ServiceError",
    "ValidationError",
    "/services/",
    "site-packages",
    "motcua_dossiers",
)


def assert_problem(answer: httpx.Response, status: int, code: str) -> Json:
    """The problem: of this status and code, complete, and silent about what is inside."""
    assert (answer.status_code, _code(answer)) == (status, code), answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem: Json = answer.json()
    assert problem["type"] == f"urn:motcua:problem:{code}"
    assert problem["status"] == status
    assert problem["title"] and problem["detail"] and problem["trace_id"]
    assert_no_internals(answer.text)
    return problem


def assert_no_internals(text: str) -> None:
    assert not [word for word in INTERNAL_WORDS if word in text], text


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, LookupError, TypeError):
        return ""
