"""Files: papers and results. Bytes go by ticket, through the gateway to the content server of records."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts import records
from contracts.base import Instant, Model, Page, PageRequest
from contracts.data_readings import DataReading
from contracts.errors import ErrorCode
from contracts.records import FileInfo
from contracts.records.files import OpenUploadBody
from gateway.dependencies.caller import CurrentUser, DataReader
from gateway.http.bodies import JsonRoute, fields, json_body
from gateway.http.headers import IdempotencyKey
from gateway.http.path_params import FileId
from gateway.http.responses import NO_STORE, json_response, page_response
from gateway.http.route_docs import Responses, answers, link, problems
from gateway.state import gateway_of

router = APIRouter(prefix="/v1", tags=["files"], route_class=JsonRoute)

_OPEN_EXAMPLE = {"name": "giay-chung-sinh.pdf", "size": 48213}

TicketParameter = Annotated[
    str, Query(min_length=1, max_length=2000, description="As given in upload_url or download_url.")
]
ID = "$response.body#/file_id"

_KINDS = {
    kind: {"schema": {"type": "string", "format": "binary", "description": "The bytes of the file."}}
    for kind in records.ACCEPTED_MEDIA_TYPES
}
_SENT = {
    "application/octet-stream": {
        "schema": {
            "type": "string",
            "format": "binary",
            "description": f"The bytes, of whatever declared type: {', '.join(records.ACCEPTED_MEDIA_TYPES)} are known"
            " by their content.",
        }
    }
}
_BYTES: Responses = {
    200: {"description": "The whole file.", "content": _KINDS}
    | answers(200, "ETag", "Content-Disposition", "Content-Length", "Accept-Ranges")[200],
    206: {"content": _KINDS} | answers(206, "ETag", "Content-Length", "Content-Range")[206],
}
_RANGE = {
    "parameters": [
        {
            "name": name,
            "in": "header",
            "required": False,
            "description": description,
            "schema": {"type": "string"},
            "example": example,
        }
        for name, description, example in (
            (
                "Range",
                "One part of the bytes: `bytes=0-1023`, `bytes=1024-` or `bytes=-500`.",
                "bytes=0-1023",
            ),
            ("If-Range", "The ETag of the part that you have: of another file all of it comes.", '"5f16"'),
        )
    ]
}


class Upload(Model):
    """Where to PUT the bytes, until when, and how many at most."""

    file_id: str
    """Id of the file."""
    upload_url: str
    """Address to PUT the bytes to."""
    expires_at: Instant
    """When the address expires (UTC)."""
    max_bytes: int
    """How many bytes at most."""


class Download(Model):
    """Where to GET the bytes, until when."""

    file_id: str
    """Id of the file."""
    download_url: str
    """Address to GET the bytes from."""
    expires_at: Instant
    """When the address expires (UTC)."""


@router.post(
    "/files",
    operation_id="openUpload",
    summary="Open an upload",
    status_code=201,
    response_model=Upload,
    responses=answers(
        201,
        "Location",
        links={
            "readFile": link("readFile", "The file.", file_id=ID),
            "openDownload": link("openDownload", "Its bytes, once they are there.", file_id=ID),
        },
    ),
)
async def open_upload(
    request: Request,
    caller: CurrentUser,
    key: IdempotencyKey,
    body: Annotated[OpenUploadBody, json_body(_OPEN_EXAMPLE)],
) -> Response:
    """Then PUT the bytes to `upload_url`. PDF, JPEG and PNG are taken, by content and not by name."""
    ticket = await caller.call(records.open_upload, records.OpenUpload(command_id=key, **fields(body)))
    upload = Upload(
        file_id=ticket.file_id,
        upload_url=_content_url(request, ticket),
        expires_at=ticket.expires_at,
        max_bytes=ticket.max_bytes,
    )
    return json_response(upload, status=201, location=f"/v1/files/{ticket.file_id}", cache=NO_STORE)


@router.get(
    "/files/{file_id}",
    operation_id="readFile",
    summary="Read about a file",
    response_model=FileInfo,
    responses=problems(ErrorCode.NOT_FOUND),
)
async def read(caller: CurrentUser, file_id: FileId) -> Response:
    """Name, size, hash and state; by its owner, and by who may see a dossier that holds it."""
    found = await caller.call(records.get_file, records.GetFile(file_id=file_id))
    return json_response(found)


@router.get(
    "/me/file-readings",
    operation_id="listMyFileReadings",
    summary="List who has opened one's files",
    response_model=Page[DataReading],
    responses=answers(200, "Link") | problems(ErrorCode.FORBIDDEN),
)
async def list_readings(
    request: Request, caller: CurrentUser, query: Annotated[PageRequest, Query()]
) -> Response:
    """By a citizen: every opening of a file of the citizen's own or of a followed dossier by an officer or a system, and
    every reading of a stored paper, newest first, with the agency and the ground."""
    lookup = records.ListFileReadings(limit=query.limit, cursor=query.cursor)
    return page_response(request, await caller.call(records.list_file_readings, lookup))


@router.post(
    "/files/{file_id}/download",
    operation_id="openDownload",
    summary="Open a download",
    response_model=Download,
    responses=problems(ErrorCode.NOT_FOUND, ErrorCode.FILE_NOT_USABLE),
)
async def open_download(request: Request, caller: DataReader, file_id: FileId) -> Response:
    """Gives an address that is good for a few minutes. Changes nothing, so it needs no Idempotency-Key. Recorded, and shown
    to the person, when the file is another's."""
    ticket = await caller.call(records.open_download, records.OpenDownload(file_id=file_id))
    download = Download(
        file_id=ticket.file_id, download_url=_content_url(request, ticket), expires_at=ticket.expires_at
    )
    return json_response(download, cache=NO_STORE)


@router.put(
    "/files/{file_id}/content",
    operation_id="uploadContent",
    summary="Upload the bytes of a file",
    response_model=FileInfo,
    responses=problems(
        ErrorCode.TICKET_INVALID,
        ErrorCode.NOT_FOUND,
        ErrorCode.FILE_STORED_ALREADY,
        ErrorCode.FILE_INCOMPLETE,
        ErrorCode.FILE_TYPE_REFUSED,
        ErrorCode.FILE_LOCKED,
        ErrorCode.FILE_CUT_OFF,
        ErrorCode.FILE_DAMAGED,
        ErrorCode.FILE_WITHOUT_PAGES,
        ErrorCode.FILE_TOO_COMPLEX,
        ErrorCode.IMAGE_TOO_LARGE,
        ErrorCode.PAYLOAD_TOO_LARGE,
        ErrorCode.REQUEST_TIMEOUT,
    ),
    openapi_extra={"requestBody": {"required": True, "content": _SENT}},
)
async def upload(request: Request, file_id: FileId, ticket: TicketParameter) -> Response:
    """The ticket is the permission. A cut-off upload leaves nothing behind; the same bytes may be sent again.

    The file is opened once: what has no page, is locked by a password, cut off or damaged is refused here. Its name gets
    the extension of its content.
    """
    gateway = gateway_of(request)
    return await gateway.records_proxy.upload(request, file_id, ticket, request.state.trace.traceparent)


@router.get(
    "/files/{file_id}/content",
    operation_id="downloadContent",
    summary="Download the bytes of a file",
    response_class=Response,
    responses=_BYTES
    | problems(ErrorCode.TICKET_INVALID, ErrorCode.NOT_FOUND, ErrorCode.RANGE_NOT_SATISFIABLE),
    openapi_extra=_RANGE,
)
async def download(request: Request, file_id: FileId, ticket: TicketParameter) -> Response:
    """The ticket is the permission. A download that was cut off is taken up by Range."""
    gateway = gateway_of(request)
    return await gateway.records_proxy.download(request, file_id, ticket, request.state.trace.traceparent)


def _content_url(request: Request, ticket: records.FileTicket) -> str:
    base = gateway_of(request).settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/v1/files/{ticket.file_id}/content?ticket={ticket.ticket}"
