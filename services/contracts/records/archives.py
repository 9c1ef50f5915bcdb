"""Archives of all data of one person (bản sao dữ liệu cá nhân): gathered in parts, made and sealed as one file."""

from typing import Annotated

from pydantic import Field

from contracts.base import Identifier, Instant, Model, Query
from contracts.personal_data import ExportedEntry, ExportedFile
from contracts.records.files import Sha256


class AddArchivePart(Query):
    """Request to store a part of an archive. For accounts only.

    May be repeated: a part of the same number takes the place of itself.
    """

    archive_id: Identifier
    """Id of the archive: that of the request which it answers."""
    account_id: Identifier
    """Account of the person, who alone downloads it."""
    number: Annotated[int, Field(ge=0, le=1_000_000)]
    """Place of the part in the archive, from 0."""
    entries: tuple[ExportedEntry, ...] = ()
    """JSON files."""
    files: tuple[ExportedFile, ...] = ()
    """Files whose bytes are in records."""


class CloseArchive(Query):
    """Request to make an archive of its parts. For accounts only. May be repeated."""

    archive_id: Identifier
    """Id of the archive."""
    account_id: Identifier
    """Account of the person."""
    parts: Annotated[int, Field(ge=0, le=1_000_000)]
    """How many parts it has."""


class ArchiveMade(Model):
    """Event payload: an archive is there to be downloaded."""

    archive_id: Identifier
    """Id of the archive."""
    account_id: Identifier
    """Account of the person."""
    file_id: Identifier
    """Id of its file."""
    sha256: Sha256
    """SHA-256 of the archive, in hex."""
    size: int
    """Its size in bytes."""
    expires_at: Instant
    """Until when it can be downloaded (UTC)."""
