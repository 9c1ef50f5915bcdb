"""Stored files that nobody has opened: those of an earlier release are opened when they are first wanted."""

from dataclasses import replace

from contracts.errors import ServiceError
from records.application.file_contents import FileContents
from records.domain.content import FileContent
from records.domain.files import File
from records.inspection.isolation import open_isolated


def opened(contents: FileContents, file: File) -> File:
    """The file with its pages or its defect; what opening shows is noted. Blocks for some 100 ms where it is opened now.

    Unchanged where the bytes have not come, or are gone.
    """
    if not file.must_be_opened:
        return file
    try:
        data, _ = contents.read(file.file_id)
    except (LookupError, ServiceError):
        return file
    return contents.note_opening(file, _content_of(data, file))


def _content_of(data: bytes, file: File) -> FileContent:
    content = file.stored_content
    try:
        pages = open_isolated([data], content, file.name)  # its waiting is cooperative: not for a thread
    except ServiceError as error:
        return replace(content, defect=error.code.value)
    return replace(content, pages=pages)
