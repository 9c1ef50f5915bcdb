"""Blobs become the content of a file, or are removed."""

from __future__ import annotations

import pytest
from tests.integration.records.use_cases import OWNER, PDF, Records, as_actor

from chassis.core.ids import new_id
from contracts.errors import ServiceError
from records.application.file_contents import DISCARD_BLOB
from records.domain.content import FileContent
from records.repository import FileRepository, GridFsBlobs


def chunks(records: Records, blob_id: str) -> int:
    return records.store.database["blobs.chunks"].count_documents({"files_id": blob_id})


def test_every_blob_has_a_timer_before_its_first_byte(records: Records) -> None:
    blob_id, _ = records.file_contents.start_blob(as_actor(OWNER), OWNER)
    timer = {"kind": DISCARD_BLOB, "key": blob_id}
    assert records.store.database.timers.count_documents(timer) == 1


def test_bytes_that_no_file_uses_are_removed(records: Records) -> None:
    blob_id = new_id()
    GridFsBlobs(records.store.database).create(blob_id).write(b"x" * 600_000)
    assert chunks(records, blob_id) == 2
    records.file_contents.discard_blob(blob_id)
    records.file_contents.discard_blob(blob_id)
    assert chunks(records, blob_id) == 0


def test_bytes_in_use_stay(records: Records) -> None:
    file_id = records.store_file()
    records.file_contents.discard_blob(records.blob_of(file_id))
    assert records.content(file_id) == PDF


def test_of_two_uploads_of_the_same_bytes_the_first_stays(records: Records) -> None:
    file_id = records.store_file()
    file = records.store.repository(FileRepository).get(file_id)
    second = records.write_blob(PDF)
    again = records.file_contents.attach(file_id, file.stored_content, second, as_actor(OWNER))
    assert again == file
    assert chunks(records, second) == 0


def test_other_bytes_do_not_replace_what_is_stored(records: Records) -> None:
    file_id = records.store_file()
    second = records.write_blob(b"other")
    other = FileContent(5, "0" * 64, "application/pdf")
    with pytest.raises(ServiceError, match="file_stored_already"):
        records.file_contents.attach(file_id, other, second, as_actor(OWNER))
    assert records.content(file_id) == PDF


def test_what_has_not_come_cannot_be_read(records: Records) -> None:
    with pytest.raises(ServiceError, match="file_not_usable"):
        records.content(records.announce())
    with pytest.raises(ServiceError, match="file_not_usable"):
        records.content(new_id())
