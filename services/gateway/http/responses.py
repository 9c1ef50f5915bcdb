"""Answers: one thing with its ETag, a new thing with its place, a page with its next."""

import hashlib
import re
from typing import Any
from urllib.parse import quote

import orjson
from fastapi import Request
from starlette.responses import Response

from chassis.core.etags import etag
from contracts.accounts import Locale
from contracts.base import Model, Page

JSON = "application/json"
PRIVATE = "private, no-store"
"""What belongs to a caller: on no disk of a shared computer. A program may hold it and ask by If-None-Match."""
PUBLIC = "public, no-cache"
NO_STORE = "no-store"


_LAST_CURSOR = re.compile(rb'"next_cursor":(?:null|"([A-Za-z0-9_-]+)")}\Z')
_LONGEST_END = 3000
"""Bytes: a cursor has 2,048 characters at most."""


def json_response(
    thing: Model | bytes,
    *,
    status: int = 200,
    version: int | str | None = None,
    location: str | None = None,
    cache: str = PRIVATE,
    language: Locale | None = None,
) -> Response:
    """Of a model, or of JSON as its owner has written it.

    `version` becomes the ETag; what is public and has none gets that of its bytes. `location` is where a new thing is
    found, `language` that of an answer whose words depend on Accept-Language.
    """
    headers = {"cache-control": cache, **(language_headers(language) if language else {})}
    if location is not None:
        headers["location"] = location
    text = thing if isinstance(thing, bytes) else to_json(thing)
    response = Response(text, status, headers, JSON)
    if version is not None:
        response.headers["etag"] = etag(version)
    elif cache == PUBLIC:
        with_content_etag(response)
    return response


def language_headers(language: Locale) -> dict[str, str]:
    """Of an answer whose words depend on Accept-Language: which language was chosen, and that there are others."""
    return {"content-language": language, "vary": "Accept-Language"}


def page_response(
    request: Request, found: Page[Any], *, cache: str = PRIVATE, language: Locale | None = None
) -> Response:
    """A page, with `Link: rel="next"` (RFC 8288) unless it is the last."""
    response = json_response(found, cache=cache, language=language)
    return _with_link(request, response, found.next_cursor)


def page_text_response(request: Request, text: bytes) -> Response:
    """As `page_response`, of JSON that its owner has written: a page ends with its `next_cursor`."""
    match = _LAST_CURSOR.search(text, max(0, len(text) - _LONGEST_END))
    found = match[1] if match else orjson.loads(text).get("next_cursor")
    cursor = found.decode() if isinstance(found, bytes) else found
    return _with_link(request, json_response(text), cursor)


def _with_link(request: Request, response: Response, cursor: str | None) -> Response:
    if cursor is not None:
        following = request.url.include_query_params(cursor=cursor)
        response.headers["link"] = f'<{quote(following.path)}?{following.query}>; rel="next"'
    return response


def with_content_etag(response: Response) -> Response:
    """For answers without a version: the ETag is that of the bytes."""
    response.headers["etag"] = etag(hashlib.sha256(response.body).hexdigest()[:32])
    return response


def no_content() -> Response:
    return Response(status_code=204, headers={"cache-control": PRIVATE})


def to_json(thing: Model) -> bytes:
    return thing.__pydantic_serializer__.to_json(thing)
