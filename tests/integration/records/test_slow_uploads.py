"""Uploads that stall, drip, are cut off or meet a door that dies or closes."""

import time
from pathlib import Path

from tests.integration.records.raw_upload import RawUpload
from tests.integration.records.records_processes import ContentServer, Counts, content_server, wait_for

from devstack.servers.mongo_address import MongoDatabase
from records.application.file_contents import DISCARD_BLOB

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4000  # four chunks of GridFS
PNG = b"\x89PNG\r\n\x1a\n" + b"y" * 500


def test_a_cut_off_upload_leaves_nothing_and_may_be_repeated(door: ContentServer, before: Counts) -> None:
    file = door.announce(PDF)
    wire = RawUpload(door, file.file_id, len(PDF))
    wire.send(PDF[:600_000])
    wait_for(door, {**before, "blobs.chunks": before["blobs.chunks"] + 2})
    wire.cut()
    wait_for(door, before)
    assert door.put(file.file_id, PDF).status_code == 200


def test_an_upload_that_stalls_is_ended(
    door: ContentServer, before: Counts, corner: MongoDatabase, tmp_path: Path
) -> None:
    file = door.announce(PDF)
    with content_server(corner, tmp_path, idle_s=1.0) as impatient:
        wire = RawUpload(impatient, file.file_id, len(PDF))
        wire.send(PDF[:300_000])
        assert wire.answer() == (408, "request_timeout")
    wait_for(door, before)


def test_an_upload_that_drips_is_ended(
    door: ContentServer, before: Counts, corner: MongoDatabase, tmp_path: Path
) -> None:
    file = door.announce(PDF)
    with content_server(corner, tmp_path, limit_s=2.0) as impatient:
        wire = RawUpload(impatient, file.file_id, len(PDF))
        wire.send(PDF[:9])
        for _ in range(100):
            if wire.answered(within_s=0.2):
                break
            wire.send(b"x")
        assert wire.answer() == (408, "request_timeout")
    wait_for(door, before)


def test_slow_uploads_keep_nobody_waiting(door: ContentServer) -> None:
    wires = [RawUpload(door, door.announce(PDF).file_id, len(PDF)) for _ in range(60)]
    for wire in wires:
        wire.send(PDF[:9])
    file = door.announce(PNG, name="anh.png")
    assert door.put(file.file_id, PNG).status_code == 200
    assert not any(wire.answered() for wire in wires), "the slow ones had to end first"
    for wire in wires:
        wire.cut()


def test_an_upload_of_a_dead_door_is_on_record_for_removal(door: ContentServer) -> None:
    file = door.announce(PDF)
    counts = door.counts()
    wire = RawUpload(door, file.file_id, len(PDF))
    wire.send(PDF[:600_000])
    wait_for(door, {**counts, "blobs.chunks": counts["blobs.chunks"] + 2})
    door.process.kill()
    door.process.start()
    left = door.store.database["blobs.chunks"].distinct("files_id")
    used = door.store.database.files.distinct("blob_id")
    orphans = set(left) - set(used)
    assert len(orphans) == 1
    assert (
        door.store.database.timers.count_documents({"kind": DISCARD_BLOB, "key": {"$in": list(orphans)}}) == 1
    )


def test_a_door_that_is_asked_to_close_takes_the_running_upload_to_its_end(door: ContentServer) -> None:
    file = door.announce(PDF)
    counts = door.counts()
    wire = RawUpload(door, file.file_id, len(PDF))
    wire.send(PDF[:600_000])
    wait_for(door, {**counts, "blobs.chunks": counts["blobs.chunks"] + 2})
    door.process.terminate()
    wire.send(PDF[600_000:])
    assert wire.status() == 200
    door.process.ended_by(time.monotonic() + 5)
    door.process.start()
    assert door.get(file.file_id).content == PDF
