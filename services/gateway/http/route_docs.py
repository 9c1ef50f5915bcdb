"""FastAPI's `responses` of a route: what its answer bears beside the body, and the problems that are its own."""

from http import HTTPStatus
from typing import Any

from contracts.errors import DEFINITIONS, ErrorCode

Link = dict[str, Any]
Responses = dict[int | str, dict[str, Any]]

TOKEN_OPTIONAL: dict[str, Any] = {"security": [{}]}
"""`openapi_extra` of a route that takes a token and does not need one (OpenAPI: an empty requirement)."""


def answers(status: int, *headers: str, links: dict[str, Link] | None = None) -> Responses:
    """A route's own answer: the headers that it bears (names in `gateway.openapi.headers`) and where it leads."""
    answer: dict[str, Any] = {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers}}
    return {status: answer | ({"links": links} if links else {})}


def problems(*codes: ErrorCode) -> Responses:
    """Errors by status, each a reference to the shared response of that status. Those that follow from a token, a
    body, a key or a version are added by themselves."""
    by_status: dict[int, list[ErrorCode]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(DEFINITIONS[code].status, []).append(code)
    return {
        status: {
            "$ref": f"#/components/responses/{response_name(status)}",
            "description": "; ".join(map(describe, found)),
        }
        for status, found in by_status.items()
    }


def response_name(status: int) -> str:
    """The stable name of the shared response of a status: its reason phrase (`NotFound`)."""
    return HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "")


def describe(code: ErrorCode) -> str:
    """`not_found`: Not found"""
    return f"`{code}`: {DEFINITIONS[code].title.en}"


def link(operation: str, description: str, **parameters: str) -> Link:
    """A link from an answer; `parameters` name where each parameter of `operation` is found."""
    return {"operationId": operation, "parameters": parameters, "description": description}
