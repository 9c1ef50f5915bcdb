"""A check of a file in hand against what was issued here: the same to the last byte, changed, or nothing that is known."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from chassis.core.clock import utcnow
from chassis.storage.store import Store
from contracts.errors import ErrorCode, ServiceError
from contracts.records import FileCheck, FileMatch
from records.application.documents.registered_signers import with_signers
from records.domain.content import PDF, media_type
from records.domain.issued_documents import IssuedDocument
from records.domain.signatures import Examined
from records.repository import FileRepository, IssuedDocumentRepository
from records.repository.blob_encryption import BlobDamaged
from records.repository.blobs import BlobStore

Examine = Callable[[bytes, datetime, datetime | None], Examined]
"""The signatures of a file that nobody vouches for, judged at that time, and those of renewals at the second."""

_DASH = rb"(?:-|\\055)"
_SIGNED_WITH = re.compile(rb"Motcua%b([A-Z2-7]{4}(?:%b[A-Z2-7]{4}){3})" % (_DASH, _DASH))
"""The name of a signature that was made here (`PdfSealer`), as a string of a PDF, in which a dash may be a number."""
_MOST_CODES = 5
_HEAD = 2048


@dataclass(frozen=True)
class ReceivedFile:
    """A whole file as it came, of which nobody vouches for anything."""

    content: BinaryIO
    sha256: str
    size: int

    def all(self) -> bytes:
        self.content.seek(0)
        return self.content.read()


def check_file(store: Store, blobs: BlobStore, examine: Examine, received: ReceivedFile) -> FileCheck:
    """What is issued here is known by its hash, and none of it is read. Of any other file the signatures are examined, and
    the code that it bears is looked up. Blocks for some milliseconds, of another file for a second or more.

    Raises FILE_TYPE_REFUSED, and what `examine` raises.
    """
    issued = store.repository(IssuedDocumentRepository)
    known: dict[str, Any] = {"sha256": received.sha256, "size": received.size}
    if issued.of_hash(received.sha256) is not None:
        return FileCheck(match=FileMatch.SAME, **known)
    content = received.all()
    if media_type(content[:_HEAD]) != PDF:
        return FileCheck(match=FileMatch.UNKNOWN, **known)
    found = next((each for each in map(issued.of_code, _codes(content)) if each is not None), None)
    if found is None:
        examined = examine(content, utcnow(), None)
        return FileCheck(
            match=FileMatch.UNKNOWN,
            signatures=tuple(each.state for each in examined.signatures),
            timestamps=examined.timestamps,
            **known,
        )
    examined = examine(content, found.issued_at, found.renewed_at)
    return FileCheck(
        match=FileMatch.CHANGED,
        code=found.code,
        first_difference=_first_difference(content, store, blobs, found),
        signatures=with_signers(store, examined.signatures, found),
        timestamps=examined.timestamps,
        **known,
    )


def _codes(content: bytes) -> Iterator[str]:
    """Those that the names of its signatures hold, each once; of many the first ones."""
    found = dict.fromkeys(
        match[1].replace(rb"\055", b"-").decode() for match in _SIGNED_WITH.finditer(content)
    )
    return iter(list(found)[:_MOST_CODES])


def _first_difference(content: bytes, store: Store, blobs: BlobStore, issued: IssuedDocument) -> int | None:
    try:
        (file,) = store.repository(FileRepository).find([issued.file_id])
        return first_difference(content, blobs.read(str(file.blob_id)))
    except (BlobDamaged, LookupError, ValueError):
        return None
    except ServiceError as error:
        if error.code is not ErrorCode.FILE_NOT_USABLE:
            raise
        return None


def first_difference(content: bytes, pieces: Iterable[bytes]) -> int | None:
    """The first byte that is another than in `pieces`, from 0; where one ends before the other, that end. None: the same."""
    at = 0
    for piece in pieces:
        own = content[at : at + len(piece)]
        if own != piece:
            return at + next(
                (index for index, (one, other) in enumerate(zip(own, piece, strict=False)) if one != other),
                len(own),
            )
        at += len(piece)
    return None if at == len(content) else at
