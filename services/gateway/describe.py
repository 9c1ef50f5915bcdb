"""What the OpenAPI document says of a route beside its parameters: which problems, which links."""

from typing import Any

from contracts.errors import ErrorCode

PROBLEMS = "x-problems"
LINKS = "x-links"

Link = dict[str, Any]


def described(*codes: ErrorCode, links: dict[str, Link] | None = None) -> dict[str, Any]:
    """`openapi_extra` of a route: the problems that are its own, and where its answer leads.

    Problems that follow from a token, a body, a key or a version are added by themselves.
    """
    return {PROBLEMS: [code.value for code in codes], LINKS: links or {}}


def without_token(extra: dict[str, Any]) -> dict[str, Any]:
    """The same for a route that takes a token and does not need one (OpenAPI: an empty requirement)."""
    return {**extra, "security": [{}]}


def link(operation: str, description: str, **parameters: str) -> Link:
    """A link from an answer; `parameters` name where each parameter of `operation` is found."""
    return {"operationId": operation, "parameters": parameters, "description": description}
