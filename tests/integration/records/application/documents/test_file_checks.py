"""Anybody checks a file in hand against what was issued (NĐ 30/2020/NĐ-CP art 5: the value of electronic documents)."""

from __future__ import annotations

import hashlib
import io

from tests.integration.records.application.documents.requests import issue_document
from tests.integration.records.use_cases import Records
from tests.support.records.seals import checker

from contracts.records import FileCheck, FileMatch
from devstack.walk.pdf import pdf
from records.application.documents.file_checks import ReceivedFile, check_file, first_difference
from records.repository import GridFsBlobs


def check(records: Records, data: bytes) -> FileCheck:
    received = ReceivedFile(io.BytesIO(data), hashlib.sha256(data).hexdigest(), len(data))
    return check_file(records.store, GridFsBlobs(records.store.database), checker().examine, received)


def test_what_was_issued_is_the_same_and_a_changed_copy_of_it_is_found(records: Records) -> None:
    issued = issue_document(records)
    content = records.content(issued.file_id)
    assert check(records, content).match is FileMatch.SAME

    at = len(content) // 3
    touched = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    found = check(records, touched)
    assert (found.match, found.code, found.first_difference) == (
        FileMatch.CHANGED, issued.verification_code, at,
    )  # fmt: skip
    assert [each.reason for each in found.signatures] == ["changed"]

    extended = check(records, content + b"\n% more")
    assert (extended.match, extended.first_difference) == (FileMatch.CHANGED, len(content))
    assert [each.reason for each in extended.signatures] == ["extended"]


def test_a_copy_whose_original_is_gone_is_changed_all_the_same(records: Records) -> None:
    issued = issue_document(records)
    content = records.content(issued.file_id)
    records.store.database["blobs.files"].delete_one({"_id": records.blob_of(issued.file_id)})
    found = check(records, content + b"\n")
    assert (found.match, found.first_difference) == (FileMatch.CHANGED, None)


def test_of_what_was_not_issued_here_nothing_is_known(records: Records) -> None:
    plain = check(records, pdf("Don xin"))
    assert (plain.match, plain.code, plain.signatures) == (FileMatch.UNKNOWN, None, ())
    named = check(records, b"%PDF-1.7 (Motcua-AAAA-BBBB-CCCC-DDDD)")
    assert (named.match, named.signatures[0].reason) == (FileMatch.UNKNOWN, "unreadable")
    assert check(records, b"\x89PNG\r\n\x1a\n").match is FileMatch.UNKNOWN


def test_the_first_byte_that_differs_is_found_across_pieces() -> None:
    pieces = [b"abc", b"def"]
    assert first_difference(b"abcdef", pieces) is None
    assert first_difference(b"abcdxf", pieces) == 4
    assert first_difference(b"abcde", pieces) == 5, "it ends before"
    assert first_difference(b"abcdefg", pieces) == 6, "it goes on"
    assert first_difference(b"", pieces) == 0
