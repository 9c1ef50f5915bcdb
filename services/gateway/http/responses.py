"""Answers: one thing with its ETag, a new thing with its place, a page with its next."""

import hashlib
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.responses import Response

from contracts.base import Model, Page
from gateway.http.headers import etag, is_current

JSON = "application/json"
PRIVATE = "private, no-cache"
PUBLIC = "public, no-cache"
NO_STORE = "no-store"
NOT_MODIFIED_HEADERS = ("cache-control", "etag", "link")


def json_response(
    thing: Model,
    *,
    status: int = 200,
    version: int | str | None = None,
    location: str | None = None,
    cache: str = PRIVATE,
) -> Response:
    """`version` becomes the ETag; `location` is where a new thing is found."""
    headers = {"cache-control": cache}
    if version is not None:
        headers["etag"] = etag(version)
    if location is not None:
        headers["location"] = location
    return Response(to_json(thing), status, headers, JSON)


def conditional_response(
    thing: Model, version: int | str, if_none_match: str | None, *, cache: str = PRIVATE
) -> Response:
    """304 when the caller holds this version already."""
    if is_current(if_none_match, version):
        return Response(status_code=304, headers={"etag": etag(version), "cache-control": cache})
    return json_response(thing, version=version, cache=cache)


def page_response(request: Request, found: Page[Any], *, cache: str = PRIVATE) -> Response:
    """A page, with `Link: rel="next"` (RFC 8288) unless it is the last."""
    response = json_response(found, cache=cache)
    if found.next_cursor is not None:
        following = request.url.include_query_params(cursor=found.next_cursor)
        response.headers["link"] = f'<{following.path}?{following.query}>; rel="next"'
    return response


def with_content_etag(response: Response, if_none_match: str | None) -> Response:
    """For answers without a version: the ETag is that of the bytes; 304 when the caller holds them already."""
    digest = hashlib.sha256(response.body).hexdigest()[:32]
    response.headers["etag"] = etag(digest)
    if not is_current(if_none_match, digest):
        return response
    headers = {name: value for name, value in response.headers.items() if name in NOT_MODIFIED_HEADERS}
    return Response(status_code=304, headers=headers)


def no_content(headers: Mapping[str, str] | None = None) -> Response:
    return Response(status_code=204, headers=dict(headers or {}))


def to_json(thing: Model) -> bytes:
    return thing.__pydantic_serializer__.to_json(thing)
