"""Uploads that stall, drip, are cut off or meet a server that is killed or stopped."""

import time
from pathlib import Path

import pytest
from tests.integration.records.content_server.raw_upload import RawUpload
from tests.integration.records.processes import ContentServer, Counts, content_server_running, wait_for_counts
from tests.support.records.papers import photo

from devstack.servers.mongo_address import MongoDatabase
from devstack.walk.pdf import pdf
from records.application.file_contents import DISCARD_BLOB

PDF = pdf("Giay to") + bytes(range(256)) * 4000  # four chunks of GridFS
PNG = photo("PNG")


@pytest.fixture
def before(server: ContentServer) -> Counts:
    return server.counts()


def test_a_cut_off_upload_leaves_nothing_and_may_be_repeated(server: ContentServer, before: Counts) -> None:
    file = server.announce(PDF)
    upload = RawUpload(server, file.file_id, len(PDF))
    upload.send(PDF[:600_000])
    wait_for_counts(server, {**before, "blobs.chunks": before["blobs.chunks"] + 2})
    upload.cut()
    wait_for_counts(server, before)
    assert server.put(file.file_id, PDF).status_code == 200


@pytest.mark.deep
def test_an_upload_that_stalls_is_ended(
    server: ContentServer, before: Counts, module_database: MongoDatabase, tmp_path: Path
) -> None:
    file = server.announce(PDF)
    with content_server_running(module_database, tmp_path, idle_s=1.0) as impatient:
        upload = RawUpload(impatient, file.file_id, len(PDF))
        upload.send(PDF[:300_000])
        assert upload.answer() == (408, "request_timeout")
    wait_for_counts(server, before)


@pytest.mark.deep
def test_an_upload_that_drips_is_ended(
    server: ContentServer, before: Counts, module_database: MongoDatabase, tmp_path: Path
) -> None:
    file = server.announce(PDF)
    with content_server_running(module_database, tmp_path, limit_s=2.0) as impatient:
        upload = RawUpload(impatient, file.file_id, len(PDF))
        upload.send(PDF[:9])
        for _ in range(100):
            if upload.answered(within_s=0.2):
                break
            upload.send(b"x")
        assert upload.answer() == (408, "request_timeout")
    wait_for_counts(server, before)


def test_slow_uploads_keep_nobody_waiting(server: ContentServer) -> None:
    uploads = [RawUpload(server, server.announce(PDF).file_id, len(PDF)) for _ in range(60)]
    for upload in uploads:
        upload.send(PDF[:9])
    file = server.announce(PNG, name="anh.png")
    assert server.put(file.file_id, PNG).status_code == 200
    assert not any(upload.answered() for upload in uploads), "the slow ones had to end first"
    for upload in uploads:
        upload.cut()


@pytest.mark.deep
def test_an_upload_of_a_killed_server_is_scheduled_for_removal(server: ContentServer) -> None:
    file = server.announce(PDF)
    counts = server.counts()
    upload = RawUpload(server, file.file_id, len(PDF))
    upload.send(PDF[:600_000])
    wait_for_counts(server, {**counts, "blobs.chunks": counts["blobs.chunks"] + 2})
    server.process.kill()
    server.process.start()
    left = server.store.database["blobs.chunks"].distinct("files_id")
    used = server.store.database.files.distinct("blob_id")
    orphans = set(left) - set(used)
    assert len(orphans) == 1
    assert (
        server.store.database.timers.count_documents({"kind": DISCARD_BLOB, "key": {"$in": list(orphans)}})
        == 1
    )


def test_a_server_that_is_stopped_takes_the_running_upload_to_its_end(server: ContentServer) -> None:
    file = server.announce(PDF)
    counts = server.counts()
    upload = RawUpload(server, file.file_id, len(PDF))
    upload.send(PDF[:600_000])
    wait_for_counts(server, {**counts, "blobs.chunks": counts["blobs.chunks"] + 2})
    server.process.terminate()
    upload.send(PDF[600_000:])
    assert upload.status() == 200
    server.process.ended_by(time.monotonic() + 5)
    server.process.start()
    assert server.get(file.file_id).content == PDF
