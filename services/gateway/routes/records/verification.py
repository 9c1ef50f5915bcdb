"""Anybody verifies a document or result by the code on it, or by its hash."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import TypeAdapter, ValidationError
from starlette.responses import HTMLResponse, Response
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from contracts import records
from contracts.errors import ErrorCode, FieldError, ServiceError
from contracts.records import (
    CheckedFile,
    FileMatch,
    Sha256,
    VerificationCode,
    VerifiedDocument,
    VerifyDocument,
)
from gateway.dependencies.caller import Anonymous
from gateway.dependencies.rate_limits import limit_verification
from gateway.http.responses import JSON, NO_STORE, json_response
from gateway.http.route_docs import problems
from gateway.pages.headers import page_headers
from gateway.pages.verification import verification_page
from gateway.state import gateway_of

router = APIRouter(prefix="/v1", tags=["files"])

HTML = "text/html"

CodeOnIt = Annotated[
    str,
    Path(
        description="As printed under the QR code; small letters, blanks and no dashes will do.",
        max_length=200,
        examples=["ABCD-EFGH-2345-WXYZ"],
        json_schema_extra={"pattern": "^[ ._-]*([A-Za-z0-8][ ._-]*){16}$"},
    ),
]
"""The form is for clients alone: a browser gets a page whatever it asks for."""
_CODE: TypeAdapter[str] = TypeAdapter(VerificationCode)
HashOfIt = Annotated[Sha256, Query(description="SHA-256 of the file in hand, in hexadecimal.")]
_ALSO_A_PAGE: dict[int | str, dict[str, object]] = {
    200: {"content": {"text/html": {"schema": {"type": "string"}}}}
}


_FILE = {
    "application/octet-stream": {
        "schema": {
            "type": "string",
            "format": "binary",
            "description": "The bytes of the file, of whatever declared type: PDF, JPEG or PNG.",
        }
    }
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
    as_page = prefers_page(request.headers.get("accept", ""))
    lookup = lookup_of(code)
    if as_page:
        return await _page(caller, lookup)
    if lookup is None:
        wrong = FieldError(
            pointer="/path/code", code="string_pattern_mismatch", detail="Not a verification code."
        )
        raise ServiceError(ErrorCode.INVALID_REQUEST, errors=(wrong,))
    found: VerifiedDocument = await caller.call(records.verify, lookup)
    response = json_response(found, cache=NO_STORE)
    response.headers["vary"] = "Accept"
    return response


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


@router.post(
    "/verifications/content",
    operation_id="verifyContent",
    summary="Verify a file that is sent (kiểm tra tệp văn bản điện tử)",
    response_model=CheckedFile,
    responses=problems(
        ErrorCode.FILE_TYPE_REFUSED,
        ErrorCode.FILE_TOO_COMPLEX,
        ErrorCode.PAYLOAD_TOO_LARGE,
        ErrorCode.REQUEST_TIMEOUT,
    ),
    openapi_extra={"requestBody": {"required": True, "content": _FILE}},
    dependencies=[Depends(limit_verification)],
)
async def by_content(request: Request, caller: Anonymous) -> Response:
    """Is the file that I hold genuine, who signed it, was each of them competent that day, and does it still stand?

    Changes nothing and stores nothing of the file, so it needs no Idempotency-Key. `same`: to the last byte what was
    issued here, with its record. `changed`: it bears the code of a document that was issued here, whose record comes with
    it, and is another; `first_difference` says from where on. `unknown`: nothing was issued here; its own signatures are
    examined all the same. Names nobody but who signed.
    """
    found = await gateway_of(request).records_proxy.check(request, request.state.trace.traceparent)
    if isinstance(found, Response):
        return found
    checked = CheckedFile(**found.model_dump())
    if found.match is FileMatch.SAME:
        issued = await caller.call(records.verify, VerifyDocument(sha256=found.sha256))
        seen = {"document": issued, "signatures": issued.signatures, "timestamps": issued.timestamps}
        checked = checked.model_copy(update=seen)
    elif found.code is not None:
        issued = await caller.call(records.verify, VerifyDocument(code=found.code))
        checked = checked.model_copy(update={"document": issued})
    return json_response(checked, cache=NO_STORE)


def prefers_page(accept: str) -> bool:
    """Whether HTML is asked for, and no less than JSON (RFC 9110 12.5.1)."""
    return parse_accept_header(accept, MIMEAccept).best_match((JSON, HTML)) == HTML


def lookup_of(code: str) -> VerifyDocument | None:
    """None for what cannot be a code."""
    try:
        return VerifyDocument(code=_CODE.validate_python(code))
    except ValidationError:
        return None


async def _page(caller: Anonymous, lookup: VerifyDocument | None) -> Response:
    """A page whatever happens: who stands before a paper with a telephone reads no JSON."""
    if lookup is None:
        return _page_of("mistyped", None, caller)
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
    headers = page_headers(caller.locale, "Accept")
    return HTMLResponse(verification_page(found, caller.locale, shown), status, headers)
