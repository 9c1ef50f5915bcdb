"""Files: digitised papers and results (kho dữ liệu điện tử). Bytes travel over HTTP by ticket, never here."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Body, Command, Identifier, Instant, Model, Query, ShortText

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
MAX_FILE_BYTES = 20 * 1024 * 1024
ACCEPTED_MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")


class FileState(StrEnum):
    PENDING = "pending"  # a ticket was given, the bytes have not all come
    STORED = "stored"


class FileInfo(Model):
    """What crosses a border instead of bytes. Hash, size and type are those of the content received."""

    file_id: Identifier
    state: FileState
    name: str
    owner_id: Identifier
    size: int | None = None
    media_type: str | None = None
    sha256: Sha256 | None = None
    created_at: Instant
    stored_at: Instant | None = None


class OpenUploadBody(Body):
    """`size` in bytes, exact; `sha256` is checked when given."""

    name: ShortText
    size: Annotated[int, Field(ge=1, le=MAX_FILE_BYTES)]
    sha256: Sha256 | None = None


class OpenUpload(OpenUploadBody, Command):
    """Command to open an upload."""


class FileTicket(Model):
    """Leave to move the bytes of one file once (upload) or until `expires_at` (download)."""

    file_id: Identifier
    ticket: Annotated[str, Field(repr=False)]
    expires_at: Instant
    max_bytes: int


class GetFile(Query):
    """The owner, those whom a dossier lets read, services; anybody else is told that there is no such file."""

    file_id: Identifier


class OpenDownload(Query):
    file_id: Identifier


class DescribeFiles(Query):
    """For services. Unknown ids are left out of the answer."""

    file_ids: Annotated[tuple[Identifier, ...], Field(max_length=100)]


class FileInfos(Model):
    files: tuple[FileInfo, ...]


class FileStored(Model):
    file_id: Identifier
    owner_id: Identifier
    sha256: Sha256
    size: int
    media_type: str


class FileShared(Model):
    """A dossier lets more people read the file."""

    file_id: Identifier
    dossier_id: Identifier
    agency_codes: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()
