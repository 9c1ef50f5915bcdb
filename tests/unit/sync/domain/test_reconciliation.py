"""The digest of a day and the differences of two lists."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from sync.domain.reconciliation import differences, digest, line

LINES = [f"H05-200731-{n:04d}|2|20200731090000" for n in range(6)]


def test_a_line_is_written_in_local_time() -> None:
    at = datetime(2020, 7, 31, 2, 0, tzinfo=UTC)
    assert line("H05-200731-0001", 2, at) == "H05-200731-0001|2|20200731090000"


def test_a_line_without_a_state_has_none() -> None:
    assert line("H05-200731-0001", None, datetime(2020, 7, 31, 2, 0, tzinfo=UTC)).split("|")[1] == ""


def test_no_line_has_the_digest_of_nothing() -> None:
    assert digest([]) == hashlib.sha256(b"").hexdigest()


def test_the_digest_is_that_of_the_sorted_lines() -> None:
    assert digest(["b", "a"]) == hashlib.sha256(b"a\nb\n").hexdigest()


@given(st.permutations(LINES))
def test_the_order_of_a_list_does_not_matter(lines: Sequence[str]) -> None:
    assert digest(lines) == digest(LINES)
    assert differences(LINES, lines) == ()


def test_each_kind_of_difference_is_named() -> None:
    theirs = [LINES[1], LINES[2].replace("|2|", "|9|"), LINES[3]]
    found = differences(LINES[:3], theirs)
    assert [(one.code[-1], one.kind) for one in found] == [
        ("0", "missing_there"),
        ("2", "differs"),
        ("3", "missing_here"),
    ]


def test_differences_end_at_a_thousand() -> None:
    many = [f"H05-200731-{n:04d}|2|20200731090000" for n in range(1500)]
    assert len(differences(many, [])) == 1000
