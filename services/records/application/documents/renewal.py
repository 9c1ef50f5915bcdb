"""Renewal of archive timestamps (gia hạn dấu thời gian lưu trữ) before the certificate of their authority ends.

A file gets one more revision and keeps its id: the bytes before are the beginning of those after, and the record of the
document has the hash of each (ETSI EN 319 142-1).
"""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import NoReturn

from chassis.core.clock import utcnow
from chassis.core.context import Context
from chassis.runtime import thread_pool
from chassis.runtime.service import RunAgainAt
from chassis.storage.unit_of_work import UnitOfWork
from contracts.errors import ErrorCode, ServiceError
from records.application.documents.signing_context import SigningContext
from records.domain.issued_documents import IssuedDocument
from records.repository import IssuedDocumentRepository, PaperRepository
from records.repository.blob_encryption import BlobDamaged
from records.repository.issued_documents import NEVER
from records.sealing.archive import archived_until
from records.sealing.chain import Signed
from records.sealing.errors import BREAKS_SIGNATURE, not_sealable

log = logging.getLogger(__name__)

RENEW_TIMESTAMPS = "records.renew_archive_timestamps"
"""Kind of the timer that is always there."""
BATCH = 20
"""Documents of one run: some seconds of work."""
LEASE_S = 600.0
"""Longer than one run takes, also where the authorities are slow."""
_OF_ONE_FILE = frozenset({
    ErrorCode.FILE_NOT_USABLE, ErrorCode.FILE_NOT_SEALABLE, ErrorCode.INTERNAL_ERROR, ErrorCode.VERSION_STALE,
})  # fmt: skip
"""Errors that hold up nothing else. Another run that came first is one of them."""
_DAY = timedelta(days=1)
_POSTPONED = timedelta(days=7)
"""Until a file that could not be renewed is tried again."""


def renew_archive_timestamps(signing: SigningContext, within: timedelta, context: Context) -> NoReturn:
    """The run of the timer: the next documents whose timestamps end `within` this time, and those of which it is not known.

    Each in a transaction of its own, so that an interrupted run goes on where it was. Raises RunAgainAt: at once while there
    are more, then tomorrow; UNAVAILABLE and SIGNATURE_REFUSED while the authority gives no good timestamp, to be run again
    after a pause.
    """
    now = utcnow()
    found = signing.issued.to_look_at(now + within, BATCH)
    for issued in found:
        if not _looked_at(signing, issued, now + within, context):
            log.warning("the timestamp authority has no certificate that ends later")
            raise RunAgainAt(now + _DAY)
    raise RunAgainAt(now if len(found) == BATCH else now + _DAY)


def _looked_at(signing: SigningContext, issued: IssuedDocument, before: datetime, context: Context) -> bool:
    """False where a new timestamp would end no later than the last one."""
    content = _content(signing, issued)
    if content is None:
        return _postpone(signing, issued, before, "changed")
    until = archived_until(content)
    if until is None:
        signing.issued.look_again(issued.code, NEVER)
        return True
    if until >= before:
        signing.issued.note_end(issued.code, until)
        return True
    try:
        return _renewed(signing, issued, content, context)
    except ServiceError as error:
        if error.code not in _OF_ONE_FILE:
            raise
        return _postpone(signing, issued, before, error.code.value)


def _renewed(signing: SigningContext, issued: IssuedDocument, content: bytes, context: Context) -> bool:
    """As `_looked_at`. Raises FILE_NOT_SEALABLE where the signatures in the file would not be what they were."""
    renewed = signing.tools.making.renewal(content)
    if renewed is None:
        return False
    if not _still_good(signing, issued, content, renewed.pdf):
        raise not_sealable(issued.file_id, BREAKS_SIGNATURE)
    _store(signing, issued, renewed, context)
    return True


def _content(signing: SigningContext, issued: IssuedDocument) -> bytes | None:
    """None for bytes that are not those of the record: they get no timestamp; and for a file whose bytes are not there."""
    try:
        content, _ = signing.file_contents.read(issued.file_id)
    except (BlobDamaged, LookupError):
        return None
    except ServiceError as error:
        if error.code is not ErrorCode.FILE_NOT_USABLE:
            raise
        return None
    return content if thread_pool.run_in_thread(_hash, content) == issued.sha256 else None


def _postpone(signing: SigningContext, issued: IssuedDocument, before: datetime, reason: str) -> bool:
    log.error("an archive timestamp cannot be renewed", extra={"file_id": issued.file_id, "reason": reason})
    signing.issued.look_again(issued.code, before + _POSTPONED)
    return True


def _still_good(signing: SigningContext, issued: IssuedDocument, before: bytes, after: bytes) -> bool:
    """Whether the file begins as it was, and every signature that was valid is so."""
    check = signing.tools.validator.check
    earlier = check(before, issued.issued_at, issued.renewed_at)
    later = check(after, issued.issued_at, utcnow())
    return (
        after.startswith(before)
        and len(earlier) == len(later)
        and all(new.state.valid or not old.state.valid for old, new in zip(earlier, later, strict=True))
    )


def _store(signing: SigningContext, issued: IssuedDocument, renewed: Signed, context: Context) -> None:
    """Raises VERSION_STALE where another run came first."""
    until = renewed.archived_until
    assert until is not None, "a renewed file has an end"

    def work(uow: UnitOfWork) -> None:
        file = signing.file_contents.extend(uow, issued.file_id, issued.sha256, renewed.pdf)
        content = file.stored_content
        after = issued.renewed(content.sha256, content.size, until, uow.now)
        uow.repository(IssuedDocumentRepository).note_renewal(after, issued.sha256)
        if issued.paper_id is not None:
            uow.repository(PaperRepository).note_renewal(issued.paper_id, content.sha256, content.size)

    signing.store.transaction(context, work)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
