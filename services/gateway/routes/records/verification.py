"""Anybody verifies a document or result by the code on it, or by its hash."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import StringConstraints
from starlette.responses import HTMLResponse, Response

from contracts import records
from contracts.errors import ErrorCode, ServiceError
from contracts.records import Sha256, VerifiedDocument, VerifyDocument
from gateway.dependencies.caller import Anonymous
from gateway.http.responses import NO_STORE, json_response
from gateway.http.route_docs import problems
from gateway.pages.verification import verification_page

router = APIRouter(prefix="/v1", tags=["files"])

CodeOnIt = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z2-7]{4}(-?[A-Za-z2-7]{4}){3}$", max_length=19),
    Path(description="As printed under the QR code; small letters and no dashes will do.",
         examples=["ABCD-EFGH-2345-WXYZ"]),
]  # fmt: skip
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
    letters = code.replace("-", "").upper()
    lookup = VerifyDocument(code="-".join(letters[start : start + 4] for start in range(0, len(letters), 4)))
    if "text/html" not in request.headers.get("accept", ""):
        found: VerifiedDocument = await caller.call(records.verify, lookup)
        return json_response(found, cache=NO_STORE)
    return await _page(caller, lookup)


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


async def _page(caller: Anonymous, lookup: VerifyDocument) -> Response:
    try:
        found: VerifiedDocument | None = await caller.call(records.verify, lookup)
    except ServiceError as error:
        if error.code is not ErrorCode.NOT_FOUND:
            raise
        found = None
    status = 200 if found else 404
    return HTMLResponse(verification_page(found, caller.locale), status, _PAGE_HEADERS)
