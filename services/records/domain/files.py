"""A file: announced, stored, shared."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self, TypeVar

from contracts.base import Actor, ActorKind
from contracts.records import DossierReaders, FileInfo, FileState, OpenUpload
from records.domain.content import PDF, FileContent, fitting_name

PENDING_LIFETIME = timedelta(days=1)
"""An upload that was announced and never came is removed after this."""


PORTION_BYTES = 16 * 1024 * 1024
"""Of files that are held in memory together."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class ConsultedReader:
    """An agency that takes part in a dossier for a time, and in which: its opinion is asked for (cơ quan được lấy ý
    kiến), or the dossier passes through its hands."""

    dossier_id: str
    agency_code: str


@dataclass(frozen=True)
class FileReaders:
    """Who may read the file beside its owner, through dossiers that hold it."""

    agency_codes: frozenset[str] = frozenset()
    account_ids: frozenset[str] = frozenset()
    consulted: frozenset[ConsultedReader] = frozenset()
    """Those that read it only while they take part in a dossier."""

    def __or__(self, other: "FileReaders") -> "FileReaders":
        return FileReaders(
            self.agency_codes | other.agency_codes,
            self.account_ids | other.account_ids,
            self.consulted | other.consulted,
        )

    def reads(self, agency_code: str) -> bool:
        """Whether the officers of the agency may read the file now."""
        return agency_code in self.agency_codes or any(
            one.agency_code == agency_code for one in self.consulted
        )


@dataclass(frozen=True)
class File:
    """`version` counts its events: 0 until it is stored. `announced_*` is what the uploader announced."""

    file_id: str
    version: int
    name: str
    owner: Actor
    announced_size: int
    announced_sha256: str | None
    created_at: datetime
    content: FileContent | None = None
    blob_id: str | None = None
    stored_at: datetime | None = None
    readers: FileReaders = field(default_factory=FileReaders)

    @property
    def owner_id(self) -> str:
        """The owner's account; of a service, which has none, its name."""
        return self.owner.account_id or self.owner.key

    @property
    def stored_content(self) -> FileContent:
        """Of a file that is known to be stored."""
        assert self.content is not None, "its bytes are there"
        return self.content

    @property
    def opened(self) -> bool:
        """Whether its bytes have come and could be opened."""
        return self.content is not None and self.content.opened

    @property
    def must_be_opened(self) -> bool:
        """Whether it came from outside and nobody has opened it yet, as what an earlier release stored."""
        content = self.content
        fresh = content is not None and content.pages is None and content.defect is None
        return fresh and self.owner.kind is not ActorKind.SERVICE

    @property
    def usable(self) -> bool:
        """Whether it came whole and could be opened, or was made here."""
        made_here = self.owner.kind is ActorKind.SERVICE
        return self.opened or (self.content is not None and made_here)

    @property
    def info(self) -> FileInfo:
        return FileInfo(
            file_id=self.file_id,
            state=FileState.STORED if self.content else FileState.PENDING,
            name=self.name,
            owner_id=self.owner_id,
            size=self.content and self.content.size,
            media_type=self.content and self.content.media_type,
            sha256=self.content and self.content.sha256,
            created_at=self.created_at,
            stored_at=self.stored_at,
            pages=self.content and self.content.pages,
            defect=self.content and self.content.defect,
        )


def announced_file(request: OpenUpload, owner: Actor, file_id: str, at: datetime) -> File:
    return File(
        file_id=file_id,
        version=0,
        name=request.name,
        owner=owner,
        announced_size=request.size,
        announced_sha256=request.sha256,
        created_at=at,
    )


def with_content(file: File, content: FileContent, blob_id: str, at: datetime) -> File:
    """With the extension that its content has (see `fitting_name`)."""
    name = fitting_name(file.name, content.media_type)
    return replace(file, version=file.version + 1, name=name, content=content, blob_id=blob_id, stored_at=at)


@dataclass(frozen=True)
class MadeFile:
    """A file that the service itself makes, a PDF or XML, and who may read it at once."""

    name: str
    data: bytes
    readers: FileReaders
    media_type: str = PDF

    @classmethod
    def of(
        cls,
        name: str,
        data: bytes,
        agency_code: str,
        readers: DossierReaders | None = None,
        media_type: str = PDF,
    ) -> Self:
        """Read by the agency that issues it, and by these."""
        named = readers or DossierReaders()
        codes = frozenset({agency_code, *named.agency_codes})
        return cls(name, data, FileReaders(codes, frozenset(named.account_ids)), media_type)


def internal_file(made: MadeFile, owner: Actor, blob_id: str, file_id: str, at: datetime) -> File:
    """A file made by the service itself: stored at once, without an upload."""
    content = FileContent(len(made.data), hashlib.sha256(made.data).hexdigest(), made.media_type)
    announced = File(
        file_id=file_id,
        version=0,
        name=made.name,
        owner=owner,
        announced_size=content.size,
        announced_sha256=content.sha256,
        created_at=at,
        readers=made.readers,
    )
    return with_content(announced, content, blob_id, at)


def with_readers(file: File, readers: FileReaders) -> File:
    """One version on, or the very same when these may read it already."""
    together = file.readers | readers
    return file if together == file.readers else replace(file, version=file.version + 1, readers=together)


def without_agencies(file: File, agency_codes: frozenset[str]) -> File:
    """The file that these agencies do not read for good any more, one version on; the very same where none of them did."""
    left = file.readers.agency_codes - agency_codes
    if left == file.readers.agency_codes:
        return file
    return replace(file, version=file.version + 1, readers=replace(file.readers, agency_codes=left))


def without_consulted(file: File, dossier_id: str, still: frozenset[str]) -> File:
    """The file without the agencies that took part in the dossier for a time, but those that still do."""
    still_consulted = frozenset(
        one for one in file.readers.consulted if one.dossier_id != dossier_id or one.agency_code in still
    )
    if still_consulted == file.readers.consulted:
        return file
    return replace(file, version=file.version + 1, readers=replace(file.readers, consulted=still_consulted))


def in_portions(items: Iterable[Item], file_of: Callable[[Item], File | None]) -> Iterator[list[Item]]:
    """The items in their order, in lists whose files have PORTION_BYTES together at most; a larger one is alone."""
    portion: list[Item] = []
    held = 0
    for item in items:
        file = file_of(item)
        size = file.content.size if file and file.content else 0
        if portion and held + size > PORTION_BYTES:
            yield portion
            portion, held = [], 0
        portion.append(item)
        held += size
    if portion:
        yield portion
