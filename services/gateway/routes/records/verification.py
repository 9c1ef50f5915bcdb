"""Anybody verifies a document or result by the code on it, or by its hash."""

import re
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import StringConstraints
from starlette.responses import HTMLResponse, Response

from contracts import records
from contracts.errors import ErrorCode, ServiceError, not_found
from contracts.records import Sha256, VerifiedDocument, VerifyDocument
from gateway.dependencies.caller import Anonymous
from gateway.http.responses import NO_STORE, json_response
from gateway.http.route_docs import problems
from gateway.pages.verification import verification_page

router = APIRouter(prefix="/v1", tags=["files"])

CodeOnIt = Annotated[
    str,
    StringConstraints(max_length=200),
    Path(description="As printed under the QR code: 16 letters and digits in fours. Small letters, blanks and no dashes"
         " will do, and 0, 1, 8 are read as O, I, B.",
         examples=["ABCD-EFGH-2345-WXYZ"]),
]  # fmt: skip
_LETTERS = re.compile(r"[A-Z2-7]{16}")
_MISREAD = str.maketrans({"0": "O", "1": "I", "8": "B"})
HashOfIt = Annotated[Sha256, Query(description="SHA-256 of the file in hand, in hexadecimal.")]
_PAGE_HEADERS = {
    "cache-control": NO_STORE,
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "vary": "accept, accept-language",
}
_ALSO_A_PAGE: dict[int | str, dict[str, object]] = {
    200: {"content": {"text/html": {"schema": {"type": "string"}}}}
}


@router.get(
    "/verify/{code}",
    operation_id="verifyDocument",
    summary="Verify a document by its code",
    response_model=VerifiedDocument,
    responses=_ALSO_A_PAGE | problems(ErrorCode.NOT_FOUND),
)
async def by_code(request: Request, caller: Anonymous, code: CodeOnIt) -> Response:
    """What was issued under this code, whether its bytes and its signature are whole, and whether it still stands.

    Names no person. A browser gets a page.
    """
    as_page = "text/html" in request.headers.get("accept", "")
    printed = code_as_printed(code)
    if printed is None:
        if as_page:
            return _page_of("mistyped", None, caller)
        raise not_found("document")
    lookup = VerifyDocument(code=printed)
    if as_page:
        return await _page(caller, lookup)
    found: VerifiedDocument = await caller.call(records.verify, lookup)
    return json_response(found, cache=NO_STORE)


@router.get(
    "/verify",
    operation_id="verifyFile",
    summary="Verify a file by its hash",
    response_model=VerifiedDocument,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def by_hash(caller: Anonymous, sha256: HashOfIt) -> Response:
    """Is the file that I hold one that was issued here, to the last byte?"""
    found: VerifiedDocument = await caller.call(records.verify, VerifyDocument(sha256=sha256))
    return json_response(found, cache=NO_STORE)


def code_as_printed(typed: str) -> str | None:
    """The code that somebody has typed from paper; None where it cannot be one.

    Codes have no 0, 1, 8 (RFC 4648, base 32), which people read for O, I, B.
    """
    letters = "".join(letter for letter in typed.upper() if letter.isalnum()).translate(_MISREAD)
    if not _LETTERS.fullmatch(letters):
        return None
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


async def _page(caller: Anonymous, lookup: VerifyDocument) -> Response:
    """A page whatever happens: who stands before a paper with a telephone reads no JSON."""
    try:
        found: VerifiedDocument = await caller.call(records.verify, lookup)
    except ServiceError as error:
        if error.code is ErrorCode.NOT_FOUND:
            return _page_of("unknown", None, caller)
        if error.retryable:
            return _page_of("unavailable", None, caller, error.definition.status)
        raise
    return _page_of(None, found, caller, 200)


def _page_of(
    shown: str | None, found: VerifiedDocument | None, caller: Anonymous, status: int = 404
) -> Response:
    return HTMLResponse(verification_page(found, caller.locale, shown), status, _PAGE_HEADERS)
