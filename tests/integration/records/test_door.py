"""Bytes go in and come out whole, by ticket only, and nothing is left of those that do not."""

import hashlib
import json
import select
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from gridfs import GridFSBucket
from tests.integration.records.running import IDLE_S, LIMIT_S, OWNER, Door

from chassis.eventlog import verify
from chassis.ids import new_id
from chassis.moments import now
from contracts.records import FileState
from records.archive import DISCARD_BLOB
from records.domain.tickets import Operation

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4000  # four chunks of GridFS
PNG = b"\x89PNG\r\n\x1a\n" + b"y" * 500
Counts = dict[str, int]


@pytest.fixture
def before(door: Door) -> Counts:
    return door.counts()


def assert_refused(response: httpx.Response, status: int, code: str) -> None:
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"


def wait_for(door: Door, counts: Counts, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while door.counts() != counts:
        assert time.monotonic() < deadline, f"still there: {door.counts()}, expected {counts}"
        time.sleep(0.05)


class Wire:
    """A client that says half of what it announced."""

    def __init__(self, door: Door, file_id: str, length: int) -> None:
        target = urlsplit(door.address(file_id, door.ticket(file_id)))
        self._socket = socket.create_connection((target.hostname, target.port), timeout=10)
        self._socket.sendall(
            f"PUT {target.path}?{target.query} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode()
        )

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def cut(self) -> None:
        self._socket.close()

    def answered(self) -> bool:
        return bool(select.select([self._socket], [], [], 0)[0])

    def status(self) -> int:
        return int(self._read().split()[1])

    def answer(self) -> tuple[int, str]:
        """Status and code."""
        head, _, body = self._read().partition(b"\r\n\r\n")
        return int(head.split()[1]), json.loads(body)["code"]

    def _read(self) -> bytes:
        """All, until the server closes."""
        return b"".join(iter(lambda: self._socket.recv(65536), b""))


def test_what_goes_in_comes_out(door: Door) -> None:
    file = door.announce(PDF, name="Giấy khai sinh.pdf")
    stored = door.put(file.file_id, PDF)
    assert stored.status_code == 200
    assert stored.json()["state"] == FileState.STORED
    assert stored.json()["media_type"] == "application/pdf"
    assert (stored.json()["size"], stored.json()["sha256"]) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert door.get(file.file_id).content == PDF


def test_the_tools_of_gridfs_can_read_what_is_kept(door: Door) -> None:
    file = door.announce(PDF)
    door.put(file.file_id, PDF)
    bucket = GridFSBucket(door.store.database, "blobs")
    assert bucket.open_download_stream(door.file(file.file_id).blob_id).read() == PDF


def test_a_download_says_what_it_is_and_runs_nowhere(door: Door) -> None:
    file = door.announce(PDF, name="Giấy khai sinh.pdf")
    door.put(file.file_id, PDF)
    headers = door.get(file.file_id).headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-length"] == str(len(PDF))
    assert headers["etag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"].startswith(
        'attachment; filename="Giay khai sinh.pdf"; filename*=UTF-8'
    )


def test_what_was_stored_is_told_once_by_its_owner(door: Door) -> None:
    file = door.announce(PDF)
    door.put(file.file_id, PDF)
    door.put(file.file_id, PDF)
    (event,) = door.store.database.events.find({"aggregate_id": file.file_id})
    assert event["type"] == "records.file_stored"
    assert event["actor"]["account_id"] == OWNER.account_id
    verify(door.store.database, file.file_id)


def test_an_upload_without_a_stated_length_is_counted_on_the_way(door: Door) -> None:
    file = door.announce(PDF)

    def pieces() -> Iterator[bytes]:
        yield from (PDF[start : start + 100_000] for start in range(0, len(PDF), 100_000))

    response = httpx.put(door.address(file.file_id, door.ticket(file.file_id)), content=pieces())
    assert response.status_code == 200
    assert door.get(file.file_id).content == PDF


def test_the_same_bytes_once_more_get_the_same_answer(door: Door) -> None:
    file = door.announce(PDF)
    first, counts = door.put(file.file_id, PDF), door.counts()
    again = door.put(file.file_id, PDF)
    assert (again.status_code, again.json()) == (200, first.json())
    assert door.counts() == counts


def test_other_bytes_do_not_replace_what_is_stored(door: Door) -> None:
    file = door.announce(PDF)
    door.put(file.file_id, PDF)
    counts = door.counts()
    other = b"%PDF-1.7\n" + b"z" * (len(PDF) - 9)
    response = door.put(file.file_id, other)
    assert_refused(response, 422, "invalid_request")
    assert door.get(file.file_id).content == PDF
    assert door.counts() == counts


def test_a_second_content_without_an_announced_hash_is_a_conflict(door: Door) -> None:
    file = door.announce(PDF)
    door.put(file.file_id, PDF)
    door.store.database.files.update_one({"_id": file.file_id}, {"$set": {"announced_sha256": None}})
    other = b"%PDF-1.7\n" + b"z" * (len(PDF) - 9)
    assert_refused(door.put(file.file_id, other), 409, "file_stored_already")


def test_more_than_announced_is_refused(door: Door, before: Counts) -> None:
    file = door.announce(PDF, size=len(PDF) - 1)
    assert_refused(door.put(file.file_id, PDF), 413, "payload_too_large")
    assert door.counts() == before


def test_more_than_announced_is_refused_also_without_a_stated_length(door: Door, before: Counts) -> None:
    file = door.announce(PDF, size=len(PDF) - 1)
    address = door.address(file.file_id, door.ticket(file.file_id))
    assert_refused(httpx.put(address, content=iter([PDF])), 413, "payload_too_large")
    assert door.counts() == before


def test_less_than_announced_is_refused(door: Door, before: Counts) -> None:
    file = door.announce(PDF, size=len(PDF) + 1)
    address = door.address(file.file_id, door.ticket(file.file_id))
    assert_refused(httpx.put(address, content=iter([PDF])), 400, "file_incomplete")
    assert door.counts() == before


def test_other_bytes_than_announced_are_refused(door: Door, before: Counts) -> None:
    file = door.announce(PDF)
    response = door.put(file.file_id, b"%PDF-1.7\n" + b"z" * (len(PDF) - 9))
    assert_refused(response, 422, "invalid_request")
    assert response.json()["errors"][0]["pointer"] == "/sha256"
    assert door.counts() == before


@pytest.mark.parametrize("data", [b"<html>" + b"a" * 500, PNG], ids=["a page", "an image"])
def test_a_paper_that_is_none_is_refused(door: Door, before: Counts, data: bytes) -> None:
    file = door.announce(data, name="Tờ khai.pdf")
    assert_refused(door.put(file.file_id, data), 415, "file_type_refused")
    assert door.counts() == before
    assert door.file(file.file_id).content is None


def test_a_cut_off_upload_leaves_nothing_and_may_be_repeated(door: Door, before: Counts) -> None:
    file = door.announce(PDF)
    wire = Wire(door, file.file_id, len(PDF))
    wire.send(PDF[:600_000])
    wait_for(door, {**before, "blobs.chunks": before["blobs.chunks"] + 2})
    wire.cut()
    wait_for(door, before)
    assert door.put(file.file_id, PDF).status_code == 200


def test_an_upload_that_stalls_is_ended(door: Door, before: Counts) -> None:
    file = door.announce(PDF)
    wire, began = Wire(door, file.file_id, len(PDF)), time.monotonic()
    wire.send(PDF[:300_000])
    assert wire.answer() == (408, "request_timeout")
    assert time.monotonic() - began < IDLE_S + LIMIT_S
    wait_for(door, before)


def test_an_upload_that_drips_is_ended(door: Door, before: Counts) -> None:
    file = door.announce(PDF)
    wire, began = Wire(door, file.file_id, len(PDF)), time.monotonic()
    wire.send(PDF[:9])
    while time.monotonic() - began < LIMIT_S:
        wire.send(b"x")
        time.sleep(IDLE_S / 4)
    assert wire.answer() == (408, "request_timeout")
    wait_for(door, before)


def test_slow_uploads_keep_nobody_waiting(door: Door) -> None:
    wires = [Wire(door, door.announce(PDF).file_id, len(PDF)) for _ in range(60)]
    for wire in wires:
        wire.send(PDF[:9])
    file = door.announce(PNG, name="anh.png")
    assert door.put(file.file_id, PNG).status_code == 200
    assert not any(wire.answered() for wire in wires), "the slow ones had to end first"
    for wire in wires:
        wire.cut()


def test_an_upload_of_a_dead_door_is_on_record_for_removal(door: Door) -> None:
    file = door.announce(PDF)
    counts = door.counts()
    wire = Wire(door, file.file_id, len(PDF))
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


def test_a_door_that_is_asked_to_close_takes_the_running_upload_to_its_end(door: Door) -> None:
    file = door.announce(PDF)
    counts = door.counts()
    wire = Wire(door, file.file_id, len(PDF))
    wire.send(PDF[:600_000])
    wait_for(door, {**counts, "blobs.chunks": counts["blobs.chunks"] + 2})
    door.process.terminate()
    wire.send(PDF[600_000:])
    assert wire.status() == 200
    door.process.ended_by(time.monotonic() + 5)
    door.process.start()
    assert door.get(file.file_id).content == PDF


def test_no_ticket_opens_nothing(door: Door) -> None:
    file = door.announce(PDF)
    assert_refused(httpx.put(f"{door.url}/content/{file.file_id}", content=PDF), 403, "ticket_invalid")


def test_a_forged_ticket_opens_nothing(door: Door) -> None:
    file = door.announce(PDF)
    ticket = door.ticket(file.file_id)
    assert_refused(door.put(file.file_id, PDF, ticket=ticket[:-2] + "xx"), 403, "ticket_invalid")


def test_an_expired_ticket_opens_nothing(door: Door) -> None:
    file = door.announce(PDF)
    old = door.ticket(file.file_id, at=now() - timedelta(minutes=16))
    assert_refused(door.put(file.file_id, PDF, ticket=old), 403, "ticket_invalid")


def test_a_ticket_of_another_file_opens_nothing(door: Door) -> None:
    mine, theirs = door.announce(PDF), door.announce(PDF)
    door.put(theirs.file_id, PDF)
    ticket = door.ticket(mine.file_id, Operation.DOWNLOAD)
    assert_refused(door.get(theirs.file_id, ticket=ticket), 403, "ticket_invalid")


def test_a_ticket_to_read_does_not_write(door: Door) -> None:
    file = door.announce(PDF)
    ticket = door.ticket(file.file_id, Operation.DOWNLOAD)
    assert_refused(door.put(file.file_id, PDF, ticket=ticket), 403, "ticket_invalid")


def test_a_file_that_has_not_come_cannot_be_read(door: Door) -> None:
    assert_refused(door.get(door.announce(PDF).file_id), 404, "not_found")


def test_a_file_that_is_not_there_takes_no_bytes(door: Door) -> None:
    assert_refused(door.put(new_id(), PDF), 404, "not_found")


def test_another_address_is_a_problem_in_the_callers_language(door: Door) -> None:
    response = httpx.get(f"{door.url}/nowhere", headers={"Accept-Language": "en"})
    assert_refused(response, 404, "not_found")
    assert response.json()["title"] == "Not found"


def test_another_method_is_a_problem(door: Door) -> None:
    assert_refused(httpx.post(f"{door.url}/content/x"), 405, "method_not_allowed")


def test_the_door_counts_requests_by_route(door: Door) -> None:
    file = door.announce(PDF)
    door.put(file.file_id, PDF)
    text = httpx.get(f"{door.url}/metrics").text
    assert (
        'http_requests_total{method="PUT",route="/content/{file_id}",service="records-door",status="200"}'
        in text
    )
    assert file.file_id not in text


def test_the_door_writes_no_ticket_and_no_name_to_its_log(door: Door) -> None:
    file = door.announce(PDF, name="Nguyễn Văn An.pdf")
    ticket = door.ticket(file.file_id)
    door.put(file.file_id, PDF, ticket=ticket)
    log = door.process.log.read_text()
    assert "/content/{file_id}" in log
    assert ticket not in log
    assert "Nguyễn" not in log
