"""Files: digitised papers and results (kho dữ liệu điện tử). Bytes travel over HTTP by ticket, never here."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Body, Command, Identifier, Instant, Model, PageRequest, Query
from contracts.printable import ShortText, Title
from contracts.typed_codes import TYPED_HASH

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), TYPED_HASH]
MAX_FILE_BYTES = 20 * 1024 * 1024
ACCEPTED_MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")


class FileState(StrEnum):
    """Whether the bytes of a file have come."""

    PENDING = "pending"  # a ticket was given, the bytes have not all come
    STORED = "stored"


class FileInfo(Model):
    """What crosses a border instead of bytes. Hash, size and type are those of the content received."""

    file_id: Identifier
    """Id of the file."""
    state: FileState
    """Whether its bytes have come."""
    name: str
    """Name of the file."""
    owner_id: Identifier
    """Account of the owner."""
    size: int | None = None
    """Size in bytes of the content received."""
    media_type: str | None = None
    """Media type of the content."""
    sha256: Sha256 | None = None
    """SHA-256 of the content, in hex."""
    created_at: Instant
    """When the upload was opened (UTC)."""
    stored_at: Instant | None = None
    """When all bytes had come (UTC)."""
    pages: int | None = None
    """Pages of a PDF, 1 of an image; none: its bytes have not come, or an earlier release stored it unopened."""
    defect: str | None = None
    """Why it cannot be opened, the stable code of an error; none: it can. Only of what an earlier release stored."""
    seal_defect: str | None = None
    """Why it cannot be signed, a stable code, where that was asked; none: it can."""


class OpenUploadBody(Body):
    """`size` in bytes, exact; `sha256` is checked when given."""

    name: Title
    """Name of the file. What is stored gets the extension of its content."""
    size: Annotated[int, Field(ge=1, le=MAX_FILE_BYTES)]
    """Size in bytes, exact."""
    sha256: Sha256 | None = None
    """SHA-256 of the content, in hex; checked when given."""


class OpenUpload(OpenUploadBody, Command):
    """Command to open an upload."""


class ListFileReadings(PageRequest):
    """Readings by others of the files of the caller and of the dossiers that the caller follows, newest first."""


class FileTicket(Model):
    """Leave to move the bytes of one file once (upload) or until `expires_at` (download)."""

    file_id: Identifier
    """Id of the file."""
    ticket: Annotated[str, Field(repr=False)]
    """The ticket, to be sent as Bearer to the file's address."""
    expires_at: Instant
    """When it expires (UTC)."""
    max_bytes: int
    """Size of the file in bytes at most."""


class GetFile(Query):
    """Query for one file.

    For the owner, those whom a dossier lets read, and services; for anybody else the answer is not_found.
    """

    file_id: Identifier
    """Id of the file."""


class OpenDownload(Query):
    """Query for a ticket to download a file."""

    file_id: Identifier
    """Id of the file."""


class DescribeFiles(Query):
    """Query for several files.

    For services. Unknown ids are left out of the answer.
    """

    file_ids: Annotated[tuple[Identifier, ...], Field(max_length=100)]
    """Ids of the files."""
    to_be_sealed: bool = False
    """Whether to try, too, if each can be signed (`seal_defect`). Takes some 100 ms a file."""
    decided_by: Identifier | None = None
    """Account of the officer who is about to decide in the name of `agency_code`; none: nobody decides."""
    agency_code: ShortText | None = None
    """Agency that decides."""
    procedure_code: ShortText | None = None
    """Procedure that is decided about; none: not known."""
    decision_kind: ShortText | None = None
    """Kind of the decision; none: not known."""


class FileInfos(Model):
    """Files that were found."""

    files: tuple[FileInfo, ...]
    """The files that are known."""
    signature_obstacle: str | None = None
    """Why the officer who is named cannot sign the decision, a stable code; none: nothing is in the way."""


class DossierReaders(Model):
    """Who may read a file because it is part of a dossier, beside the agency that issues it.

    Not those whose opinion is asked for: they read it for a while only, as the dossier's events say.
    """

    agency_codes: tuple[ShortText, ...] = ()
    """Agencies that take part."""
    account_ids: tuple[Identifier, ...] = ()
    """Accounts that follow the dossier."""


class FileStored(Model):
    """Event payload: all bytes of a file have come."""

    file_id: Identifier
    """Id of the file."""
    owner_id: Identifier
    """Account of the owner."""
    sha256: Sha256
    """SHA-256 of the content, in hex."""
    size: int
    """Size in bytes."""
    media_type: str
    """Media type of the content."""


class FileShared(Model):
    """A dossier lets more people read the file."""

    file_id: Identifier
    """Id of the file."""
    dossier_id: Identifier
    """Id of the dossier (hồ sơ)."""
    agency_codes: tuple[str, ...] = ()
    """Agencies that may read it."""
    account_ids: tuple[str, ...] = ()
    """Accounts that may read it."""


class LendFiles(Query):
    """Query for addresses at which somebody without an account fetches files: another system that is told of them.

    For services and operators.
    """

    file_ids: Annotated[tuple[Identifier, ...], Field(max_length=200)]
    """Ids of the files."""
    days: Annotated[int, Field(ge=1, le=90)]
    """How long the addresses hold."""


class LentFile(Model):
    """A file and the address at which whoever has it fetches it until then, by GET or HEAD with nothing beside it."""

    file_id: Identifier
    """Id of the file."""
    url: Annotated[str, Field(repr=False)]
    """The address, with its signature."""
    expires_at: Instant
    """Until when it holds (UTC)."""
    name: str = ""
    """Name of the file."""
    sha256: Sha256 | None = None
    """SHA-256 of the content, in hex."""
    media_type: str | None = None
    """Media type of the content."""


class LentFiles(Model):
    """Those that are there with their bytes."""

    files: tuple[LentFile, ...]
    """The files, each with its address."""
