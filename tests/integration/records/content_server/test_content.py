"""Bytes go in and come out whole; what is not what was announced leaves nothing."""

import hashlib
from collections.abc import Iterator

import httpx
import pytest
from tests.integration.records.processes import OWNER, ContentServer, Counts, assert_refused
from tests.support.records.papers import REFUSED, TAKEN, photo

from chassis.core.ids import new_id
from chassis.storage.event_log import verify
from contracts.records import FileState
from devstack.walk.pdf import pdf
from records.domain.tickets import Operation
from records.repository import GridFsBlobs

PDF = pdf("Giay to") + bytes(range(256)) * 4000  # four chunks of GridFS
PNG = photo("PNG")


@pytest.fixture
def before(server: ContentServer) -> Counts:
    return server.counts()


def test_what_goes_in_comes_out(server: ContentServer) -> None:
    file = server.announce(PDF, name="Giấy khai sinh.pdf")
    stored = server.put(file.file_id, PDF)
    assert stored.status_code == 200
    assert stored.json()["state"] == FileState.STORED
    assert stored.json()["media_type"] == "application/pdf"
    assert (stored.json()["size"], stored.json()["sha256"]) == (len(PDF), hashlib.sha256(PDF).hexdigest())
    assert server.get(file.file_id).content == PDF


def test_what_is_stored_is_encrypted(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    blob_id = server.file(file.file_id).blob_id
    stored = server.store.database["blobs.chunks"].find({"files_id": blob_id})
    assert PDF[:64] not in b"".join(chunk["data"] for chunk in stored)


def test_what_was_erased_with_its_person_is_not_there(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    sink = GridFsBlobs(server.store.database).create(erased := new_id(), "person:erased")
    sink.write(PDF)
    sink.close()
    server.store.database["files"].update_one({"_id": file.file_id}, {"$set": {"blob_id": erased}})
    assert server.store.destroy_key("person:erased")
    assert_refused(server.get(file.file_id), 404, "not_found")


def test_a_download_says_what_it_is_and_runs_nowhere(server: ContentServer) -> None:
    file = server.announce(PDF, name="Giấy khai sinh.pdf")
    server.put(file.file_id, PDF)
    headers = server.get(file.file_id).headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-length"] == str(len(PDF))
    assert headers["etag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-disposition"].startswith(
        'attachment; filename="Giay khai sinh.pdf"; filename*=UTF-8'
    )


def test_a_part_of_a_file_is_those_very_bytes(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    address, size = server.address(file.file_id, server.ticket(file.file_id, Operation.DOWNLOAD)), len(PDF)
    chunk = 255 * 1024
    for start, stop in ((0, 10), (chunk - 5, chunk + 5), (chunk, 2 * chunk), (size - 7, size), (3, size)):
        part = httpx.get(address, headers={"Range": f"bytes={start}-{stop - 1}"})
        assert part.status_code == 206
        assert part.content == PDF[start:stop]
        assert part.headers["content-range"] == f"bytes {start}-{stop - 1}/{size}"
        assert part.headers["content-length"] == str(stop - start)
    assert httpx.get(address, headers={"Range": "bytes=-9"}).content == PDF[-9:]


def test_a_part_that_is_not_there_is_refused_with_the_size(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    address = server.address(file.file_id, server.ticket(file.file_id, Operation.DOWNLOAD))
    answer = httpx.get(address, headers={"Range": f"bytes={len(PDF)}-"})
    assert_refused(answer, 416, "range_not_satisfiable")
    assert answer.headers["content-range"] == f"bytes */{len(PDF)}"


def test_a_file_that_is_held_is_not_sent_again(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    address = server.address(file.file_id, server.ticket(file.file_id, Operation.DOWNLOAD))
    whole = httpx.get(address)
    assert whole.headers["accept-ranges"] == "bytes"
    etag = whole.headers["etag"]
    again = httpx.get(address, headers={"If-None-Match": f"W/{etag}"})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    resumed = httpx.get(address, headers={"Range": "bytes=100-", "If-Range": etag})
    assert (resumed.status_code, resumed.content) == (206, PDF[100:])
    other = httpx.get(address, headers={"Range": "bytes=100-", "If-Range": '"other"'})
    assert (other.status_code, other.content) == (200, PDF)


def test_head_of_a_file_names_its_length_and_sends_nothing(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    head = httpx.head(server.address(file.file_id, server.ticket(file.file_id, Operation.DOWNLOAD)))
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(PDF)))


def test_what_was_stored_is_one_event_of_its_owner(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    server.put(file.file_id, PDF)
    (event,) = server.store.database.events.find({"aggregate_id": file.file_id})
    assert event["type"] == "records.file_stored"
    assert event["actor"]["account_id"] == OWNER.account_id
    verify(server.store.database, file.file_id)


def test_an_upload_without_a_stated_length_is_counted_on_the_way(server: ContentServer) -> None:
    file = server.announce(PDF)

    def pieces() -> Iterator[bytes]:
        yield from (PDF[start : start + 100_000] for start in range(0, len(PDF), 100_000))

    response = httpx.put(server.address(file.file_id, server.ticket(file.file_id)), content=pieces())
    assert response.status_code == 200
    assert server.get(file.file_id).content == PDF


def test_the_same_bytes_once_more_get_the_same_answer(server: ContentServer) -> None:
    file = server.announce(PDF)
    first, counts = server.put(file.file_id, PDF), server.counts()
    again = server.put(file.file_id, PDF)
    assert (again.status_code, again.json()) == (200, first.json())
    assert server.counts() == counts


def test_other_bytes_do_not_replace_what_is_stored(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    counts = server.counts()
    other = b"%PDF-1.7\n" + b"z" * (len(PDF) - 9)
    response = server.put(file.file_id, other)
    assert_refused(response, 422, "invalid_request")
    assert server.get(file.file_id).content == PDF
    assert server.counts() == counts


def test_a_second_content_without_an_announced_hash_is_a_conflict(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    server.store.database.files.update_one({"_id": file.file_id}, {"$set": {"announced_sha256": None}})
    other = b"%PDF-1.7\n" + b"z" * (len(PDF) - 9)
    assert_refused(server.put(file.file_id, other), 409, "file_stored_already")


def test_more_than_announced_is_refused(server: ContentServer, before: Counts) -> None:
    file = server.announce(PDF, size=len(PDF) - 1)
    assert_refused(server.put(file.file_id, PDF), 413, "payload_too_large")
    assert server.counts() == before


def test_more_than_announced_is_refused_also_without_a_stated_length(
    server: ContentServer, before: Counts
) -> None:
    file = server.announce(PDF, size=len(PDF) - 1)
    address = server.address(file.file_id, server.ticket(file.file_id))
    assert_refused(httpx.put(address, content=iter([PDF])), 413, "payload_too_large")
    assert server.counts() == before


def test_less_than_announced_is_refused(server: ContentServer, before: Counts) -> None:
    file = server.announce(PDF, size=len(PDF) + 1)
    address = server.address(file.file_id, server.ticket(file.file_id))
    assert_refused(httpx.put(address, content=iter([PDF])), 400, "file_incomplete")
    assert server.counts() == before


def test_other_bytes_than_announced_are_refused(server: ContentServer, before: Counts) -> None:
    file = server.announce(PDF)
    response = server.put(file.file_id, b"%PDF-1.7\n" + b"z" * (len(PDF) - 9))
    assert_refused(response, 422, "invalid_request")
    assert response.json()["errors"][0]["pointer"] == "/sha256"
    assert server.counts() == before


@pytest.mark.parametrize("data", [b"<html>" + b"a" * 500, b"MZ" + b"a" * 2000], ids=["a page", "a program"])
def test_a_file_of_another_type_is_refused(server: ContentServer, before: Counts, data: bytes) -> None:
    file = server.announce(data, name="Tờ khai.pdf")
    assert_refused(server.put(file.file_id, data), 415, "file_type_refused")
    assert server.counts() == before
    assert server.file(file.file_id).content is None


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_cannot_be_opened_is_refused_and_leaves_nothing(
    server: ContentServer, before: Counts, wrong: str
) -> None:
    code, _, made = REFUSED[wrong]
    data = made()
    file = server.announce(data)
    assert_refused(server.put(file.file_id, data), 422, code)
    assert server.counts() == before
    assert server.file(file.file_id).content is None
    assert server.file(file.file_id).info.state == FileState.PENDING


@pytest.mark.parametrize(
    "odd", ["locked by its owner alone", "zeros after the end", "byte-order mark", "JPEG"]
)
def test_what_viewers_open_is_stored_as_it_came(server: ContentServer, odd: str) -> None:
    media_type, made = TAKEN[odd]
    data = made()
    file = server.announce(data, name="cccd.pdf")
    stored = server.put(file.file_id, data).json()
    assert (stored["media_type"], stored["pages"], stored["defect"]) == (media_type, 1, None)
    assert stored["name"] == ("cccd.jpg" if media_type == "image/jpeg" else "cccd.pdf")
    assert server.get(file.file_id).content == data


def test_a_page_of_the_web_by_its_name_is_saved_as_what_it_is(server: ContentServer) -> None:
    file = server.announce(PDF, name="trang.html")
    server.put(file.file_id, PDF)
    assert 'filename="trang.html.pdf"' in server.get(file.file_id).headers["content-disposition"]


def test_what_an_earlier_release_stored_is_saved_as_what_it_is(server: ContentServer) -> None:
    file = server.announce(PDF, name="trang.html")
    server.put(file.file_id, PDF)
    server.store.database.files.update_one({"_id": file.file_id}, {"$set": {"name": "trang.html"}})
    assert 'filename="trang.html.pdf"' in server.get(file.file_id).headers["content-disposition"]


def test_a_file_that_has_not_come_cannot_be_read(server: ContentServer) -> None:
    assert_refused(server.get(server.announce(PDF).file_id), 404, "not_found")


def test_a_file_that_is_not_there_takes_no_bytes(server: ContentServer) -> None:
    assert_refused(server.put(new_id(), PDF), 404, "not_found")


def test_another_address_is_a_problem_in_the_callers_language(server: ContentServer) -> None:
    response = httpx.get(f"{server.url}/nowhere", headers={"Accept-Language": "en"})
    assert_refused(response, 404, "not_found")
    assert response.json()["title"] == "Not found"


def test_another_method_is_a_problem(server: ContentServer) -> None:
    assert_refused(httpx.post(f"{server.url}/content/x"), 405, "method_not_allowed")


def test_it_counts_requests_by_route(server: ContentServer) -> None:
    file = server.announce(PDF)
    server.put(file.file_id, PDF)
    text = httpx.get(f"{server.url}/metrics").text
    assert (
        'http_requests_total{method="PUT",route="/content/{file_id}",service="records-content",status="200"}'
        in text
    )
    assert file.file_id not in text
