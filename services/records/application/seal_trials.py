"""Trials of a seal: of what officers upload, in the background; of anything else when it is to be sealed."""

import logging
from collections.abc import Sequence

from chassis.storage.timers import Timer
from contracts.errors import ServiceError
from contracts.records import FileInfo
from records.application.documents.signing_context import SigningContext
from records.domain.files import File
from records.repository import FileRepository

log = logging.getLogger(__name__)


def try_scheduled(signing: SigningContext, timers: Sequence[Timer]) -> None:
    """Try the files of `TRY_SEAL` timers, and note those that can be sealed. May block for some 10 ms each, and be repeated.

    One whose trial fails is left to be tried when it is to be sealed.
    """
    files = signing.store.repository(FileRepository).find(timer.key for timer in timers)
    untried = [file for file in files if file.opened and not file.stored_content.sealable]
    _note(signing, [file for file in untried if _passes(signing, file)])


def tried(signing: SigningContext, file: File) -> FileInfo:
    """With what stands in the way of a seal. Blocks for some 10 ms where no trial has shown that nothing does.

    Only of one that could be opened: nothing else is ever sealed. A file that fails is tried each time: what this release
    cannot seal another may.
    """
    if not file.opened or file.stored_content.sealable:
        return file.info
    defect = _defect(signing, file)
    if defect is None:
        _note(signing, [file])
    return file.info.model_copy(update={"seal_defect": defect})


def _defect(signing: SigningContext, file: File) -> str | None:
    (content,) = signing.file_contents.read_all((file,))
    return signing.tools.making.seal_defect(file.stored_content.media_type, content)


def _passes(signing: SigningContext, file: File) -> bool:
    try:
        return _defect(signing, file) is None
    except (ServiceError, LookupError) as error:
        log.warning("a file cannot be tried", extra={"file_id": file.file_id}, exc_info=error)
        return False


def _note(signing: SigningContext, sealable: Sequence[File]) -> None:
    signing.store.repository(FileRepository).note_sealable(file.file_id for file in sealable)
